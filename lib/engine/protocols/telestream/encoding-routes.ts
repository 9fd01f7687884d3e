import type { EngineRendition } from "../../library/types.ts";
import { type Call, type Routes, readPage, readStatus, required, withRoot } from "./calls.ts";
import { badRequest, missingParameters, recordNotFound } from "./problems.ts";
import type { TelestreamServices } from "./services.ts";
import { videoDetails } from "./video-details.ts";

const ownStatuses = {
  processing: ["queued", "encoding"],
  success: ["success"],
  fail: ["fail", "cancelled"],
} as const;

/** Encodings (`telestream.md` §5.3), by themselves, of one video, and of one profile. */
export function encodingRoutes(
  routes: Routes,
  { engine, factories, intake, reader }: TelestreamServices,
): void {
  routes.get("/encodings.json", (call) => list(call, { assetId: call.parameters.get("video_id") }));

  routes.get("/videos/:id/encodings.json", async (call) => {
    const asset = await engine.library.findAsset(call.account, call.params.id ?? "");
    if (!asset || asset.containerId !== (await call.factory()).factoryId) {
      throw recordNotFound("Video", call.params.id ?? "");
    }
    return list(call, { assetId: asset.assetId });
  });

  routes.get("/profiles/:id/encodings.json", async (call) => {
    const { factoryId } = await call.factory();
    const profile = await factories.findProfile(factoryId, call.params.id ?? "");
    if (!profile) throw recordNotFound("Profile", call.params.id ?? "");
    return list(call, { profileId: profile.profileId });
  });

  routes.get("/encodings/:id.json", async (call) =>
    reader.encodingToWire(await findEncoding(call), call.addresses),
  );

  routes.post("/encodings.json", async (call) => {
    const { factoryId } = await call.factory();
    const videoId = required(call.parameters, "video_id");
    const named = call.parameters.get("profile_id") ?? call.parameters.get("profile_name");
    if (!named) throw missingParameters(["profile_id"]);
    const asset = await engine.library.findAsset(call.account, videoId);
    if (!asset || asset.containerId !== factoryId) throw recordNotFound("Video", videoId);
    const profile = await factories.findProfile(factoryId, named);
    if (!profile) throw recordNotFound("Profile", named);
    const rendition = await intake.addEncoding(asset, videoDetails.parse(asset.details), profile);
    return reader.encodingToWire(rendition, call.addresses);
  });

  routes.post("/encodings/:id/cancel.json", async (call) => {
    const encoding = await findEncoding(call);
    if (!(await engine.library.cancelRendition(call.account, encoding.renditionId))) {
      throw badRequest(`Encoding ${encoding.renditionId} is already finished`);
    }
    return { canceled: true };
  });

  routes.post("/encodings/:id/retry.json", async (call) => {
    const encoding = await findEncoding(call);
    if (!(await engine.library.retryRendition(call.account, encoding.renditionId))) {
      throw badRequest(`Encoding ${encoding.renditionId} has not failed`);
    }
    return { retried: true };
  });

  routes.delete("/encodings/:id.json", async (call) => {
    const encoding = await findEncoding(call);
    await engine.library.removeRendition(call.account, encoding.renditionId);
    return { deleted: true };
  });

  async function list(call: Call, of: { assetId?: string | undefined; profileId?: string }) {
    const { factoryId } = await call.factory();
    const page = readPage(call.parameters);
    const status = readStatus(call.parameters);
    const profileId = of.profileId ?? call.parameters.get("profile_id");
    const profileName = call.parameters.get("profile_name");
    const { items, total } = await engine.library.listRenditions(call.account, {
      containerId: factoryId,
      offset: page.offset,
      limit: page.limit,
      ...(of.assetId && { assetId: of.assetId }),
      ...(status && { statuses: ownStatuses[status] }),
      ...(profileId && { profileId }),
      ...(profileName && { profileName }),
    });
    return withRoot(call, "encodings", await reader.encodingsToWire(items, call.addresses), total);
  }

  async function findEncoding(call: Call): Promise<EngineRendition> {
    const { factoryId } = await call.factory();
    const id = call.params.id ?? "";
    const rendition = await engine.library.findRendition(call.account, id);
    if (!rendition || rendition.containerId !== factoryId) throw recordNotFound("Encoding", id);
    return rendition;
  }
}
