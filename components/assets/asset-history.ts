import { countOf, formatBytes } from "#lib/client/format.ts";
import type { AssetDetail } from "#lib/features/library/schema.ts";
import type { UploadRecord } from "#lib/features/uploads/schema.ts";

export interface AssetEvent {
  readonly at: string;
  readonly words: string;
  readonly isFailure: boolean;
}

/** What happened to an asset, oldest first, as far as its renditions and its upload tell. Pure. */
export function toHistory(asset: AssetDetail, upload: UploadRecord | null): AssetEvent[] {
  const events: AssetEvent[] = [];
  const add = (at: string | null, words: string, isFailure = false) => {
    if (at !== null) events.push({ at, words, isFailure });
  };
  if (upload) {
    const parts = upload.partCount === null ? "" : ` in ${countOf(upload.partCount, "part")}`;
    add(upload.startedAt, `Upload begun by ${upload.startedBy}`);
    add(upload.endedAt, `Uploaded${parts}, ${formatBytes(upload.sizeBytes)}`);
  } else add(asset.createdAt, `Created at ${asset.connectionName}`);
  if (asset.status === "failed" && asset.errorMessage) add(asset.updatedAt, asset.errorMessage, true);
  for (const { name, status, startedAt, updatedAt, error } of asset.renditions) {
    add(startedAt, `${name} started`);
    if (status === "ready") add(updatedAt, `${name} ready`);
    if (status === "cancelled") add(updatedAt, `${name} cancelled`);
    if (status === "failed") add(updatedAt, `${name} failed${error ? `: ${error.message}` : ""}`, true);
  }
  return events.sort((a, b) => a.at.localeCompare(b.at));
}
