import type { ProviderId } from "#lib/domain/provider-id.ts";
import { isZiggeoMediaPath } from "#lib/providers/ziggeo/media-path.ts";

/** What is needed of a connection to move its URLs. */
export interface UrlBase {
  readonly provider: ProviderId;
  readonly isLocal: boolean;
  readonly baseUrl: string;
}

const loopbackHosts = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * A provider's URL as a browser reaches it. The local engine's own address means nothing on another computer:
 * its URLs move under `<enginePublicUrl>/<provider>`, or else under the dashboard's own `/engine/<provider>` (relative, so
 * that it holds on whatever origin the page was opened). Other providers' URLs stay as they are; anything but
 * http(s) is refused, since the URL ends in an `href` or a `src`. Ziggeo's media need the private key: the
 * dashboard fetches them (`lib/server/downloads.ts`).
 */
export function toBrowserUrl(
  connection: UrlBase,
  url: string,
  enginePublicUrl: string | undefined = undefined,
): string | null {
  const parsed = URL.parse(url);
  if (!parsed || (parsed.protocol !== "http:" && parsed.protocol !== "https:")) return null;
  if (connection.provider === "ziggeo" && isZiggeoMediaPath(parsed.pathname)) {
    return `/files/ziggeo${parsed.pathname.slice("/v1".length)}`;
  }
  if (!connection.isLocal) return url;
  const base = URL.parse(connection.baseUrl);
  // The port is not compared: a URL indexed before the engine moved to other ports is still the engine's.
  if (!loopbackHosts.has(parsed.hostname) && parsed.hostname !== base?.hostname) return url;
  return `${enginePublicUrl ?? "/engine"}/${connection.provider}${parsed.pathname}${parsed.search}`;
}
