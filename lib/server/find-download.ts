import { and, eq, isNull } from "drizzle-orm";
import { openAccount } from "#lib/accounts/accounts.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { connections } from "#lib/db/schema/connections.ts";
import { renditions } from "#lib/db/schema/renditions.ts";

/** A file at a provider, and what it is to be called on somebody's disk. */
export interface Download {
  readonly url: string;
  readonly fileName: string;
  readonly baseUrl: string;
  readonly isLocal: boolean;
  /** The account's key, where the provider's media need it. It goes to the provider and nowhere else. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The source of an asset, or one of its renditions; undefined when the provider serves no such file. */
export async function findDownload(assetId: string, renditionId?: string): Promise<Download | undefined> {
  const [asset] = await db()
    .select({
      title: assets.title,
      fileName: assets.fileName,
      sourceUrl: assets.sourceUrl,
      connectionId: assets.connectionId,
      baseUrl: connections.baseUrl,
      isLocal: connections.isLocal,
    })
    .from(assets)
    .innerJoin(connections, eq(connections.connectionId, assets.connectionId))
    .where(and(eq(assets.assetId, assetId), isNull(assets.removingAt), isNull(connections.removedAt)));
  if (!asset) return undefined;
  const { baseUrl, isLocal, sourceUrl, connectionId } = asset;
  const { provider } = await openAccount(connectionId);
  const headersFor = (url: string) => provider.media?.headersFor(url) ?? {};
  const title = asset.fileName ?? asset.title;
  if (renditionId === undefined) {
    return sourceUrl === null
      ? undefined
      : {
          url: sourceUrl,
          baseUrl,
          isLocal,
          fileName: toFileName(title, sourceUrl),
          headers: headersFor(sourceUrl),
        };
  }
  const [rendition] = await db()
    .select({ name: renditions.name, url: renditions.url })
    .from(renditions)
    .where(and(eq(renditions.assetId, assetId), eq(renditions.renditionId, renditionId)));
  if (!rendition?.url) return undefined;
  const { url, name } = rendition;
  return { url, baseUrl, isLocal, fileName: toFileName(title, url, name), headers: headersFor(url) };
}

/**
 * Media of a Ziggeo video that pages show: pictures, streams to play. Undefined for a video that the index does
 * not have.
 * @param path below `/v1/videos/`, as the browser sent it
 */
export async function findZiggeoMedia(videoToken: string, path: string): Promise<Download | undefined> {
  const [asset] = await db()
    .select({
      title: assets.title,
      connectionId: assets.connectionId,
      baseUrl: connections.baseUrl,
      isLocal: connections.isLocal,
    })
    .from(assets)
    .innerJoin(connections, eq(connections.connectionId, assets.connectionId))
    .where(
      and(
        eq(assets.providerAssetId, videoToken),
        eq(connections.provider, "ziggeo"),
        isNull(assets.removingAt),
        isNull(connections.removedAt),
      ),
    )
    .limit(1);
  if (!asset) return undefined;
  const { baseUrl, isLocal, title, connectionId } = asset;
  const { media } = (await openAccount(connectionId)).provider;
  const url = media?.urlOf(path);
  const headers = url === undefined ? undefined : media?.headersFor(url);
  if (url === undefined || headers === undefined) return undefined;
  const ending = path.endsWith("/image") ? ".jpg" : ".mp4";
  return { url, baseUrl, isLocal, fileName: toFileName(`${title}${ending}`, url), headers };
}

/**
 * `Teaser DE.mov` and `…/8f2c.mp4` of profile `h264.hi` → `Teaser DE (h264.hi).mp4`: the title's words, the
 * file's own ending. Path separators and control characters go; the header's own escaping does the rest.
 */
export function toFileName(title: string, url: string, renditionName?: string): string {
  const ending = /\.[a-z0-9]{1,5}$/i.exec(URL.parse(url)?.pathname ?? "")?.[0] ?? "";
  const spoken =
    renditionName === undefined ? title : `${title.replace(/\.[a-z0-9]{1,5}$/i, "")} (${renditionName})`;
  const bare = [...spoken]
    .map((sign) =>
      sign < " " || sign === "\u007f" || /[/\\\u202a-\u202e\u2066-\u2069]/.test(sign) ? "_" : sign,
    )
    .join("")
    .replace(/^\.+/, "")
    .trim()
    .slice(0, 180);
  const named = bare === "" ? "video" : bare;
  return ending === "" || named.toLowerCase().endsWith(ending.toLowerCase()) ? named : `${named}${ending}`;
}
