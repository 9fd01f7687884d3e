import "server-only";
import { openAccount } from "#lib/accounts/accounts.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { askProvider, getOwnUpload, providerTimeoutMs } from "./own-upload.ts";
import type { BegunChunks, ChunkStanding } from "./schema.ts";

/** What the provider has of an upload in chunks: only the account's key may ask. Null when its asset is gone. */
export async function readChunkStanding(
  viewer: Viewer,
  { uploadId, ...begun }: BegunChunks,
): Promise<ChunkStanding | null> {
  const upload = await getOwnUpload(viewer, uploadId);
  const { connection, provider } = await openAccount(upload.connectionId);
  const standing = await askProvider(connection.name, async () =>
    provider.uploads?.chunks?.standing(begun, { timeoutMs: providerTimeoutMs }),
  );
  return standing ? { ...standing, parts: [...standing.parts] } : null;
}

/** The upload is over: its token goes, and its asset unless all of it has arrived. */
export async function releaseUpload(viewer: Viewer, { uploadId, ...begun }: BegunChunks): Promise<void> {
  const upload = await getOwnUpload(viewer, uploadId);
  const { connection, provider } = await openAccount(upload.connectionId);
  await askProvider(connection.name, async () =>
    provider.uploads?.chunks?.release(begun, { timeoutMs: providerTimeoutMs }),
  );
}
