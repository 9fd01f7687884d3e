import { randomUUID } from "node:crypto";
import type { JobContext } from "#lib/job-loop/job-loop.ts";
import type { AssetRow } from "../db/schema/asset.ts";
import type { RenditionRow } from "../db/schema/rendition.ts";
import { readAsset } from "../library/asset-store.ts";
import type { LibraryContext } from "../library/library-context.ts";
import {
  claimRenditions,
  finishRendition,
  listClaimable,
  releaseRenditions,
} from "../library/rendition-store.ts";
import { planPasses } from "../media/pass-plan.ts";
import { failRendition } from "./fail-rendition.ts";
import { makeMaster, variantsOf } from "./make-master.ts";
import { makeStills } from "./make-stills.ts";
import { runPass } from "./run-pass.ts";

/** One try of some renditions of one asset. */
export interface Claim {
  readonly asset: AssetRow;
  readonly rows: readonly RenditionRow[];
  readonly token: string;
}

/** After these the engine gives up on what fails for reasons of its own, rather than try for ever. */
const mostTries = 3;

/**
 * The `encode` job: takes whatever of the asset is queued, a pass at a time, until nothing is left. What was
 * queued while it ran is done too, so one waiting job an asset is enough.
 *
 * A media failure ends as `fail` on the row, with its log; the job itself only fails when the engine cannot work
 * (database away), and is then tried again.
 */
export async function encodeAsset(
  context: LibraryContext,
  { assetId }: { assetId: string },
  job: JobContext,
): Promise<void> {
  for (;;) {
    job.signal.throwIfAborted();
    const asset = await readAsset(context.db, assetId);
    if (!asset) return;
    const claimable = await listClaimable(context.db, assetId, job);
    const next = await nextBatch(context, claimable);
    if (next.length === 0) return;

    const token = randomUUID();
    const rows = await claimRenditions(
      context.db,
      next.map((row) => row.renditionId),
      { jobId: job.jobId, attempt: job.attempt, token, now: context.clock.now() },
    );
    if (rows.length === 0) continue;
    publish(context, asset);
    try {
      await doBatch(context, asset, rows, token, job);
    } catch (error) {
      if (job.signal.aborted || job.attempt < mostTries) {
        await releaseRenditions(context.db, token, context.clock.now());
        throw error;
      }
      context.log.error({ err: error, assetId }, "an encode failed for a reason of the engine's own");
      const message = "The engine failed at this encoding. Its log has the details.";
      for (const row of rows)
        await failRendition(context, { asset, rows, token }, row, { errorClass: "UnexpectedError", message });
    } finally {
      publish(context, asset);
    }
  }
}

/** The first pass, else stills or a command, else the masters whose variants are all done. */
async function nextBatch(
  context: LibraryContext,
  claimable: readonly RenditionRow[],
): Promise<RenditionRow[]> {
  const [pass] = planPasses(claimable);
  if (pass) return pass;
  const alone = claimable.find(({ settings }) => settings.kind === "stills" || settings.kind === "command");
  if (alone) return [alone];
  for (const master of claimable) {
    const variants = await variantsOf(context.db, master);
    if (variants.every((variant) => variant.status !== "queued" && variant.status !== "encoding"))
      return [master];
  }
  return [];
}

async function doBatch(
  context: LibraryContext,
  asset: AssetRow,
  rows: readonly RenditionRow[],
  token: string,
  job: JobContext,
): Promise<void> {
  const { sourceKey } = asset;
  if (sourceKey === null) {
    for (const row of rows) {
      await finishRendition(context.db, token, row.renditionId, {
        status: "fail",
        errorClass: asset.status === "success" ? "FileNotFound" : "VideoStatusInvalid",
        errorMessage:
          asset.status === "success" ? "The source file was deleted." : "The source could not be imported.",
        now: context.clock.now(),
      });
    }
    return;
  }
  const claim: Claim = { asset, rows, token };
  const [first] = rows;
  if (first?.settings.kind === "hls-master") return makeMaster(context, claim, first);
  if (first?.settings.kind === "stills")
    return makeStills(context, claim, { row: first, sourceKey }, job.signal);
  return runPass(context, { ...claim, sourceKey }, job.signal);
}

function publish(context: LibraryContext, asset: AssetRow): void {
  context.events.publish({ accountId: asset.accountId, assetIds: [asset.assetId] });
}
