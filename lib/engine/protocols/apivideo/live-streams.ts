import { z } from "zod";
import type { WireLiveStream } from "#lib/providers/apivideo/wire/live-streams.ts";
import type { LiveStreamRow } from "../../db/schema/apivideo-live-stream.ts";
import { mediaAddresses } from "./addresses.ts";
import type { ApivideoApp } from "./app.ts";
import { parseAttributes, readJson } from "./attributes.ts";
import { checkPicture, pictureMimeTypes, readFileForm } from "./file-form.ts";
import { parsePaging, parseSort, textParameter, toPage } from "./paging.ts";
import { findPlayer } from "./players.ts";
import { emptyResponse, invalidAttribute, jsonResponse, notFound } from "./problems.ts";
import type { ApivideoServices } from "./services.ts";
import { mostThumbnailBytes } from "./thumbnails.ts";
import { toAtom } from "./times.ts";

const name = z.string().min(1, "A name may not be empty.").max(255, "A name may have 255 characters.");
const properties = {
  public: z.boolean().optional(),
  playerId: z.string().nullish(),
  restreams: z
    .array(
      z.object({
        name: z.string().min(1, "A name may not be empty.").max(255, "A name may have 255 characters."),
        serverUrl: z
          .string()
          .max(2_000, "The address is too long.")
          .regex(/^rtmps?:\/\/[^\s/]+/, "The address must be an rtmp or rtmps URL."),
        streamKey: z.string().min(1, "A key may not be empty.").max(1_000, "The key is too long."),
      }),
    )
    .max(5, "A broadcast is passed on to five places at most.")
    .optional(),
};
const creation = z.object({ ...properties, name });
const update = z.object({ ...properties, name: name.optional() });

/** Live streams: https://docs.api.video/reference/api/Live-Streams */
export function mountLiveStreams(app: ApivideoApp, services: ApivideoServices): void {
  const { engine, liveStreams, broadcasts } = services;
  const toWire = (row: LiveStreamRow, request: Request) => toWireLiveStream(row, request, services);
  const get = async (liveStreamId: string) => {
    const row = await liveStreams.find(liveStreamId);
    if (!row) throw notFound("liveStreamId");
    return row;
  };
  const change = async (...changes: Parameters<typeof liveStreams.change>) => {
    const row = await liveStreams.change(...changes);
    if (!row) throw notFound("liveStreamId");
    return row;
  };
  const checkPlayer = async (playerId: string | null | undefined) => {
    if (playerId && !(await findPlayer(engine, playerId))) {
      throw invalidAttribute("playerId", 'The "playerId" attribute names no player theme.');
    }
  };

  app.post("/live-streams", async (c) => {
    const input = parseAttributes(creation, await readJson(c.req.raw));
    await checkPlayer(input.playerId);
    const row = await liveStreams.create({
      name: input.name,
      public: input.public ?? true,
      playerId: input.playerId ?? null,
      restreams: input.restreams ?? [],
    });
    return jsonResponse(toWire(row, c.req.raw));
  });

  app.get("/live-streams", async (c) => {
    const url = new URL(c.req.url);
    const paging = parsePaging(url.searchParams);
    const filter = {
      streamKey: textParameter("streamKey", url.searchParams),
      name: textParameter("name", url.searchParams),
      ...parseSort(url.searchParams, ["name", "createdAt", "updatedAt"], "createdAt"),
    };
    const { items, total } = await liveStreams.page(filter, paging);
    const data = items.map((row) => toWire(row, c.req.raw));
    return jsonResponse(toPage(url, paging, data, total));
  });

  app.get("/live-streams/:liveStreamId", async (c) =>
    jsonResponse(toWire(await get(c.req.param("liveStreamId")), c.req.raw)),
  );

  app.patch("/live-streams/:liveStreamId", async (c) => {
    const before = await get(c.req.param("liveStreamId"));
    const input = parseAttributes(update, await readJson(c.req.raw));
    await checkPlayer(input.playerId);
    const changes = Object.entries(input).filter(([, value]) => value !== undefined);
    return jsonResponse(toWire(await change(before.liveStreamId, Object.fromEntries(changes)), c.req.raw));
  });

  app.delete("/live-streams/:liveStreamId", async (c) => {
    const row = await liveStreams.remove(c.req.param("liveStreamId"));
    if (!row) throw notFound("liveStreamId");
    broadcasts.end(row.liveStreamId);
    if (row.thumbnailKey) await engine.storage.remove(row.thumbnailKey);
    return emptyResponse();
  });

  app.post("/live-streams/:liveStreamId/thumbnail", async (c) => {
    const before = await get(c.req.param("liveStreamId"));
    const { file } = await readFileForm(c.req.raw, mostThumbnailBytes);
    const format = checkPicture(file, ["jpeg", "png", "webp"]);
    const thumbnailKey = engine.storage.newKey(`live.${format}`);
    await engine.storage.write(thumbnailKey, file.bytes);
    const row = await change(before.liveStreamId, {
      thumbnailKey,
      thumbnailMimeType: pictureMimeTypes[format],
    });
    if (before.thumbnailKey) await engine.storage.remove(before.thumbnailKey);
    return jsonResponse(toWire(row, c.req.raw), 201);
  });

  app.delete("/live-streams/:liveStreamId/thumbnail", async (c) => {
    const before = await get(c.req.param("liveStreamId"));
    const row = await change(before.liveStreamId, { thumbnailKey: null, thumbnailMimeType: null });
    if (before.thumbnailKey) await engine.storage.remove(before.thumbnailKey);
    return jsonResponse(toWire(row, c.req.raw));
  });

  /** One that does not broadcast is complete as it is. */
  app.put("/live-streams/:liveStreamId/complete", async (c) => {
    const { liveStreamId } = await get(c.req.param("liveStreamId"));
    broadcasts.end(liveStreamId);
    return emptyResponse(202);
  });
}

function toWireLiveStream(
  row: LiveStreamRow,
  request: Request,
  { tokens, broadcasts }: ApivideoServices,
): WireLiveStream {
  const url = new URL(request.url);
  const { liveStreamId } = row;
  const { iframe, player, at } = mediaAddresses("live", liveStreamId, {
    origin: url.origin,
    isPublic: row.public,
    tokens,
  });
  return {
    liveStreamId,
    name: row.name,
    streamKey: row.streamKey,
    public: row.public,
    assets: {
      iframe,
      player,
      hls: row.public ? `${url.origin}/live/${liveStreamId}.m3u8` : at("live.m3u8"),
      thumbnail: at("thumbnail.jpg"),
    },
    playerId: row.playerId,
    broadcasting: row.broadcasting,
    restreams: row.restreams.map((restream) => ({ ...restream })),
    createdAt: toAtom(row.createdAt),
    updatedAt: toAtom(row.updatedAt),
    reelyard: {
      ingestUrl: broadcasts.ingestUrl(url.hostname),
      relays: broadcasts.relayStates(liveStreamId).map((relay) => ({ ...relay })),
    },
  };
}
