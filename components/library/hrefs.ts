/** The page of an asset. */
export function assetHref(assetId: string): string {
  return `/assets/${encodeURIComponent(assetId)}`;
}
