import { toast } from "#components/ui/toast.ts";
import type { EncodingChange } from "#lib/features/telestream/schema/encoding.ts";

/** As `runChange`, whose code and words are fetched when something is changed. */
export async function changeLater(
  connectionId: string,
  encodingIds: readonly string[],
  change: EncodingChange,
): Promise<void> {
  const changes = await load();
  await changes?.runChange(connectionId, encodingIds, change);
}

/** As `runRetryAll`. */
export async function retryAllLater(connectionId: string, factory: string | undefined): Promise<void> {
  const changes = await load();
  await changes?.runRetryAll(connectionId, factory);
}

async function load() {
  try {
    return await import("./change-encodings.ts");
  } catch {
    toast.error("Reelyard did not answer. Try again.");
    return undefined;
  }
}
