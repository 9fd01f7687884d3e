import type {
  AcceptedUpload,
  BegunChunks,
  ChunkStanding,
  FileFacts,
  SignUploadInput,
  UploadProgress,
  UploadTicket,
} from "../schema.ts";
import type { StoredUpload } from "./upload-model.ts";

/** Time and chance, injected: nothing in the upload engine reads a clock of its own. */
export interface UploadClock {
  now(): number;
  random(): number;
  /** Rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface TransportAnswer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs: number | null;
}

/** The line broke, stalled or was never there. Worth trying again. */
export class LineError extends Error {
  override readonly name = "LineError";
}

export interface PartForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly fileName: string;
}

/** How requests reach the provider: XMLHttpRequest in the page (it reports sent bytes), fetch elsewhere. */
export interface UploadTransport {
  /** Throws `LineError`, or the signal's reason. */
  call(
    request: { method: string; url: string; headers?: Readonly<Record<string, string>>; body?: string },
    signal: AbortSignal,
  ): Promise<TransportAnswer>;
  sendPart(
    part: {
      url: string;
      headers: Readonly<Record<string, string>>;
      bytes: Blob;
      /** The bytes go as the file of a form, after these fields; as they are when absent. */
      form?: PartForm;
    },
    options: { signal: AbortSignal; onSent: (bytes: number) => void },
  ): Promise<TransportAnswer>;
}

/** A refusal of the dashboard's own server, in words meant for people. */
export class BackendError extends Error {
  override readonly name = "BackendError";
  /** False when asking again cannot help: not allowed, not valid, gone. */
  readonly canRetry: boolean;

  constructor(message: string, canRetry: boolean) {
    super(message);
    this.canRetry = canRetry;
  }
}

/** The dashboard, as the upload engine needs it. Throws `BackendError`, or `LineError` when not reached. */
export interface UploadBackend {
  sign(input: SignUploadInput, signal: AbortSignal): Promise<UploadTicket>;
  /** What the provider has of a file in chunks; null when its asset is gone. */
  standing(begun: BegunChunks, signal: AbortSignal): Promise<ChunkStanding | null>;
  /** Takes a file's upload token back, and its asset unless all of it has arrived. */
  release(begun: BegunChunks): Promise<void>;
  accept(
    input: { uploadId: string; providerAssetId: string; partCount: number },
    signal: AbortSignal,
  ): Promise<AcceptedUpload>;
  end(input: { uploadId: string; state: "failed" | "cancelled"; message: string }): Promise<void>;
  /** What became of an accepted file; undefined when it has been deleted since. */
  progress(assetId: string, signal: AbortSignal): Promise<UploadProgress | undefined>;
}

/** Survives a reload and a crash: IndexedDB in the page. */
export interface UploadStore {
  all(): Promise<StoredUpload[]>;
  put(upload: StoredUpload): Promise<void>;
  remove(uploadId: string): Promise<void>;
}

/** What can be told of a file before a byte is sent. */
export interface Inspection {
  readonly fingerprint: string;
  readonly facts: FileFacts | null;
  readonly poster: Blob | null;
  /** Why this file is not sent, in words; null when it may be. */
  readonly refusal: string | null;
}

export interface FileInspector {
  inspect(file: File, signal: AbortSignal): Promise<Inspection>;
}

/** One tab sends a file, however many are open. */
export interface UploadClaims {
  /** The way to let go, or undefined while another tab holds it. */
  take(uploadId: string): Promise<(() => void) | undefined>;
}

/** Files behind handles that the browser kept over a reload. */
export interface KeptFiles {
  /**
   * The file, or why not. With `ask` the browser may put its permission question, which needs a click.
   */
  reopen(handle: FileSystemFileHandle, ask: boolean): Promise<File | "permission-needed" | "file-needed">;
}

/** How much may be on its way at once. */
export interface UploadLine {
  /** Parts of one file, as the person chose. */
  threads(): number;
  /** Requests with a body to one host, over all files. */
  lanes(host: string): number;
}

export interface UploadPorts {
  readonly clock: UploadClock;
  readonly transport: UploadTransport;
  readonly backend: UploadBackend;
  readonly store: UploadStore;
  readonly inspector: FileInspector;
  readonly claims: UploadClaims;
  readonly keptFiles: KeptFiles;
  /** The usual threads over HTTP/1.1 when absent. */
  readonly line?: UploadLine;
}
