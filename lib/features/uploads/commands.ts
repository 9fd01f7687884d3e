import "server-only";
import { and, eq, or, sql } from "drizzle-orm";
import type { z } from "zod";
import { openAccount, toBrowserUrl } from "#lib/accounts/accounts.ts";
import { applyAssets } from "#lib/asset-index/apply-assets.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { db } from "#lib/db/client.ts";
import { uploads } from "#lib/db/schema/uploads.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { isProviderError } from "#lib/providers/errors.ts";
import type { UploadTarget } from "#lib/providers/provider.ts";
import type {
  AcceptedUpload,
  acceptUploadInput,
  endUploadInput,
  SignUploadInput,
  UploadTicket,
} from "./schema.ts";

const providerTimeoutMs = 15_000;

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
    if (madeBefore !== null) await release(target, madeBefore);
    return target.begin(input, { timeoutMs: providerTimeoutMs });
  });
  if (begun.kind === "chunks") await rememberMade(input.uploadId, begun.providerAssetId);
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

/** The asset that was made for an upload at its provider, unless all of the file has arrived there. */
const release = async (target: UploadTarget, providerAssetId: string) =>
  target.chunks?.release({ url: null, providerAssetId }, { timeoutMs: providerTimeoutMs });

async function rememberMade(uploadId: string, providerAssetId: string): Promise<void> {
  await db().update(uploads).set({ providerAssetId }).where(eq(uploads.uploadId, uploadId));
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
    .set({ state: "sending", errorMessage: null, endedAt: null })
    .where(eq(uploads.uploadId, uploadId));
  return own.providerAssetId;
}

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
    if (target) await askProvider(connection.name, () => release(target, providerAssetId));
  }
}

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
