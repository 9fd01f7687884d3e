import "server-only";
import { and, eq } from "drizzle-orm";
import { db } from "#lib/db/client.ts";
import { uploads } from "#lib/db/schema/uploads.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { isProviderError } from "#lib/providers/errors.ts";
import type { UploadTarget } from "#lib/providers/provider.ts";

export const providerTimeoutMs = 15_000;

/** Throws `DomainError` not_found for one that is not theirs. */
export async function getOwnUpload(viewer: Viewer, uploadId: string) {
  const [upload] = await db()
    .select()
    .from(uploads)
    .where(and(eq(uploads.uploadId, uploadId), eq(uploads.userId, viewer.userId)));
  if (!upload) throw new DomainError("not_found", "This upload is not known here.");
  return upload;
}

/** What a provider says; a `DomainError` in words when it does not. */
export async function askProvider<T>(connectionName: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (!isProviderError(cause)) throw cause;
    throw new DomainError("provider_unavailable", `${connectionName} did not answer. Trying again helps.`, {
      cause,
    });
  }
}

/** Removes the asset that was made for an upload at its provider, unless all of the file has arrived there. */
export async function releaseMade(target: UploadTarget, providerAssetId: string): Promise<void> {
  await target.chunks?.release({ url: null, providerAssetId }, { timeoutMs: providerTimeoutMs });
}
