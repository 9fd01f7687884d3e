import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { openAccount } from "#lib/accounts/accounts.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { getAsset } from "#lib/features/library/get-asset.ts";
import { beginUpload } from "#lib/features/uploads/begin-upload.ts";
import { readChunkStanding, releaseUpload } from "#lib/features/uploads/chunks.ts";
import type { UploadBackend } from "#lib/features/uploads/client/ports.ts";
import type { UploadDestinationChoice } from "#lib/features/uploads/client/upload-model.ts";
import { acceptUpload, endUpload } from "#lib/features/uploads/commands.ts";
import { findUploadProgress } from "#lib/features/uploads/queries.ts";
import { clip } from "./clips.ts";

/** The dashboard's own commands as the page reaches them, without the HTTP in between. */
export function backendOf(viewer: Viewer): UploadBackend {
  return {
    async sign(input) {
      const ticket = await beginUpload(viewer, input);
      // No browser and no dashboard's origin here: the provider is reached where it is.
      if (ticket.kind === "chunks") {
        const { connection } = await openAccount(input.connectionId);
        return { ...ticket, url: ticket.url.replace(/^\/engine\/[a-z]+/, connection.baseUrl) };
      }
      const { server, browser } = ticket.bases;
      const request = { ...ticket.request, url: ticket.request.url.replace(browser, server) };
      return { ...ticket, request, bases: { server, browser: server } };
    },
    standing: (input) => readChunkStanding(viewer, input),
    release: (input) => releaseUpload(viewer, input),
    accept: (input) => acceptUpload(viewer, input),
    end: (input) => endUpload(viewer, input),
    async progress(assetId) {
      // No sync runs in a test: reading the asset is what brings the index up to date.
      await getAsset(viewer, assetId);
      return findUploadProgress(viewer, assetId);
    },
  };
}

/** The first place there, and nothing to be made of what comes. */
export async function chooseFirstPlace(connectionId: string): Promise<UploadDestinationChoice> {
  const { connection, provider } = await openAccount(connectionId);
  const [place] = (await provider.uploads?.destinations()) ?? [];
  if (!place) throw new Error("It takes no uploads.");
  return {
    connectionId,
    connectionName: connection.name,
    destinationId: place.destinationId,
    destinationName: place.name,
    renditionNames: [],
    maxSizeBytes: place.maxSizeBytes,
  };
}

/** A playable clip of at least `sizeBytes`: an MP4 `free` box follows it, which players skip. */
export async function makeFile(
  name: string,
  sizeBytes: number,
  lastModified = 1_795_000_000_000,
): Promise<File> {
  const media = await readFile(await clip("plain"));
  const padding = Buffer.alloc(Math.max(8, sizeBytes - media.length), name);
  padding.writeUInt32BE(padding.length, 0);
  padding.write("free", 4, "ascii");
  return new File([media, padding], name, { type: "video/mp4", lastModified });
}

export async function sha256Of(bytes: Blob): Promise<string> {
  return createHash("sha256")
    .update(Buffer.from(await bytes.arrayBuffer()))
    .digest("hex");
}

/** The hash of what the provider stored, read as anybody would download it. */
export async function storedSha256(connectionId: string, providerAssetId: string): Promise<string> {
  const { provider } = await openAccount(connectionId);
  const asset = await provider.library?.find(providerAssetId);
  if (!asset?.sourceUrl) throw new Error("The provider serves no source.");
  const answer = await fetch(asset.sourceUrl, { signal: AbortSignal.timeout(30_000) });
  return sha256Of(await answer.blob());
}
