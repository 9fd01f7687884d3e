import type { UploadClaims } from "../ports.ts";

/**
 * One tab per upload, by Web Locks: a crashed tab lets go by itself. Browsers withhold them on plain-HTTP
 * origins; there every tab may have it, and the provider's part mode keeps even that harmless.
 */
export const tabClaims: UploadClaims = {
  take: (uploadId) =>
    new Promise((resolve, reject) => {
      if (!navigator.locks) return resolve(() => {});
      navigator.locks
        .request(`reelyard-upload-${uploadId}`, { ifAvailable: true }, (lock) => {
          if (!lock) return resolve(undefined);
          return new Promise<void>((letGo) => resolve(letGo));
        })
        .catch(reject);
    }),
};
