import type { RenditionRow } from "../db/schema/rendition.ts";
import type { LibraryContext } from "../library/library-context.ts";
import { finishRendition } from "../library/rendition-store.ts";
import { claimFolder } from "../library/storage-keys.ts";
import type { Claim } from "./encode-asset.ts";

/** Ends a rendition as `fail` with its reason, and keeps ffmpeg's log for whoever wants to know more. */
export async function failRendition(
  context: LibraryContext,
  claim: Claim,
  row: RenditionRow,
  failure: { errorClass: string; message: string; log?: string },
): Promise<void> {
  const { db, storage, clock, log } = context;
  const key = `${claimFolder(row.renditionId, claim.token)}/log.txt`;
  const hasLog = failure.log ? await storeLog(context, key, failure.log) : false;
  const wasOurs = await finishRendition(db, claim.token, row.renditionId, {
    status: "fail",
    errorClass: failure.errorClass,
    errorMessage: failure.message,
    logKey: hasLog ? key : null,
    now: clock.now(),
  });
  if (!wasOurs && hasLog) await storage.remove(key);
  log.info(
    { assetId: row.assetId, renditionId: row.renditionId, why: failure.message },
    wasOurs ? "encoding failed" : "encoding failed after it was cancelled",
  );
}

/** Without its log a failure still says what it was: on a full disk there is nowhere to put one. */
async function storeLog(context: LibraryContext, key: string, text: string): Promise<boolean> {
  try {
    await context.storage.write(key, Buffer.from(text));
    return true;
  } catch (error) {
    context.log.warn({ err: error }, "an encoding's log could not be stored");
    return false;
  }
}
