import { isSameFile } from "./picked-file.ts";
import type { KeptFiles } from "./ports.ts";
import type { UploadEntry } from "./upload-entry.ts";
import type { PauseReason } from "./upload-model.ts";

/** Brings back the file of an upload where the browser kept it; undefined once it is at hand, else what is in the way. */
export async function reopenFile(
  entry: UploadEntry,
  keptFiles: KeptFiles,
  ask: boolean,
): Promise<PauseReason | undefined> {
  if (entry.file) return undefined;
  if (!entry.stored.handle) return "file-needed";
  const reopened = await keptFiles.reopen(entry.stored.handle, ask);
  if (typeof reopened === "string") return reopened;
  if (!isSameFile(reopened, entry.stored)) return "file-needed";
  entry.file = reopened;
  return undefined;
}
