import type { Engine } from "../../engine.ts";
import { assetFolder } from "../../library/storage-keys.ts";
import type { ApivideoApp } from "./app.ts";
import { parseAttributes, readJson } from "./attributes.ts";
import { checkPicture, readFileForm } from "./file-form.ts";
import { newId } from "./ids.ts";
import { findPlayer } from "./players.ts";
import { emptyResponse, invalidAttribute, jsonResponse, jsonTextResponse } from "./problems.ts";
import type { ApivideoServices } from "./services.ts";
import { mostThumbnailBytes } from "./thumbnails.ts";
import { parseTimecode } from "./times.ts";
import type { ApivideoDetails } from "./video-details.ts";
import {
  discardedUpdate,
  thumbnailPick,
  toClip,
  toDetails,
  type VideoCreation,
  type VideoUpdate,
  videoCreation,
  videoUpdate,
} from "./video-input.ts";
import { parseVideoListQuery } from "./video-query.ts";
import { findWatermark } from "./watermarks.ts";

/** Videos: https://docs.api.video/reference/api/Videos */
export function mountVideos(app: ApivideoApp, services: ApivideoServices): void {
  const { engine, videos, reader, pages, thumbnails, speech } = services;
  const originOf = (request: Request) => new URL(request.url).origin;

  app.post("/videos", async (c) => {
    const input = parseAttributes(videoCreation, await readJson(c.req.raw));
    const video = await create(services, input);
    return jsonResponse(reader.toWire(video, originOf(c.req.raw)), input.source === undefined ? 201 : 202);
  });

  app.get("/videos", async (c) => {
    const url = new URL(c.req.url);
    const query = parseVideoListQuery(url.searchParams);
    return jsonTextResponse(await pages.list(url, query, { areDiscarded: false }));
  });

  app.get("/videos/:videoId", async (c) =>
    jsonResponse(reader.toWire(await videos.get(c.req.param("videoId")), originOf(c.req.raw))),
  );

  app.patch("/videos/:videoId", async (c) => {
    const before = await videos.get(c.req.param("videoId"));
    const { title, ...rest } = parseAttributes(videoUpdate, await readJson(c.req.raw));
    await checkReferences(engine, rest);
    const wishes = await speech.check(rest, before.assetId);
    const columns = title === undefined ? {} : { title };
    const video = await videos.change(before.assetId, toDetails(rest), columns);
    if (wishes) await speech.follow(video);
    return jsonResponse(reader.toWire(video, originOf(c.req.raw)));
  });

  app.delete("/videos/:videoId", async (c) => {
    const { assetId } = await videos.get(c.req.param("videoId"));
    await videos.remove(assetId);
    return emptyResponse();
  });

  app.get("/videos/:videoId/status", async (c) =>
    jsonResponse(await reader.status(await videos.get(c.req.param("videoId")))),
  );

  app.post("/videos/:videoId/thumbnail", async (c) => {
    const video = await videos.get(c.req.param("videoId"));
    const { file } = await readFileForm(c.req.raw, mostThumbnailBytes);
    const format = checkPicture(file, ["jpeg", "png", "webp"]);
    return jsonResponse(reader.toWire(await thumbnails.store(video, file, format), originOf(c.req.raw)));
  });

  app.patch("/videos/:videoId/thumbnail", async (c) => {
    const video = await videos.get(c.req.param("videoId"));
    const { timecode } = parseAttributes(thumbnailPick, await readJson(c.req.raw));
    if (parseTimecode(timecode, null) === undefined) {
      throw invalidAttribute("timecode", 'The "timecode" attribute must be written hh:mm:ss.');
    }
    return jsonResponse(reader.toWire(await thumbnails.pick(video, timecode), originOf(c.req.raw)));
  });

  app.get("/discarded/videos", async (c) => {
    const url = new URL(c.req.url);
    const query = parseVideoListQuery(url.searchParams);
    return jsonTextResponse(await pages.list(url, query, { areDiscarded: true }));
  });

  app.get("/discarded/videos/:videoId", async (c) =>
    jsonResponse(reader.toWire(await videos.getDiscarded(c.req.param("videoId")), originOf(c.req.raw))),
  );

  app.patch("/discarded/videos/:videoId", async (c) => {
    const { assetId } = await videos.getDiscarded(c.req.param("videoId"));
    parseAttributes(discardedUpdate, await readJson(c.req.raw));
    return jsonResponse(reader.toWire(await videos.restore(assetId), originOf(c.req.raw)));
  });
}

async function create({ engine, videos, intake, speech }: ApivideoServices, input: VideoCreation) {
  const { title, source, clip, watermark, ...rest } = input;
  await checkReferences(engine, rest);
  await speech.check(rest, undefined);
  const clipped = clip ? toClip(clip) : null;
  if (clipped === undefined) throw invalidAttribute("clip", "The clip must end after it begins.");
  const assetId = newId("vi");
  const origin = source === undefined ? undefined : await parseSource({ videos }, source);
  const details: Partial<ApivideoDetails> = {
    ...toDetails(rest),
    clip: clipped,
    watermark: watermark ? await copyWatermark(engine, assetId, watermark) : null,
    ...(origin && { sourceKind: origin.kind }),
  };
  const asset = await engine.library.createAsset({
    account: engine.accounts.apivideo,
    assetId,
    title,
    originalFilename: origin?.fileName ?? "",
    ...(origin?.kind === "import" && { sourceUrl: source }),
    details,
  });
  if (source !== undefined && origin?.kind === "import") await intake.fromUrl(assetId);
  if (source !== undefined && origin?.kind === "clone") await intake.fromVideo(assetId, source);
  return asset;
}

/** An address to import from, or a video of ours to clone. */
async function parseSource({ videos }: Pick<ApivideoServices, "videos">, source: string) {
  const url = URL.parse(source);
  if (url && /^https?:$/.test(url.protocol)) {
    const fileName = (url.pathname.split("/").at(-1) ?? "").replace(/%[0-9a-f]{2}/gi, "_");
    return { kind: "import", fileName: fileName.slice(-200) } as const;
  }
  const video = /^vi[0-9A-Za-z]+$/.test(source) ? await videos.find(source) : undefined;
  if (video?.sourceKey) return { kind: "clone", fileName: video.originalFilename } as const;
  throw invalidAttribute("source", 'The "source" attribute must be an http or https URL or a video\'s id.');
}

async function checkReferences(engine: Engine, { playerId }: Pick<VideoUpdate, "playerId">): Promise<void> {
  if (playerId && !(await findPlayer(engine, playerId))) {
    throw invalidAttribute("playerId", 'The "playerId" attribute names no player theme.');
  }
}

/** The video has its own: deleting the watermark changes no video that was made with it. */
async function copyWatermark(
  engine: Engine,
  assetId: string,
  place: NonNullable<VideoCreation["watermark"]>,
): Promise<ApivideoDetails["watermark"]> {
  const watermark = await findWatermark(engine, place.id);
  if (!watermark) throw invalidAttribute("watermark[id]", 'The "watermark" attribute names no watermark.');
  const key = `${assetFolder(assetId)}/watermark.${watermark.format}`;
  const work = await engine.storage.workDirectory("watermark");
  try {
    await engine.storage.linkInto(watermark.key, `${work.path}/picture`);
    await engine.storage.adopt(`${work.path}/picture`, key);
  } finally {
    await work.dispose();
  }
  return { ...place, key, format: watermark.format };
}
