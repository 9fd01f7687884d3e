import "server-only";
import { toBrowserUrl } from "#lib/accounts/accounts.ts";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { callTimeoutMs, type OpenVideo, openVideo, readAgain } from "./open-ziggeo.ts";
import type {
  BeginAttachInput,
  ConfirmAttachInput,
  PushInput,
  StreamInput,
  StreamList,
  SubtitleInput,
} from "./schema/streams.ts";
import { toPushView, toStreamViews } from "./to-stream-view.ts";

const options = { timeoutMs: callTimeoutMs };

/** A video's streams as Ziggeo has them now, oldest first, and where they can be pushed. */
export async function listStreams(_viewer: Viewer, assetId: string): Promise<StreamList> {
  const { client, videoToken } = await openVideo(assetId);
  const [video, services, pushes] = await readInWords(() =>
    Promise.all([
      client.videos.get(videoToken, options),
      client.pushes?.listServices(options),
      client.pushes?.list(videoToken, options),
    ]),
  );
  return {
    streams: toStreamViews(video),
    pushServices: services?.map(({ token, title, target }) => ({ token, title, target })) ?? null,
    pushes: pushes?.map(toPushView) ?? [],
  };
}

/** A draft: nothing is submitted before a video is attached. */
export async function createStream(viewer: Viewer, assetId: string): Promise<{ streamToken: string }> {
  const video = await openVideo(assetId);
  const stream = await inWords(() => video.client.streams.create(video.videoToken, options));
  await record(viewer, video, "stream.create", stream.token);
  return { streamToken: stream.token };
}

export async function removeStream(viewer: Viewer, { assetId, streamToken }: StreamInput): Promise<void> {
  const video = await openVideo(assetId);
  await inWords(() => video.client.streams.remove(video.videoToken, streamToken, options));
  await record(viewer, video, "stream.delete", streamToken);
}

/** Submits what was sent: nothing is attached to the stream after this. */
export async function bindStream(viewer: Viewer, { assetId, streamToken }: StreamInput): Promise<void> {
  const video = await openVideo(assetId);
  await inWords(() => video.client.streams.bind(video.videoToken, streamToken, options));
  await record(viewer, video, "stream.bind", streamToken);
}

export interface AttachTarget {
  readonly streamToken: string;
  readonly url: string;
  /** Sent before the file, in this order. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** Where the browser sends the file itself: its bytes never pass through here. */
export async function beginAttach(viewer: Viewer, input: BeginAttachInput): Promise<AttachTarget> {
  const { client, connection, videoToken, title } = await openVideo(input.assetId);
  const type = /\.([A-Za-z0-9]{1,8})$/.exec(input.fileName)?.[1]?.toLowerCase();
  const given = type === undefined ? {} : { video_type: type };
  const { streamToken, kind } = input;
  const begun = await inWords(() => {
    if (streamToken === undefined) return client.streams.beginCreate(videoToken, given, options);
    return kind === "image"
      ? client.streams.beginImage(videoToken, streamToken, options)
      : client.streams.beginVideo(videoToken, streamToken, given, options);
  });
  const url = toBrowserUrl(connection, new URL(begun.url_data.url, connection.baseUrl).href);
  if (url === null)
    throw new DomainError("provider_refused", "Ziggeo named no address that a browser can send to.");
  await recordAudit(viewer, {
    action: `stream.begin-${kind}`,
    subject: title,
    connectionId: connection.connectionId,
    detail: { streamToken: begun.stream.token },
  });
  return { streamToken: begun.stream.token, url, fields: Object.entries(begun.url_data.fields) };
}

/** The file is there: a picture is the stream's poster, a video submits it. */
export async function confirmAttach(viewer: Viewer, input: ConfirmAttachInput): Promise<void> {
  const video = await openVideo(input.assetId);
  const { streamToken, kind } = input;
  const { streams } = video.client;
  await inWords(() =>
    kind === "image"
      ? streams.confirmImage(video.videoToken, streamToken, options)
      : streams.confirmVideo(video.videoToken, streamToken, options),
  );
  await record(viewer, video, `stream.attach-${kind}`, streamToken);
}

/** WebVTT or SubRip. One that is broken is refused with its line. */
export async function attachSubtitle(viewer: Viewer, input: SubtitleInput): Promise<void> {
  const video = await openVideo(input.assetId);
  const { lang, label, data, streamToken } = input;
  await inWords(() =>
    video.client.streams.attachSubtitle(video.videoToken, streamToken, { lang, label, data }, options),
  );
  await record(viewer, video, "stream.attach-subtitle", streamToken, { lang });
}

export async function pushStream(viewer: Viewer, input: PushInput): Promise<void> {
  const video = await openVideo(input.assetId);
  const { streamToken, pushServiceToken } = input;
  await inWords(() =>
    video.client.streams.pushToService(video.videoToken, streamToken, pushServiceToken, options),
  );
  await record(viewer, video, "stream.push", streamToken, { pushServiceToken });
}

async function record(
  viewer: Viewer,
  video: OpenVideo,
  action: string,
  streamToken: string,
  detail: Readonly<Record<string, string>> = {},
): Promise<void> {
  await recordAudit(viewer, {
    action,
    subject: video.title,
    connectionId: video.connection.connectionId,
    detail: { streamToken, ...detail },
  });
  await readAgain(video);
}
