import { PartLedger } from "./part-plan.ts";
import { LineError, type UploadTransport } from "./ports.ts";
import { findFinishedVideo, listMissingParts, ProviderRefusal } from "./provider-session.ts";
import type { StoredUpload, UploadSession } from "./upload-model.ts";

/**
 * What the provider has of a file whose page went away: perhaps all of it, since bytes that had left the page
 * arrive without it. Answers what is to be remembered; nothing when the provider cannot be asked now.
 */
export async function askStanding(
  transport: UploadTransport,
  session: UploadSession,
  sizeBytes: number,
  signal: AbortSignal,
): Promise<Partial<StoredUpload>> {
  try {
    const missing = await listMissingParts(transport, session, signal);
    if (missing.size > 0) {
      const { partSizeBytes, partCount } = session;
      return { sentBytes: new PartLedger({ sizeBytes, partSizeBytes, partCount }, missing).sentBytes };
    }
    const providerAssetId = await findFinishedVideo(transport, session, signal);
    return providerAssetId === undefined ? {} : { providerAssetId, sentBytes: sizeBytes };
  } catch (error) {
    // Unreachable, or the session is gone: continuing finds out, and begins anew where it must.
    if (error instanceof LineError || error instanceof ProviderRefusal) return {};
    throw error;
  }
}
