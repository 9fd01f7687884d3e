import type { Filmstrip } from "#lib/domain/asset.ts";

/** Strips already fetched in this tab: the second hover shows at once. */
const fetched = new Map<string, Promise<void>>();

function fetchStrip(url: string): Promise<void> {
  const known = fetched.get(url);
  if (known) return known;
  const picture = new Image();
  picture.src = url;
  const loading = picture.decode();
  fetched.set(url, loading);
  loading.catch(() => fetched.delete(url));
  return loading;
}

export type FindStrip = (index: number) => Filmstrip | null | undefined;

export interface PointedAt {
  readonly target: EventTarget;
  readonly clientX: number;
  readonly clientY: number;
}

/** Shows the frame under the pointer in the strip it is over, and hides what was shown elsewhere. */
export async function scrub(
  shown: { current: HTMLElement | undefined },
  at: PointedAt | undefined,
  findStrip: FindStrip,
): Promise<void> {
  const pointed = at && findPointed(at);
  if (shown.current !== pointed?.strip && shown.current) shown.current.style.opacity = "0";
  shown.current = pointed?.strip;
  const filmstrip = pointed && findStrip(pointed.index);
  if (!filmstrip || filmstrip.frameCount < 1) return;
  const { strip, box, fraction } = pointed;
  placeFrame(strip, filmstrip, fraction, box);
  await fetchStrip(filmstrip.url);
  if (shown.current === strip) strip.style.opacity = "1";
}

function findPointed({ target, clientX, clientY }: PointedAt) {
  const item = target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null;
  const poster = item?.querySelector("[data-poster]");
  const strip = poster?.querySelector<HTMLElement>("[data-strip]");
  if (!item || !poster || !strip) return undefined;
  const box = poster.getBoundingClientRect();
  if (clientY > box.bottom || clientX < box.left || clientX > box.right) return undefined;
  const fraction = Math.min(0.999, Math.max(0, (clientX - box.left) / box.width));
  return { index: Number(item.dataset.index), strip, box, fraction };
}

/** The strip as a background that covers the poster with exactly one of its frames. */
function placeFrame(
  strip: HTMLElement,
  { url, frameCount, frameWidth, frameHeight }: Filmstrip,
  fraction: number,
  box: { width: number; height: number },
): void {
  const scale = Math.max(box.width / frameWidth, box.height / frameHeight);
  const width = frameWidth * scale;
  const height = frameHeight * scale;
  const frame = Math.floor(fraction * frameCount);
  strip.style.backgroundImage = `url(${JSON.stringify(url)})`;
  strip.style.backgroundSize = `${width * frameCount}px ${height}px`;
  strip.style.backgroundPosition = `${-(frame * width + (width - box.width) / 2)}px ${-(height - box.height) / 2}px`;
}
