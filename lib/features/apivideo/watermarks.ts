import "server-only";
import { toBrowserUrl } from "#lib/accounts/accounts.ts";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { callOptions, openApivideo, openVideo, repair } from "./open-apivideo.ts";
import { type PictureFile, toPicturePart } from "./pictures.ts";
import type { CopyVideoInput, Watermark } from "./schema/watermarks.ts";

const shown = 100;
const margin = "4%";

/** The account's watermarks, newest first. */
export async function listWatermarks(_viewer: Viewer, connectionId: string): Promise<Watermark[]> {
  const { connection, client } = await openApivideo(connectionId);
  const query = { pageSize: shown, sortBy: "createdAt", sortOrder: "desc" } as const;
  const page = await readInWords(() => client.watermarks.page(query, callOptions));
  return page.data.map(({ watermarkId, createdAt, reelyard }) => ({
    watermarkId,
    createdAt: createdAt ?? null,
    pictureUrl: toBrowserUrl(connection, reelyard?.picture ?? null),
  }));
}

export async function uploadWatermark(
  viewer: Viewer,
  connectionId: string,
  picture: PictureFile,
): Promise<{ watermarkId: string }> {
  const { client } = await openApivideo(connectionId);
  const part = toPicturePart(picture, ["image/jpeg", "image/png"]);
  const { watermarkId } = await inWords(() => client.watermarks.upload(part, callOptions));
  await recordAudit(viewer, { action: "watermark.create", subject: picture.fileName, connectionId });
  return { watermarkId };
}

/** Videos that were made with it keep it. */
export async function removeWatermark(
  viewer: Viewer,
  { connectionId, watermarkId }: { connectionId: string; watermarkId: string },
): Promise<void> {
  const { client } = await openApivideo(connectionId);
  await inWords(() => client.watermarks.remove(watermarkId, callOptions));
  await recordAudit(viewer, { action: "watermark.remove", subject: watermarkId, connectionId });
}

/** Another video of the same source, with a watermark where one is chosen. Answers the index's id of the copy. */
export async function copyVideo(
  viewer: Viewer,
  { assetId, title, watermarkId, corner, widthPercent, opacityPercent }: CopyVideoInput,
): Promise<string> {
  const { connection, client, videoId } = await openVideo(assetId);
  const [vertical = "bottom", horizontal = "right"] = corner.split("-");
  const watermark =
    watermarkId === null
      ? undefined
      : {
          id: watermarkId,
          [vertical]: margin,
          [horizontal]: margin,
          width: `${widthPercent}%`,
          opacity: `${opacityPercent}%`,
        };
  const made = await inWords(() =>
    client.videos.create({ title, source: videoId, ...(watermark && { watermark }) }, callOptions),
  );
  const { connectionId } = connection;
  await recordAudit(viewer, {
    action: "video.copy",
    subject: title,
    connectionId,
    detail: { assetId, watermark: watermarkId ?? "" },
  });
  return repair(connectionId, made.videoId);
}
