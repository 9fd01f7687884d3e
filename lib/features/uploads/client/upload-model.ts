import type { FileFacts, UploadChoice, UploadProgress } from "../schema.ts";
import type { UploadPhase } from "./phases.ts";

/** Enough to know a file again when it is picked a second time. */
export interface FileIdentity {
  readonly name: string;
  readonly sizeBytes: number;
  readonly lastModifiedMs: number;
  readonly mimeType: string;
  readonly fingerprint: string | null;
}

/** Where a file goes, with the names that people read. */
export interface UploadDestinationChoice extends UploadChoice {
  readonly connectionName: string;
  readonly destinationName: string;
  readonly maxSizeBytes: number | null;
}

/** An open session at the provider. Its location is the secret; it needs no signature. */
export interface UploadSession {
  /** How it is spoken: parts as Telestream takes them where absent, chunks as api.video does. */
  readonly kind?: "chunks";
  /** As this browser reaches it. */
  readonly location: string;
  readonly partSizeBytes: number;
  readonly partCount: number;
  readonly maxConnections: number;
  /** Of chunks: the asset that they make. */
  readonly providerAssetId?: string | null;
}

export type PauseReason = "person" | "file-needed" | "permission-needed" | "other-tab";

export interface UploadFailure {
  readonly message: string;
  readonly canRetry: boolean;
}

/** What is kept in the browser. Sent parts are not in it: the provider is asked which are missing. */
export interface StoredUpload {
  readonly uploadId: string;
  readonly order: number;
  readonly phase: UploadPhase;
  readonly pausedBecause: PauseReason | null;
  readonly file: FileIdentity;
  /** Where the browser grants one (Chromium): the file can be read again after a reload. */
  readonly handle: FileSystemFileHandle | null;
  readonly destination: UploadDestinationChoice;
  readonly facts: FileFacts | null;
  readonly poster: Blob | null;
  readonly session: UploadSession | null;
  readonly partCount: number | null;
  readonly sentBytes: number;
  readonly assetId: string | null;
  readonly failure: UploadFailure | null;
  /** True once the provider answered with the whole video but the dashboard has not been told yet. */
  readonly providerAssetId: string | null;
}

/** What the dock draws. A new object whenever something in it changed, so it can be compared by identity. */
export interface UploadView extends Omit<StoredUpload, "handle" | "session" | "providerAssetId"> {
  readonly hasFile: boolean;
  /** The browser kept a handle to the file, so one click continues. */
  readonly hasHandle: boolean;
  /** Fill of each drawn segment, 0–1. */
  readonly segments: readonly number[];
  /** Parts that the provider has whole; null before any is sent from this page. */
  readonly doneParts: number | null;
  readonly bytesPerSecond: number | null;
  readonly remainingMs: number | null;
  /** What is being waited for, in words, while the line or the provider fails. */
  readonly trouble: string | null;
  readonly progress: UploadProgress | null;
}
