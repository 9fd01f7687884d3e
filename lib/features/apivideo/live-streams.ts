import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { toBrowserUrl } from "#lib/accounts/accounts.ts";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { callOptions, openApivideo } from "./open-apivideo.ts";
import type { CreateLiveStreamInput, LiveStream } from "./schema.ts";

/** The service's one address for all broadcasts; the stream key tells them apart. */
const serviceIngestUrl = "rtmp://broadcast.api.video/s";
const shown = 100;

/** The account's live streams with what became of their broadcasts. Keys are asked for one by one. */
export async function listLiveStreams(_viewer: Viewer, connectionId: string): Promise<LiveStream[]> {
  const { connection, client } = await openApivideo(connectionId);
  const page = await readInWords(() =>
    client.liveStreams.page({ pageSize: shown, sortBy: "createdAt", sortOrder: "desc" }, callOptions),
  );
  return Promise.all(
    page.data.map(async (stream) => ({
      liveStreamId: stream.liveStreamId,
      name: stream.name ?? stream.liveStreamId,
      isPublic: stream.public ?? true,
      isBroadcasting: stream.broadcasting ?? false,
      createdAt: stream.createdAt ?? null,
      embedUrl: toBrowserUrl(connection, stream.assets?.player ?? null),
      ingestUrl: stream.reelyard?.ingestUrl ?? serviceIngestUrl,
      recordings: await listRecordings(connectionId, client, stream.liveStreamId),
    })),
  );
}

async function listRecordings(
  connectionId: string,
  client: Awaited<ReturnType<typeof openApivideo>>["client"],
  liveStreamId: string,
): Promise<LiveStream["recordings"]> {
  const page = await readInWords(() => client.videos.page({ liveStreamId, pageSize: 25 }, callOptions));
  const ids = page.data.map(({ videoId }) => videoId);
  if (ids.length === 0) return [];
  return db()
    .select({ assetId: assets.assetId, title: assets.title })
    .from(assets)
    .where(
      and(
        eq(assets.connectionId, connectionId),
        sql`${assets.providerAssetId} = ANY(${sql.param(ids)}::text[])`,
        isNull(assets.removingAt),
      ),
    )
    .orderBy(desc(assets.createdAt));
}

/** What a broadcast is sent with: whoever has it can go on air. */
export async function readStreamKey(
  viewer: Viewer,
  { connectionId, liveStreamId }: { connectionId: string; liveStreamId: string },
): Promise<string> {
  const { client } = await openApivideo(connectionId);
  const stream = await readInWords(() => client.liveStreams.get(liveStreamId, callOptions));
  await recordAudit(viewer, { action: "live.show-key", subject: stream.name ?? liveStreamId, connectionId });
  return stream.streamKey ?? "";
}

export async function createLiveStream(
  viewer: Viewer,
  { connectionId, name, isPublic }: CreateLiveStreamInput,
): Promise<string> {
  const { client } = await openApivideo(connectionId);
  const made = await inWords(() => client.liveStreams.create({ name, public: isPublic }, callOptions));
  await recordAudit(viewer, { action: "live.create", subject: name, connectionId });
  return made.liveStreamId;
}

/** Ends the broadcast that runs; its recording becomes a video. */
export async function completeLiveStream(
  viewer: Viewer,
  { connectionId, liveStreamId }: { connectionId: string; liveStreamId: string },
): Promise<void> {
  const { client } = await openApivideo(connectionId);
  await inWords(() => client.liveStreams.complete(liveStreamId, callOptions));
  await recordAudit(viewer, { action: "live.complete", subject: liveStreamId, connectionId });
}

export async function removeLiveStream(
  viewer: Viewer,
  { connectionId, liveStreamId }: { connectionId: string; liveStreamId: string },
): Promise<void> {
  const { client } = await openApivideo(connectionId);
  await inWords(() => client.liveStreams.remove(liveStreamId, callOptions));
  await recordAudit(viewer, { action: "live.remove", subject: liveStreamId, connectionId });
}
