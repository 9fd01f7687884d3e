import { PartLedger } from "./part-plan.ts";
import { BackendError, LineError } from "./ports.ts";
import { ProviderRefusal } from "./provider-refusal.ts";
import { findFinishedAsset, listMissingParts, type SessionLine } from "./provider-session.ts";
import type { StoredUpload, UploadSession } from "./upload-model.ts";

/**
 * What the provider has of a file whose page went away: perhaps all of it, since bytes that had left the page
 * arrive without it. Answers what is to be remembered; nothing when the provider cannot be asked now.
 */
export async function askStanding(
  line: SessionLine,
  session: UploadSession,
  sizeBytes: number,
  signal: AbortSignal,
): Promise<Partial<StoredUpload>> {
  try {
    const missing = await listMissingParts(line, session, signal);
    if (missing.size > 0) {
      const { partSizeBytes, partCount } = session;
      return { sentBytes: new PartLedger({ sizeBytes, partSizeBytes, partCount }, missing).sentBytes };
    }
    const providerAssetId = await findFinishedAsset(line, session, signal);
    return providerAssetId === undefined ? {} : { providerAssetId, sentBytes: sizeBytes };
  } catch (error) {
    // Unreachable, or the session is gone: continuing finds out, and begins anew where it must.
    const isExpected = [LineError, ProviderRefusal, BackendError].some((kind) => error instanceof kind);
    if (isExpected) return {};
    throw error;
  }
}
