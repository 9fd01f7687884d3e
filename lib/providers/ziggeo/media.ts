import type { KeyedMedia, ProviderAccount } from "../provider.ts";
import { basicOf } from "./client.ts";
import { isZiggeoMediaPath } from "./media-path.ts";
import { cdnUrlOf } from "./region.ts";

/** Behind HTTP Basic on the media host, on no other and for nothing else. */
export function ziggeoMedia(account: ProviderAccount): KeyedMedia {
  const base = cdnUrlOf(account.baseUrl);
  const origin = URL.parse(base)?.origin;
  return {
    headersFor(url) {
      const parsed = URL.parse(url);
      if (!parsed || parsed.origin !== origin || !isZiggeoMediaPath(parsed.pathname)) return undefined;
      return { authorization: basicOf(account) };
    },
    urlOf: (path) => `${base}${path}`,
  };
}
