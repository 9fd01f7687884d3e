import { Patience } from "./patience.ts";
import type { UploadEvent } from "./phase-moves.ts";
import type { UploadPorts } from "./ports.ts";
import type { UploadEntry } from "./upload-entry.ts";
import type { StoredUpload } from "./upload-model.ts";
import { watchAsset } from "./watch-asset.ts";

export interface FollowSteps {
  save(change: Partial<StoredUpload>): void;
  move(event: UploadEvent, change: Partial<StoredUpload>): void;
  show(): void;
  remove(): Promise<void>;
}

/** Everything after the last byte: the dashboard is told, and the asset followed until it is ready or not. */
export async function followToTheEnd(
  entry: UploadEntry,
  ports: UploadPorts,
  signal: AbortSignal,
  steps: FollowSteps,
): Promise<void> {
  await accept(entry, ports, signal, steps.save);
  entry.letGo();
  if ((await watchAsset(entry, ports, signal, steps)) === "deleted") await steps.remove();
}

/** Tells the dashboard that the provider has the file, until it heard; the index then shows it at once. */
async function accept(
  entry: UploadEntry,
  { backend, clock }: UploadPorts,
  signal: AbortSignal,
  save: (change: Partial<StoredUpload>) => void,
): Promise<void> {
  const { uploadId, providerAssetId, assetId, partCount } = entry.stored;
  if (assetId !== null || providerAssetId === null) return;
  const patience = new Patience(clock, (words) => {
    entry.trouble = words;
  });
  const accepted = await patience.keepTrying(
    () => backend.accept({ uploadId, providerAssetId, partCount: partCount ?? 1 }, signal),
    signal,
  );
  entry.trouble = null;
  save({ assetId: accepted.assetId });
}

/** Records that nothing more comes of this upload. */
export function end(
  entry: UploadEntry,
  { backend }: UploadPorts,
  state: "failed" | "cancelled",
  message: string,
): Promise<void> {
  return backend.end({ uploadId: entry.stored.uploadId, state, message: message.slice(0, 500) });
}
