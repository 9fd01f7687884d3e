import { z } from "zod";
import type { Engine } from "../../engine.ts";
import type { EngineAccount } from "../../library/types.ts";
import type { ZiggeoApp } from "./app.ts";
import { asciiJson } from "./ascii-json.ts";
import { countVideos, findVideo, findVideos } from "./find-videos.ts";
import { ZiggeoProblem } from "./problems.ts";
import { toWireVideo } from "./to-wire.ts";

const isTrue = z
  .string()
  .optional()
  .transform((value) => ["true", "True", "1"].includes(value ?? ""));
const whole = (fallback: number) => z.coerce.number().int().min(0).catch(fallback);
const commaList = z
  .string()
  .optional()
  .transform((value) =>
    value
      ?.split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  );

const filterShape = {
  states: commaList,
  tags: commaList.transform((tags) => tags ?? []),
  approved: z
    .string()
    .optional()
    .transform((value) => ({ APPROVED: true, REJECTED: false })[value?.toUpperCase() ?? ""]),
};
const countQuery = z.object(filterShape);
const indexQuery = z.object({
  ...filterShape,
  limit: whole(50).transform((limit) => Math.min(limit, 100)),
  skip: whole(0),
  reverse: isTrue,
});

/** Videos: section 5 of the protocol. */
export function mountVideos(app: ZiggeoApp, engine: Engine): void {
  const { applicationToken } = engine.accounts.credentials.ziggeo;
  const get = async (account: EngineAccount, tokenOrKey: string) => {
    const asset = await findVideo(engine, account, tokenOrKey);
    if (!asset) throw new ZiggeoProblem(404);
    return asset;
  };

  app.get("/v1/videos/", async (c) => {
    const query = indexQuery.parse(c.req.query());
    const assets = await findVideos(engine, c.var.account, query);
    const place = { host: new URL(c.req.url).host, applicationToken };
    return asciiJson(assets.map((asset) => toWireVideo(asset, place)));
  });

  app.get("/v1/videos/count", async (c) => {
    const filter = countQuery.parse(c.req.query());
    return asciiJson({ count: await countVideos(engine, c.var.account, filter) });
  });

  app.get("/v1/videos/:video", async (c) => {
    const asset = await get(c.var.account, c.req.param("video"));
    return asciiJson(toWireVideo(asset, { host: new URL(c.req.url).host, applicationToken }));
  });

  /** Real `DELETE` alone answers here; the Python SDK's `POST …?_method=DELETE` is rewritten before routing. */
  app.delete("/v1/videos/:video", async (c) => {
    const asset = await get(c.var.account, c.req.param("video"));
    await engine.library.removeAsset(c.var.account, asset.assetId);
    return asciiJson({});
  });
}
