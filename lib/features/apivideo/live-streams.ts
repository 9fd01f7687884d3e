import "server-only";
import { toBrowserUrl } from "#lib/accounts/accounts.ts";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { callOptions, openApivideo } from "./open-apivideo.ts";
import { listRecordings } from "./recordings.ts";
import {
  type AddRestreamInput,
  type CreateLiveStreamInput,
  type LiveStream,
  mostRestreams,
  type RemoveRestreamInput,
} from "./schema.ts";

/** The service's one address for all broadcasts; the stream key tells them apart. */
const serviceIngestUrl = "rtmp://broadcast.api.video/s";
const shown = 100;

interface Restream {
  readonly name: string;
  readonly serverUrl: string;
  readonly streamKey: string;
}

/** The account's live streams with what became of their broadcasts. Keys are asked for one by one. */
export async function listLiveStreams(_viewer: Viewer, connectionId: string): Promise<LiveStream[]> {
  const account = await openApivideo(connectionId);
  const { connection, client } = account;
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
      restreams: (stream.restreams ?? []).map(({ name, serverUrl }, index) => {
        const relay = stream.reelyard?.relays?.[index];
        return {
          name: name ?? "",
          server: URL.parse(serverUrl ?? "")?.host ?? "",
          state: relay?.state ?? null,
          problem: relay?.problem ?? null,
        };
      }),
      recordings: await listRecordings(account, {
        liveStreamId: stream.liveStreamId,
        isBroadcasting: stream.broadcasting ?? false,
      }),
    })),
  );
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

/** One more place that later broadcasts are passed on to. */
export async function addRestream(
  viewer: Viewer,
  { connectionId, liveStreamId, name, serverUrl, streamKey }: AddRestreamInput,
): Promise<void> {
  await changeRestreams(viewer, { connectionId, liveStreamId, change: `add ${name}` }, (all) => {
    if (all.length >= mostRestreams) {
      throw new DomainError("invalid", `A broadcast is passed on to ${mostRestreams} places at most.`);
    }
    return [...all, { name, serverUrl, streamKey }];
  });
}

export async function removeRestream(
  viewer: Viewer,
  { connectionId, liveStreamId, index, name }: RemoveRestreamInput,
): Promise<void> {
  await changeRestreams(viewer, { connectionId, liveStreamId, change: `remove ${name}` }, (all) => {
    if (all[index]?.name !== name) {
      throw new DomainError("conflict", "Somebody has changed where it is passed on to. Look again.");
    }
    return all.toSpliced(index, 1);
  });
}

/** The service replaces them all at once; their keys are read and sent back, and go nowhere else. */
async function changeRestreams(
  viewer: Viewer,
  { connectionId, liveStreamId, change }: { connectionId: string; liveStreamId: string; change: string },
  toNew: (all: readonly Restream[]) => readonly Restream[],
): Promise<void> {
  const { client } = await openApivideo(connectionId);
  const stream = await readInWords(() => client.liveStreams.get(liveStreamId, callOptions));
  const all = (stream.restreams ?? []).map(({ name, serverUrl, streamKey }) => ({
    name: name ?? "",
    serverUrl: serverUrl ?? "",
    streamKey: streamKey ?? "",
  }));
  const restreams = toNew(all);
  await inWords(() => client.liveStreams.update(liveStreamId, { restreams }, callOptions));
  await recordAudit(viewer, {
    action: "live.restream",
    subject: stream.name ?? liveStreamId,
    connectionId,
    detail: { change },
  });
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
