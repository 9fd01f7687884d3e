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
  const moves: Move[] = asset.renditions.flatMap(({ name, status, startedAt, updatedAt, error }) => [
    ...(startedAt === null ? [] : [{ at: startedAt, name, verb: "started", cause: null }]),
    ...(status === "ready" || status === "cancelled" || status === "failed"
      ? [{ at: updatedAt, name, verb: status, cause: status === "failed" ? (error?.message ?? "") : null }]
      : []),
  ]);
  for (const { at, names, verb, cause } of gather(moves)) {
    add(at, `${names.join(", ")} ${verb}${cause ? `: ${cause}` : ""}`, cause !== null);
  }
  return events.sort((a, b) => a.at.localeCompare(b.at));
}

interface Move {
  readonly at: string;
  readonly name: string;
  readonly verb: string;
  /** Of a failure; null for what went well. */
  readonly cause: string | null;
}

/** What several renditions did in the same second is one event: one ffmpeg makes them together. */
function gather(moves: readonly Move[]) {
  const gathered = new Map<string, { at: string; names: string[]; verb: string; cause: string | null }>();
  for (const { at, name, verb, cause } of moves) {
    const key = `${at.slice(0, 19)} ${verb} ${cause}`;
    const same = gathered.get(key);
    if (same) same.names.push(name);
    else gathered.set(key, { at, names: [name], verb, cause });
  }
  return gathered.values();
}
