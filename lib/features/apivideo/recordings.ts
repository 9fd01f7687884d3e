import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { readInWords } from "#lib/accounts/in-words.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { callOptions, type OpenApivideo, repair } from "./open-apivideo.ts";
import { isReadingDue, type RecordingsRead } from "./recordings-due.ts";
import type { LiveStream } from "./schema.ts";

const shown = 25;
const mostKept = 5_000;

/** What was read last, by connection and stream: the page asks every few seconds, and an account may ask only so often. */
const reads = new Map<string, RecordingsRead>();

interface AskedStream {
  readonly liveStreamId: string;
  readonly isBroadcasting: boolean;
}

/** What became of a stream's broadcasts, newest first; what the index does not know yet it learns here. */
export async function listRecordings(
  { connection: { connectionId }, client }: OpenApivideo,
  { liveStreamId, isBroadcasting }: AskedStream,
): Promise<LiveStream["recordings"]> {
  const key = `${connectionId}/${liveStreamId}`;
  const before = reads.get(key);
  const now = Date.now();
  const onAirAtMs = isBroadcasting ? now : (before?.onAirAtMs ?? null);
  let videoIds = before?.videoIds ?? [];
  let readAtMs = before?.readAtMs ?? 0;
  if (isReadingDue(before, isBroadcasting, now)) {
    const page = await readInWords(() => client.videos.page({ liveStreamId, pageSize: shown }, callOptions));
    videoIds = page.data.map(({ videoId }) => videoId);
    readAtMs = now;
  }
  if (reads.size >= mostKept) reads.clear();
  reads.set(key, { videoIds, readAtMs, onAirAtMs });
  if (videoIds.length === 0) return [];

  const indexed = await findIndexed(connectionId, videoIds);
  const unknown = videoIds.filter((videoId) => !indexed.some((one) => one.providerAssetId === videoId));
  for (const videoId of unknown) await learn(connectionId, videoId);
  const all = unknown.length > 0 ? await findIndexed(connectionId, videoIds) : indexed;
  return all
    .filter(({ removingAt }) => removingAt === null)
    .map(({ assetId, title }) => ({ assetId, title }));
}

/** No event may have told of it, and the next reconcile is minutes away. */
async function learn(connectionId: string, videoId: string): Promise<void> {
  try {
    await repair(connectionId, videoId);
  } catch (error) {
    // Deleted meanwhile, or the service is busy: the list is worth more than this one of its lines.
    if (!(error instanceof DomainError)) throw error;
  }
}

function findIndexed(connectionId: string, videoIds: readonly string[]) {
  return db()
    .select({
      assetId: assets.assetId,
      title: assets.title,
      providerAssetId: assets.providerAssetId,
      removingAt: assets.removingAt,
    })
    .from(assets)
    .where(
      and(
        eq(assets.connectionId, connectionId),
        sql`${assets.providerAssetId} = ANY(${sql.param(videoIds)}::text[])`,
      ),
    )
    .orderBy(desc(assets.createdAt));
}
