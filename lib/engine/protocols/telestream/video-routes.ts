import type { EngineAsset } from "../../library/types.ts";
import { type Call, type Routes, readPage, readStatus, withRoot } from "./calls.ts";
import { toMetadata } from "./metadata.ts";
import { missingParameters, noFileSubmitted, recordNotFound } from "./problems.ts";
import type { TelestreamServices } from "./services.ts";
import { uploadDetails } from "./video-details.ts";

/** Videos (`telestream.md` §5.2) and the creation of upload sessions (§6.2). */
export function videoRoutes(routes: Routes, { engine, sessions, intake, reader }: TelestreamServices): void {
  routes.get("/videos.json", async (call) => {
    const { factoryId } = await call.factory();
    const page = readPage(call.parameters);
    const status = readStatus(call.parameters);
    const { items, total } = await engine.library.listAssets(call.account, {
      containerId: factoryId,
      offset: page.offset,
      limit: page.limit,
      ...(status && { statuses: status === "processing" ? ["uploading", "processing"] : [status] }),
    });
    const videos = await reader.videosToWire(items, call.addresses);
    return withRoot(call, "videos", videos, total);
  });

  routes.get("/videos/:id.json", async (call) => reader.toWire(await findVideo(call), call.addresses));

  routes.get("/videos/:id/metadata.json", async (call) => toMetadata(await findVideo(call)));

  routes.post("/videos.json", async (call) => {
    if (!call.parameters.get("source_url")) throw noFileSubmitted();
    const asset = await intake.fromUrl(await call.factory(), call.parameters);
    return reader.toWire(asset, call.addresses);
  });

  // The one call that answers 201, as its vendor documents it.
  routes.post(
    "/videos/upload.json",
    async (call) => {
      const absent = ["file_size", "file_name"].filter((name) => !call.parameters.get(name));
      if (absent.length > 0) throw missingParameters(absent);
      const session = await intake.openSession(await call.factory(), call.parameters);
      const { isMultiChunk } = uploadDetails.parse(session.details);
      return {
        id: session.sessionId,
        location: call.addresses.uploadSession(session.sessionId),
        ...(isMultiChunk && {
          parts: String(session.partCount),
          part_size: String(session.partSize),
          max_connections: "16",
          extra_files: {},
        }),
        reelyard: { video_id: session.assetId },
      };
    },
    201,
  );

  routes.delete("/videos/:id.json", async (call) => {
    const { assetId } = await findVideo(call);
    await sessions.discardOf(assetId);
    if (!(await engine.library.removeAsset(call.account, assetId))) throw recordNotFound("Video", assetId);
    return { deleted: true };
  });

  routes.delete("/videos/:id/source.json", async (call) => {
    const { assetId } = await findVideo(call);
    await engine.library.removeSource(call.account, assetId);
    return { deleted: true };
  });

  /** The engine's sample clips: answers with the videos to be (decision 0003). */
  routes.post("/reelyard/samples", async (call) => {
    const assets = await intake.addSamples(await call.factory(), call.parameters);
    return reader.videosToWire(assets, call.addresses);
  });

  async function findVideo(call: Call): Promise<EngineAsset> {
    const { factoryId } = await call.factory();
    const id = call.params.id ?? "";
    const asset = await engine.library.findAsset(call.account, id);
    if (!asset || asset.containerId !== factoryId) throw recordNotFound("Video", id);
    return asset;
  }
}
