import type { AuthGrants } from "./auth-token.ts";
import { reaches } from "./auth-token.ts";

/** What a page elsewhere is given to show, or to record, a Ziggeo video. All pure. */

export const embedKinds = ["player", "rerecorder", "recorder", "video"] as const;
export type EmbedKind = (typeof embedKinds)[number];

export interface EmbedFacts {
  readonly applicationToken: string;
  readonly videoToken: string;
  /** Kept at Ziggeo, or encrypted by its maker: they have attributes of their own. */
  readonly auth: { readonly kind: "server" | "client"; readonly token: string } | null;
  /** Where the video's files are answered to browsers: `<host>/v1/applications/…`. */
  readonly mediaBase: string;
}

const assets = "https://assets.ziggeo.com/v2-stable";

/** The markup; https://ziggeo.com/docs/sdks/javascript/ and the vendor's own demos. */
export function buildEmbedCode(kind: EmbedKind, facts: EmbedFacts): string {
  return kind === "video" ? buildPlainVideo(facts) : `${buildHead(facts)}\n\n${buildElement(kind, facts)}`;
}

function buildHead({ applicationToken, auth }: EmbedFacts): string {
  const options = { token: applicationToken, ...(auth && { auth: true }) };
  // What closes a script inside a string closes it all the same.
  const script = JSON.stringify(options).replaceAll("<", "\\u003c");
  return [
    `<link rel="stylesheet" href="${assets}/ziggeo.css">`,
    `<script src="${assets}/ziggeo.js"></script>`,
    `<script>new ZiggeoApi.V2.Application(${script});</script>`,
  ].join("\n");
}

function buildElement(kind: Exclude<EmbedKind, "video">, { videoToken, auth }: EmbedFacts): string {
  const name = kind === "player" ? "ziggeoplayer" : "ziggeorecorder";
  const attributes = [
    ...(kind === "recorder" ? [] : [["ziggeo-video", videoToken]]),
    // A recorder that shows what is there, and records in its place.
    ...(kind === "rerecorder" ? [["ziggeo-recordermode", "false"]] : []),
    ...(auth ? [[`ziggeo-${auth.kind}-auth`, auth.token]] : []),
    ["ziggeo-theme", "modern"],
    ["ziggeo-width", "100%"],
  ];
  const lines = attributes.map(([attribute, value]) => `\n  ${attribute}="${escapeAttribute(value ?? "")}"`);
  return `<${name}${lines.join("")}></${name}>`;
}

function buildPlainVideo(facts: EmbedFacts): string {
  const { video, image } = buildMediaUrls(facts);
  return `<video controls playsinline preload="metadata"\n  poster="${escapeAttribute(image)}"\n  src="${escapeAttribute(video)}"></video>`;
}

/** A browser session's name in a query, as the vendor's script sends it. */
export const sessionParameter = (applicationToken: string) => `i07af2jp98rvoctt26y5egy3${applicationToken}`;

/** The addresses that a player fetches from. */
export function buildMediaUrls(
  { applicationToken, videoToken, auth, mediaBase }: EmbedFacts,
  session?: string,
): { readonly video: string; readonly image: string } {
  const query = new URLSearchParams();
  if (auth) query.set(`${auth.kind}_auth`, auth.token);
  if (session !== undefined) query.set(sessionParameter(applicationToken), session);
  const text = query.size > 0 ? `?${query}` : "";
  const path = `/v1/applications/${encodeURIComponent(applicationToken)}/videos/${encodeURIComponent(videoToken)}`;
  return { video: `${mediaBase}${path}/video.mp4${text}`, image: `${mediaBase}${path}/image${text}` };
}

const escapeAttribute = (value: string) =>
  value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** What a token has to allow for the code to work; undefined when it does. */
export function findMissingGrant(
  kind: EmbedKind,
  grants: AuthGrants,
  video: { readonly token: string; readonly key: string | null },
): string | undefined {
  if (kind === "recorder") return reaches(grants, "create") ? undefined : "make new videos";
  if (!reaches(grants, "read", video)) return "watch this video";
  if (kind === "rerecorder" && !reaches(grants, "update", video)) return "change this video";
  return undefined;
}
