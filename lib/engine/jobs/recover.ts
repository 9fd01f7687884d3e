import { removeDoomedFiles } from "../library/doomed-files.ts";
import type { LibraryContext } from "../library/library-context.ts";

/** Rows that say work is to be done, and no job that would do it: the process died between the two. */
export async function recoverLostWork(
  context: LibraryContext,
  query: <Row>(sql: string) => Promise<Row[]>,
  jobsSchema: string,
): Promise<void> {
  await removeDoomedFiles(context.db, context.storage);
  // Its job is gone for good (not waiting, not running): back into the queue, so that the job below finds it.
  await query(`UPDATE rendition SET status = 'queued', progress_percent = 0, remaining_seconds = NULL
    WHERE status = 'encoding' AND NOT EXISTS (
      SELECT 1 FROM ${jobsSchema}.job WHERE job.id = rendition.job_id AND job.state < 'completed')`);
  const encodes = await query<{ asset_id: string }>(
    "SELECT DISTINCT asset_id FROM rendition WHERE status = 'queued'",
  );
  const pictures = await query<{ asset_id: string }>("SELECT asset_id FROM asset WHERE pictures = 'pending'");
  const imports = await query<{ asset_id: string }>(
    "SELECT asset_id FROM asset WHERE status = 'processing' AND pending_import IS NOT NULL",
  );
  for (const row of encodes) await context.send("encode", { assetId: row.asset_id });
  for (const row of pictures) await context.send("pictures", { assetId: row.asset_id });
  for (const row of imports) await context.send("import-url", { assetId: row.asset_id });
}
