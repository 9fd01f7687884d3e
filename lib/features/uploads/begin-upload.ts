import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { openAccount, toBrowserUrl } from "#lib/accounts/accounts.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { db } from "#lib/db/client.ts";
import { uploads } from "#lib/db/schema/uploads.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type { UploadTarget } from "#lib/providers/provider.ts";
import { askProvider, getOwnUpload, providerTimeoutMs, releaseMade } from "./own-upload.ts";
import type { SignUploadInput, UploadTicket } from "./schema.ts";

/**
 * What the browser sends one file with, good for that file alone; and keeps that this upload began. Asked again for
 * the same upload (the first ticket grew old) it gives a new one and records nothing.
 */
export async function beginUpload(viewer: Viewer, input: SignUploadInput): Promise<UploadTicket> {
  const { connection, provider } = await openAccount(input.connectionId);
  const { uploads: target } = provider;
  if (!target) throw new DomainError("invalid", `${connection.name} does not take uploads.`);
  if (connection.state === "paused") {
    throw new DomainError("conflict", `${connection.name} is paused. Resume it to upload there.`);
  }
  const madeBefore = await recordBeginning(viewer, input);
  const begun = await askProvider(connection.name, async () => {
    // Its ticket never reached a page that kept it: nobody sends into that any more.
    if (madeBefore !== null) await releaseMade(target, madeBefore);
    return target.begin(input, { timeoutMs: providerTimeoutMs });
  });
  if (begun.kind === "chunks")
    await rememberMade(input.uploadId, begun.providerAssetId, { target, madeBefore });
  const reachable = (address: string) => {
    const moved = toBrowserUrl(connection, address);
    if (moved === null)
      throw new DomainError("invalid", `${connection.name} has an address no browser can use.`);
    return moved;
  };
  if (begun.kind === "chunks") return { ...begun, url: reachable(begun.url) };
  const { method, url, headers, form } = begun.request;
  const base = new URL(connection.baseUrl).origin;
  return {
    kind: "session",
    request: { method, url: reachable(url), headers: { ...headers }, form: { ...form } },
    bases: { server: `${base}/`, browser: reachable(`${base}/`) },
  };
}

/** Of two beginnings of one upload at once the first is remembered, and the other undone. */
async function rememberMade(
  uploadId: string,
  providerAssetId: string,
  { target, madeBefore }: { target: UploadTarget; madeBefore: string | null },
): Promise<void> {
  const isStill =
    madeBefore === null ? isNull(uploads.providerAssetId) : eq(uploads.providerAssetId, madeBefore);
  const remembered = await db()
    .update(uploads)
    .set({ providerAssetId })
    .where(and(eq(uploads.uploadId, uploadId), isStill))
    .returning({ uploadId: uploads.uploadId });
  if (remembered.length > 0) return;
  await releaseMade(target, providerAssetId);
  throw new DomainError("provider_unavailable", "This upload is just being begun. Trying again helps.");
}

/** Answers what was made for it when it was begun before, null for nothing. */
async function recordBeginning(viewer: Viewer, input: SignUploadInput): Promise<string | null> {
  const { uploadId, connectionId, destinationId, fileName, sizeBytes, facts } = input;
  const begun = await db()
    .insert(uploads)
    .values({
      uploadId,
      userId: viewer.userId,
      startedBy: viewer.name,
      connectionId,
      destinationId,
      renditionNames: [...input.renditionNames],
      fileName,
      sizeBytes,
      facts,
    })
    .onConflictDoNothing()
    .returning({ uploadId: uploads.uploadId });
  if (begun.length > 0) {
    await recordAudit(viewer, {
      action: "upload.begin",
      subject: fileName,
      connectionId,
      detail: { sizeBytes },
    });
    return null;
  }
  const own = await getOwnUpload(viewer, uploadId);
  if (own.fileName !== fileName || own.sizeBytes !== sizeBytes || own.connectionId !== connectionId) {
    throw new DomainError("conflict", "This upload was begun for another file.");
  }
  if (own.state === "accepted") throw new DomainError("conflict", "This upload is complete.");
  await db()
    .update(uploads)
    .set({ state: "sending", errorMessage: null, endedAt: null, signedAt: sql`now()` })
    .where(eq(uploads.uploadId, uploadId));
  return own.providerAssetId;
}
