import { and, asc, count, desc, eq } from "drizzle-orm";
import type { WireWatermark } from "#lib/providers/apivideo/wire/watermarks.ts";
import { watermarkTable as table, type WatermarkRow } from "../../db/schema/apivideo-watermark.ts";
import type { Engine } from "../../engine.ts";
import type { ApivideoApp } from "./app.ts";
import { checkPicture, readFileForm } from "./file-form.ts";
import { newNamedId } from "./ids.ts";
import { parsePaging, parseSort, sliceOf, toPage } from "./paging.ts";
import { emptyResponse, jsonResponse, notFound } from "./problems.ts";
import type { ApivideoServices } from "./services.ts";
import { toAtom } from "./times.ts";

const mostPictureBytes = 8 * 1024 * 1024;

/** Watermarks: https://docs.api.video/reference/api/Watermarks */
export function mountWatermarks(app: ApivideoApp, { engine }: ApivideoServices): void {
  const { db } = engine.db;
  const { accountId } = engine.accounts.apivideo;
  const isOwn = eq(table.accountId, accountId);

  app.post("/watermarks", async (c) => {
    const { file } = await readFileForm(c.req.raw, mostPictureBytes);
    const format = checkPicture(file, ["jpeg", "png"]) === "png" ? "png" : "jpeg";
    const key = engine.storage.newKey(`watermark.${format}`);
    await engine.storage.write(key, file.bytes);
    const [row] = await db
      .insert(table)
      .values({
        watermarkId: newNamedId("watermark"),
        accountId,
        key,
        format,
        createdAt: engine.clock.now(),
      })
      .returning();
    if (!row) throw new Error("The watermark was not inserted.");
    return jsonResponse(toWireWatermark(row, new URL(c.req.url).origin));
  });

  app.get("/watermarks", async (c) => {
    const url = new URL(c.req.url);
    const paging = parsePaging(url.searchParams);
    const { sortOrder } = parseSort(url.searchParams, ["createdAt"], "createdAt");
    const direction = sortOrder === "asc" ? asc : desc;
    const { offset, limit } = sliceOf(paging);
    const rows = await db
      .select()
      .from(table)
      .where(isOwn)
      .orderBy(direction(table.createdAt), direction(table.sequence))
      .limit(limit)
      .offset(offset);
    const [counted] = await db.select({ total: count() }).from(table).where(isOwn);
    const data = rows.map((row) => toWireWatermark(row, url.origin));
    return jsonResponse(toPage(url, paging, data, counted?.total ?? 0));
  });

  /** Videos that were made with it have a copy of their own. */
  app.delete("/watermarks/:watermarkId", async (c) => {
    const [row] = await db
      .delete(table)
      .where(and(isOwn, eq(table.watermarkId, c.req.param("watermarkId"))))
      .returning();
    if (!row) throw notFound("watermarkId");
    await engine.storage.remove(row.key);
    return emptyResponse();
  });
}

export async function findWatermark(engine: Engine, watermarkId: string): Promise<WatermarkRow | undefined> {
  const [row] = await engine.db.db
    .select()
    .from(table)
    .where(and(eq(table.accountId, engine.accounts.apivideo.accountId), eq(table.watermarkId, watermarkId)));
  return row;
}

function toWireWatermark({ watermarkId, createdAt }: WatermarkRow, origin: string): WireWatermark {
  return {
    watermarkId,
    createdAt: toAtom(createdAt),
    reelyard: { picture: `${origin}/watermark/${watermarkId}` },
  };
}
