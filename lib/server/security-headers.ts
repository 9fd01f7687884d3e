import type { ServerResponse } from "node:http";

/** Where pictures, videos, playlists and uploads of the real providers come from and go to. */
const providerSources = [
  "https://*.ziggeo.com",
  "https://*.telestream.net",
  "https://*.pandastream.com",
  "https://*.stupeflix.com",
  "https://*.api.video",
  "https://*.amazonaws.com",
  "https://*.cloudfront.net",
  "https://storage.googleapis.com",
] as const;

export interface ContentPolicyFacts {
  /** A fresh one for each page; Next puts it on its own scripts. */
  readonly nonce: string;
  /** Origins of connections and of the engine, as the browser reaches them. */
  readonly origins: readonly string[];
  /** `next dev` evaluates code and talks over a socket. */
  readonly dev: boolean;
}

/** The Content-Security-Policy of a page. */
export function contentPolicy({ nonce, origins, dev }: ContentPolicyFacts): string {
  const outside = [...providerSources, ...origins].join(" ");
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    // Radix and the toasts place style attributes; styles cannot run code.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: ${outside}`,
    `media-src 'self' blob: ${outside}`,
    `connect-src 'self' ${dev ? "ws: " : ""}${outside}`,
    "font-src 'self'",
    // hls.js and the upload hashing start workers from blobs.
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    // Embedded players, for looking at them; each in a sandbox that is nobody's origin.
    `frame-src 'self' ${outside}`,
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The headers that every answer of the dashboard carries, page or not. */
export function setCommonHeaders(response: ServerResponse, protocol: "http" | "https"): void {
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "strict-origin-when-cross-origin");
  if (protocol === "https") response.setHeader("strict-transport-security", "max-age=31536000");
}

/** The headers of pages. */
export function setPageHeaders(response: ServerResponse, policy: string): void {
  response.setHeader("content-security-policy", policy);
  response.setHeader("x-frame-options", "DENY");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
}
