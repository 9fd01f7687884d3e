/** Header lookup as both `Headers` and our node server's requests offer it. */
export interface HeaderReader {
  get(name: string): string | null;
}

/** Reads node's header record like `Headers`. */
export function readNodeHeaders(headers: NodeJS.Dict<string | string[]>): HeaderReader {
  return {
    get(name) {
      const value = headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(", ") : (value ?? null);
    },
  };
}

/**
 * The client's address, as our own server saw it. `lib/server` sets this header on every request and drops
 * whatever the client put there.
 */
export const clientAddressHeader = "x-reelyard-client-address";

/** The path and query that the browser asked for, without Next's own additions; set by our server. */
export const requestPathHeader = "x-reelyard-path";

/** The nonce of this page's scripts; set by our server. */
export const nonceHeader = "x-reelyard-nonce";

export function clientAddress(headers: HeaderReader): string {
  return headers.get(clientAddressHeader) ?? "unknown";
}

/** True when the browser's side of the connection is TLS. `lib/server` decides what to believe. */
export function isSecureRequest(headers: HeaderReader): boolean {
  return headers.get("x-forwarded-proto") === "https";
}

/** scheme://host[:port] that the browser sees. */
export function requestOrigin(headers: HeaderReader): string {
  const host = headers.get("x-forwarded-host") ?? headers.get("host") ?? "";
  return `${isSecureRequest(headers) ? "https" : "http"}://${host}`;
}

/**
 * Whether a write that carries cookies comes from our own pages: the browser must say so by `Origin` or
 * `Sec-Fetch-Site`, and whatever it says must agree. A sibling port is same-site, not same-origin, and refused;
 * so is a request that says nothing.
 */
export function isSameOriginWrite(headers: HeaderReader): boolean {
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if (origin === null && site === null) return false;
  if (site !== null && site !== "same-origin") return false;
  return origin === null || origin === requestOrigin(headers);
}
