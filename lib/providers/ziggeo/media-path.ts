/** The video or the picture of a video or of one of its streams. */
const mediaPath = /^\/v1\/videos\/[^/]+(?:\/streams\/[^/]+)?\/(?:video|image)$/;

/** Whether an address with this path opens with the private key alone. */
export const isZiggeoMediaPath = (pathname: string) => mediaPath.test(pathname);
