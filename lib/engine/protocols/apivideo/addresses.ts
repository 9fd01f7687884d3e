import type { MediaTokens } from "./media-tokens.ts";

/** Where a video's or a live stream's media are, on the host that was asked. Private ones carry a fresh token. */
export function mediaAddresses(
  kind: "vod" | "live",
  mediaId: string,
  options: { origin: string; isPublic: boolean; tokens: MediaTokens },
): { iframe: string; player: string; at: (file: string) => string } {
  const { origin, isPublic, tokens } = options;
  const base = `${origin}/${kind}/${mediaId}`;
  const token = isPublic ? undefined : tokens.mint(mediaId);
  const player = token === undefined ? base : `${base}?token=${token}`;
  return {
    player,
    iframe: `<iframe src="${player}" width="100%" height="100%" frameborder="0" scrolling="no" allowfullscreen="true"></iframe>`,
    at: (file) => (token === undefined ? `${base}/${file}` : `${base}/token/${token}/${file}`),
  };
}
