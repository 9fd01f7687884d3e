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

/** Shows the frame at `fraction` of the video in `strip`, once its picture is there and if `isWanted` still. */
export async function showFrame(
  strip: HTMLElement,
  filmstrip: Filmstrip,
  fraction: number,
  box: { width: number; height: number },
  isWanted: () => boolean,
): Promise<void> {
  placeFrame(strip, filmstrip, fraction, box);
  await fetchStrip(filmstrip.url);
  if (isWanted()) strip.style.opacity = "1";
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
