import type { StoredUpload, UploadDestinationChoice } from "./upload-model.ts";

/** A file as somebody chose or dropped it, with a handle where the browser gave one. */
export interface PickedFile {
  readonly file: File;
  readonly handle: FileSystemFileHandle | null;
}

/** An upload that has not been looked into yet. */
export function toNewUpload(
  given: PickedFile & { uploadId: string; order: number; destination: UploadDestinationChoice },
): StoredUpload {
  const { uploadId, order, file, handle, destination } = given;
  return {
    uploadId,
    order,
    phase: "checking",
    pausedBecause: null,
    file: {
      name: file.name,
      sizeBytes: file.size,
      lastModifiedMs: file.lastModified,
      mimeType: file.type,
      fingerprint: null,
    },
    handle,
    destination,
    facts: null,
    poster: null,
    session: null,
    partCount: null,
    sentBytes: 0,
    assetId: null,
    failure: null,
    providerAssetId: null,
  };
}

/** By what a file system tells; the fingerprint is compared before anything is sent. */
export function isSameFile(file: File, stored: StoredUpload): boolean {
  const { name, sizeBytes, lastModifiedMs } = stored.file;
  return file.name === name && file.size === sizeBytes && file.lastModified === lastModifiedMs;
}
