import "server-only";
import { toBrowserUrl } from "#lib/accounts/accounts.ts";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { formatTimestamp } from "#lib/domain/cues.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { callOptions, openVideo, repair } from "./open-apivideo.ts";
import { type PictureFile, toPicturePart } from "./pictures.ts";
import { readTracks } from "./read-tracks.ts";
import type { RemoveTrackInput, SaveDetailsInput, SaveTrackInput, VideoExtras } from "./schema.ts";

/** What only api.video says of a video. Throws `DomainError`. */
export async function getVideoExtras(_viewer: Viewer, assetId: string): Promise<VideoExtras> {
  const { connection, client, videoId } = await openVideo(assetId);
  const [video, tracks, players] = await Promise.all([
    readInWords(() => client.videos.get(videoId, callOptions)),
    readInWords(() => readTracks(connection, client, videoId)),
    readInWords(() => client.players.page({ pageSize: 100, sortBy: "name" }, callOptions)),
  ]);
  return {
    title: video.title ?? "",
    description: video.description ?? "",
    isPublic: video.public ?? true,
    hasMp4: video.mp4Support ?? true,
    playerId: video.playerId ?? null,
    themes: players.data.map(({ playerId, name }) => ({ playerId, name: name || playerId })),
    tags: video.tags ?? [],
    metadata: (video.metadata ?? []).map(({ key, value }) => ({ key, value })),
    ...tracks,
    embedUrl: toBrowserUrl(connection, video.assets?.player ?? null),
    embedCode: video.assets?.iframe ?? null,
    discardable: video.discarded !== undefined,
  };
}

/** Title, description, who may see it, MP4, tags and metadata. Tags and metadata are replaced whole. */
export async function saveDetails(
  viewer: Viewer,
  { assetId, title, description, isPublic, hasMp4, playerId, tags, metadata }: SaveDetailsInput,
): Promise<void> {
  const { connection, client, videoId } = await openVideo(assetId);
  const changes = { title, description, public: isPublic, mp4Support: hasMp4, playerId, tags, metadata };
  await inWords(() => client.videos.update(videoId, changes, callOptions));
  await recordAudit(viewer, {
    action: "video.edit",
    subject: title,
    connectionId: connection.connectionId,
    detail: { assetId },
  });
  await repair(connection.connectionId, videoId);
}

/** Captions or chapters of one language, instead of what there was. */
export async function saveTrack(
  viewer: Viewer,
  { assetId, kind, language, vtt }: SaveTrackInput,
): Promise<void> {
  const { connection, client, videoId, title } = await openVideo(assetId);
  await inWords<unknown>(() =>
    kind === "captions"
      ? client.captions.upload(videoId, language, vtt, callOptions)
      : client.chapters.upload(videoId, language, vtt, callOptions),
  );
  const { connectionId } = connection;
  await recordAudit(viewer, {
    action: `video.${kind}`,
    subject: title,
    connectionId,
    detail: { assetId, language },
  });
}

export async function removeTrack(
  viewer: Viewer,
  { assetId, kind, language }: RemoveTrackInput,
): Promise<void> {
  const { connection, client, videoId, title } = await openVideo(assetId);
  await inWords(() =>
    kind === "captions"
      ? client.captions.remove(videoId, language, callOptions)
      : client.chapters.remove(videoId, language, callOptions),
  );
  await recordAudit(viewer, {
    action: `video.${kind}.remove`,
    subject: title,
    connectionId: connection.connectionId,
    detail: { assetId, language },
  });
}

/** The captions that are shown where a viewer has not chosen. */
export async function setDefaultCaptions(
  viewer: Viewer,
  { assetId, language }: { assetId: string; language: string },
): Promise<void> {
  const { connection, client, videoId, title } = await openVideo(assetId);
  await inWords(() => client.captions.setDefault(videoId, language, true, callOptions));
  await recordAudit(viewer, {
    action: "video.captions.default",
    subject: title,
    connectionId: connection.connectionId,
    detail: { assetId, language },
  });
}

/** A picture of one's own becomes the thumbnail. */
export async function uploadThumbnail(viewer: Viewer, assetId: string, picture: PictureFile): Promise<void> {
  const part = toPicturePart(picture, ["image/jpeg", "image/png", "image/webp"]);
  const { connection, client, videoId, title } = await openVideo(assetId);
  await inWords(() => client.videos.uploadThumbnail(videoId, part, callOptions));
  await recordAudit(viewer, {
    action: "video.thumbnail",
    subject: title,
    connectionId: connection.connectionId,
    detail: { assetId, file: picture.fileName },
  });
  await repair(connection.connectionId, videoId);
}

/** The picture at a moment becomes the thumbnail. */
export async function pickThumbnail(
  viewer: Viewer,
  { assetId, positionMs }: { assetId: string; positionMs: number },
): Promise<void> {
  const { connection, client, videoId, title } = await openVideo(assetId);
  const timecode = formatTimestamp(positionMs);
  await inWords(() => client.videos.pickThumbnail(videoId, timecode, callOptions));
  await recordAudit(viewer, {
    action: "video.thumbnail",
    subject: title,
    connectionId: connection.connectionId,
    detail: { assetId, timecode },
  });
  await repair(connection.connectionId, videoId);
}
