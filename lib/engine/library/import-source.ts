import { eq } from "drizzle-orm";
import { assetTable, toEngineAsset } from "../db/schema/asset.ts";
import { changeAsset, readAsset } from "./asset-store.ts";
import { doomFiles, removeDoomedFiles } from "./doomed-files.ts";
import type { LibraryContext } from "./library-context.ts";
import { insertRenditions } from "./new-renditions.ts";
import type { EngineAsset, NewRendition } from "./types.ts";

/** A poster whose drawing has begun is there by then; who is told of the import before would have to read it twice. */
const posterWithinMs = 100;

/**
 * The bytes are in storage: reads their facts and, in one transaction, sets the asset's status and queues its
 * renditions; the jobs are told after it. A process that dies in between leaves rows that the next start finds.
 * A file that is no media makes the asset `fail` and is removed.
 */
export async function importSource(
  context: LibraryContext,
  assetId: string,
  source: { sourceKey: string; renditions: readonly NewRendition[] },
): Promise<EngineAsset> {
  const { db, storage, clock, firstLooks } = context;
  const { sourceKey } = source;
  // One that had its first look has its ffmpeg, which another that loads would only keep from its work.
  if (!firstLooks.has(assetId)) context.spareFfmpeg.prepare();
  const outcome = await firstLooks.look(assetId, storage.pathOf(sourceKey));
  const now = clock.now();
  const hasPictures = outcome.facts !== null && outcome.facts.videoCodec !== null;

  const asset = await db.transaction(async (tx) => {
    const [before] = await tx
      .select({ status: assetTable.status })
      .from(assetTable)
      .where(eq(assetTable.assetId, assetId))
      .for("update");
    // Imported before, and killed before anyone heard of it: its renditions came in the same transaction.
    const isAgain = before?.status === "success" || before?.status === "fail";
    const row = await changeAsset(tx, assetId, {
      status: outcome.facts ? "success" : "fail",
      sourceKey: outcome.facts ? sourceKey : null,
      facts: outcome.facts,
      errorClass: outcome.facts ? null : "FormatNotRecognised",
      errorMessage: outcome.message,
      pictures: hasPictures ? "pending" : "none",
      pendingImport: null,
      updatedAt: now,
    });
    // Not there: deleted while it was imported. Its file goes the same way.
    if (!row || !outcome.facts) await doomFiles(tx, [sourceKey]);
    if (row && !isAgain) await insertRenditions(tx, row, source.renditions, now);
    return row;
  });
  if (!outcome.facts || !asset) await removeDoomedFiles(db, storage, [sourceKey]);
  if (!asset || !hasPictures) await firstLooks.drop(assetId);
  if (!asset) throw new Error(`Asset ${assetId} was removed while it was imported.`);

  // Of a piece of music, or of what is no media, no pictures are made: what was ready for them goes.
  if (!hasPictures) await context.spareFfmpeg.drop();
  else await context.runOwed("pictures", { assetId });
  if (outcome.facts && source.renditions.length > 0) await context.runOwed("encode", { assetId });
  const { accountId } = asset;
  if (hasPictures) context.events.publishWithNext({ accountId, assetId, withinMs: posterWithinMs });
  else context.events.publish({ accountId, assetIds: [assetId] });
  return toEngineAsset(asset);
}

/** The import will not happen: the asset and what was wanted of it fail, with the reason. */
export async function failImport(
  context: LibraryContext,
  assetId: string,
  failure: { errorClass: string; errorMessage: string },
): Promise<void> {
  const { db, clock } = context;
  const asset = await readAsset(db, assetId);
  if (!asset) return;
  const now = clock.now();
  await db.transaction(async (tx) => {
    const row = await changeAsset(tx, assetId, {
      ...failure,
      status: "fail",
      pendingImport: null,
      updatedAt: now,
    });
    if (row) await insertRenditions(tx, row, asset.pendingImport?.renditions ?? [], now);
  });
  context.events.publish({ accountId: asset.accountId, assetIds: [assetId] });
}
