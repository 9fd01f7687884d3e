/** Where addresses that begin so are for a browser: the engine's own mean nothing on another computer. */
export interface MediaPlace {
  readonly from: string;
  readonly to: string;
}

/** An address as a browser reaches it, where it may be that already; null for those that this page may not show. */
export function toShown(url: string, places: readonly MediaPlace[]): string | null {
  const place = places.find(({ from }) => url.startsWith(`${from}/`));
  if (place) return place.to + url.slice(place.from.length);
  return places.some(({ to }) => url.startsWith(`${to}/`)) ? url : null;
}
