import "server-only";
import type { ConnectionRow } from "#lib/accounts/accounts.ts";
import { env } from "#lib/env.ts";
import { guardedFetch } from "#lib/network/guarded-fetch.ts";
import type { ApivideoClient } from "#lib/providers/apivideo/client.ts";
import { callOptions } from "./open-apivideo.ts";
import type { Track } from "./schema.ts";

const maxTrackBytes = 1_000_000;

/** A video's captions and chapters with what they say. Throws what the client throws; an unreadable file is null. */
export async function readTracks(
  connection: ConnectionRow,
  client: ApivideoClient,
  videoId: string,
): Promise<{ captions: Track[]; chapters: Track[] }> {
  const [captions, chapters] = await Promise.all([
    collect(client.captions.list(videoId, callOptions)),
    collect(client.chapters.list(videoId, callOptions)),
  ]);
  return {
    captions: await Promise.all(
      captions.map(async (caption) => ({
        language: caption.srclang,
        languageName: caption.languageName ?? caption.srclang,
        isDefault: caption.default ?? false,
        vtt: await readFile(connection, caption.src),
      })),
    ),
    chapters: await Promise.all(
      chapters.map(async (chapter) => ({
        language: chapter.language,
        languageName: chapter.language,
        isDefault: false,
        vtt: await readFile(connection, chapter.src),
      })),
    ),
  };
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function readFile(
  { isLocal, baseUrl }: ConnectionRow,
  url: string | null | undefined,
): Promise<string | null> {
  if (!url) return null;
  try {
    const answer = await guardedFetch(url, {
      allowPrivate: [...env().allowPrivateUrls, ...(isLocal ? [new URL(baseUrl).host] : [])],
      timeoutMs: callOptions.timeoutMs,
      maxBytes: maxTrackBytes,
      maxRedirects: 3,
    });
    const bytes = await answer.bytes();
    return answer.status === 200 ? bytes.toString("utf8") : null;
  } catch {
    // Its text is missing on the page, which says so; the rest of the video is not held up by it.
    return null;
  }
}
