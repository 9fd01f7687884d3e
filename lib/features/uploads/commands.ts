import "server-only";
import { and, eq, or, sql } from "drizzle-orm";
import type { z } from "zod";
import { openAccount } from "#lib/accounts/accounts.ts";
import { applyAssets } from "#lib/asset-index/apply-assets.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { db } from "#lib/db/client.ts";
import { uploads } from "#lib/db/schema/uploads.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { askProvider, getOwnUpload, providerTimeoutMs, releaseMade } from "./own-upload.ts";
import type { AcceptedUpload, acceptUploadInput, endUploadInput } from "./schema.ts";

/**
 * The provider has every byte: reads the new asset there and mirrors it, so that every grid shows it at once.
 * Idempotent. The browser's word is not taken for it: the provider is asked, for a file of that size.
 */
export async function acceptUpload(
  viewer: Viewer,
  input: z.output<typeof acceptUploadInput>,
): Promise<AcceptedUpload> {
  const upload = await getOwnUpload(viewer, input.uploadId);
  const { connection, provider } = await openAccount(upload.connectionId);
  const readAt = new Date();
  const told = await askProvider(connection.name, async () =>
    provider.library?.find(input.providerAssetId, { timeoutMs: providerTimeoutMs }),
  );
  if (!told) throw new DomainError("not_found", `${connection.name} does not have this video.`);
  const ids = await applyAssets(connection.connectionId, [told], { readAt });
  const assetId = ids.get(told.providerAssetId);
  if (!assetId) throw new DomainError("not_found", "This video has just been deleted.");
  const first = await db()
    .update(uploads)
    .set({
      state: "accepted",
      providerAssetId: told.providerAssetId,
      assetId,
      partCount: input.partCount,
      errorMessage: null,
      endedAt: sql`now()`,
    })
    .where(and(eq(uploads.uploadId, upload.uploadId), sql`${uploads.state} <> 'accepted'`))
    .returning({ uploadId: uploads.uploadId });
  if (first.length > 0) {
    await recordAudit(viewer, {
      action: "upload.complete",
      subject: upload.fileName,
      connectionId: connection.connectionId,
      detail: { assetId, sizeBytes: upload.sizeBytes },
    });
  }
  return { assetId, status: told.status };
}

/** Nothing more comes of this upload. An accepted one stays accepted, whatever a late message says. */
export async function endUpload(viewer: Viewer, input: z.output<typeof endUploadInput>): Promise<void> {
  const ended = await db()
    .update(uploads)
    .set({ state: input.state, errorMessage: input.message, endedAt: sql`now()` })
    .where(
      and(
        eq(uploads.uploadId, input.uploadId),
        eq(uploads.userId, viewer.userId),
        or(eq(uploads.state, "sending"), eq(uploads.state, "failed")),
      ),
    )
    .returning({
      fileName: uploads.fileName,
      connectionId: uploads.connectionId,
      providerAssetId: uploads.providerAssetId,
    });
  const upload = ended[0];
  if (!upload) return;
  await recordAudit(viewer, {
    action: input.state === "failed" ? "upload.fail" : "upload.cancel",
    subject: upload.fileName,
    connectionId: upload.connectionId,
  });
  if (input.state === "cancelled" && upload.providerAssetId !== null) {
    const { connection, provider } = await openAccount(upload.connectionId);
    const { uploads: target } = provider;
    const { providerAssetId } = upload;
    if (target) await askProvider(connection.name, () => releaseMade(target, providerAssetId));
  }
}
