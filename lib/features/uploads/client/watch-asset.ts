import type { UploadProgress } from "../schema.ts";
import type { UploadEvent } from "./phase-moves.ts";
import { BackendError, LineError, type UploadPorts } from "./ports.ts";
import type { UploadEntry } from "./upload-entry.ts";
import type { StoredUpload } from "./upload-model.ts";

const lookEveryMs = 3_000;
/** Live messages come in bursts; between two looks there is at least this. */
const restMs = 400;

/**
 * Follows an accepted file until it is playable, failed or deleted: by live messages (`entry.wake`), and by
 * looking every three seconds in case one was lost. Resolves to how it ended.
 */
export async function watchAsset(
  entry: UploadEntry,
  { backend, clock }: UploadPorts,
  signal: AbortSignal,
  on: { move(event: UploadEvent, change: Partial<StoredUpload>): void; show(): void },
): Promise<"ready" | "failed" | "deleted"> {
  const { assetId } = entry.stored;
  if (assetId === null) throw new Error("An upload is watched before the dashboard knows its asset.");
  for (;;) {
    const early = new AbortController();
    entry.wake = () => early.abort();
    const seen = await look(() => backend.progress(assetId, signal));
    if (seen === "deleted") return "deleted";
    if (seen !== "unknown") {
      entry.progress = seen;
      if (seen.status === "ready") {
        on.move("ready", { failure: null });
        return "ready";
      }
      if (seen.status === "failed") {
        const message = seen.errorMessage ?? "The provider could not make a video of this file.";
        on.move("failed", { failure: { message, canRetry: false } });
        return "failed";
      }
      if (seen.status === "encoding") on.move("encoding", {});
      on.show();
    }
    await clock.sleep(restMs, signal);
    await clock.sleep(lookEveryMs, AbortSignal.any([signal, early.signal])).catch((reason) => {
      if (signal.aborted) throw reason;
    });
  }
}

async function look(
  ask: () => Promise<UploadProgress | undefined>,
): Promise<UploadProgress | "deleted" | "unknown"> {
  try {
    return (await ask()) ?? "deleted";
  } catch (error) {
    // The file is safe at the provider; not seeing it now changes nothing. The next look may.
    if (error instanceof LineError || error instanceof BackendError) return "unknown";
    throw error;
  }
}
