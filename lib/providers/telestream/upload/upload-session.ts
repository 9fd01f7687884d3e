import type { Http } from "../../http.ts";
import { type WireVideo, wireUploadSession } from "../wire.ts";
import { FileChangedError, type LocalFile, openLocalFile } from "./local-file.ts";
import { Patience, type Pauses, realPauses, type Trouble } from "./patience.ts";
import { type SavedUpload, savedUpload } from "./saved-upload.ts";
import { type Sending, sendParts } from "./send-parts.ts";
import { sendRanges } from "./send-ranges.ts";
import { SentBytes } from "./sent-bytes.ts";
import { UploadLine } from "./upload-line.ts";

/** The vendor's own words (the reference's "Resumable uploads"). */
export type UploadStatus = "initialized" | "uploading" | "error" | "uploaded" | "aborted" | "interrupted";

export const uploadThreads = { least: 1, most: 16, usual: 8 } as const;

export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly doneParts: number;
  readonly partCount: number;
}

export interface UploadOptions {
  /** `parts`: in any order and several at once. `range`: from start to end, as older services know it alone. */
  readonly mode?: "parts" | "range";
  /** Parts at once, 1 to 16, default 8. */
  readonly threads?: number;
  /** Names or ids; none means that the video is stored and nothing made of it. */
  readonly profiles?: readonly string[];
  /** Every profile of the factory, in place of `profiles`. */
  readonly useAllProfiles?: boolean;
  readonly payload?: string;
  readonly pathFormat?: string;
  /** How often a part is tried with nothing arriving between, default 10. */
  readonly attempts?: number;
  readonly onProgress?: (progress: UploadProgress) => void;
  /** A part broke off and is tried again after a while. */
  readonly onTrouble?: (trouble: Trouble) => void;
  readonly pauses?: Pauses;
}

/** Where an upload goes to: an account's HTTP and one of its factories. */
export interface UploadPlace {
  readonly http: Http;
  readonly factoryId: string;
}

/**
 * A resumable upload of a file of this machine, from any break on, also in another process by `save()`. `start`, and
 * after an error or an interruption `resume`; both end with the video, or throw what broke the upload.
 */
export class UploadSession {
  readonly #http: Http;
  readonly #factoryId: string | undefined;
  readonly #path: string;
  readonly #options: UploadOptions;
  #status: UploadStatus;
  #saved: SavedUpload | undefined;
  #location: string | undefined;
  #error: unknown;
  #video: WireVideo | undefined;
  #progress: UploadProgress | undefined;
  #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  /** @param from the place of a new upload, or what an earlier process saved of one */
  constructor(from: UploadPlace | { http: Http; saved: SavedUpload }, path: string, options: UploadOptions) {
    this.#http = from.http;
    this.#factoryId = "factoryId" in from ? from.factoryId : undefined;
    this.#saved = "saved" in from ? savedUpload.parse(from.saved) : undefined;
    this.#status = this.#saved ? "interrupted" : "initialized";
    this.#path = path;
    this.#options = options;
    const { least, most } = uploadThreads;
    if (!Number.isInteger(this.#threads) || this.#threads < least || this.#threads > most) {
      throw new RangeError(`An upload has ${least} to ${most} threads, not ${this.#threads}.`);
    }
  }

  get status(): UploadStatus {
    return this.#status;
  }

  /** What broke the upload, while its status is `error`. */
  get errorMessage(): string | undefined {
    if (this.#status !== "error") return undefined;
    return this.#error instanceof Error ? this.#error.message : String(this.#error);
  }

  /** As of the last byte handed over. Undefined before the session is open. */
  get progress(): UploadProgress | undefined {
    return this.#progress;
  }

  /** The video it became; unknown where the last answer was lost and the service does not repeat it. */
  get video(): WireVideo | undefined {
    return this.#video;
  }

  /** Opens a session and sends the file. Throws what broke it; the signal's reason when that ended it. */
  start(options: { signal?: AbortSignal } = {}): Promise<WireVideo | undefined> {
    if (this.#status !== "initialized") throw new Error(`An upload that is ${this.#status} is not started.`);
    return this.#run(options.signal);
  }

  /** Asks the service what it lacks and sends that. An upload that has arrived answers its video at once. */
  async resume(options: { signal?: AbortSignal } = {}): Promise<WireVideo | undefined> {
    if (this.#status === "uploaded") return this.#video;
    if (this.#status === "uploading" || this.#status === "aborted") {
      throw new Error(`An upload that is ${this.#status} is not resumed.`);
    }
    return this.#run(options.signal);
  }

  /** Ends the upload for good: its senders here, and its bytes at the service. What has arrived stays a video. */
  async abort(): Promise<void> {
    if (this.#status === "uploaded" || this.#status === "aborted") return;
    this.#status = "aborted";
    this.#stop.abort(new DOMException("The upload was aborted.", "AbortError"));
    await this.#running.catch(() => {});
    if (this.#saved) await this.#lineOf(this.#saved).end(new AbortController().signal);
  }

  /** What another process needs to resume it; undefined before the session is open. Keep it as one keeps a key. */
  save(): SavedUpload | undefined {
    return this.#saved && { ...this.#saved, location: this.#location ?? this.#saved.location };
  }

  get #threads(): number {
    return this.#options.threads ?? uploadThreads.usual;
  }

  #lineOf(saved: SavedUpload): UploadLine {
    return new UploadLine(this.#http, this.#location ?? saved.location);
  }

  #run(signal: AbortSignal | undefined): Promise<WireVideo | undefined> {
    this.#status = "uploading";
    this.#error = undefined;
    this.#stop = new AbortController();
    const either = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal;
    const running = this.#send(either).catch((error: unknown) => {
      if (this.#status !== "aborted") this.#status = signal?.aborted ? "interrupted" : "error";
      this.#error = error;
      throw error;
    });
    this.#running = running;
    return running;
  }

  async #send(signal: AbortSignal): Promise<WireVideo | undefined> {
    signal.throwIfAborted();
    const file = await openLocalFile(this.#path);
    try {
      const patience = new Patience({
        pauses: this.#options.pauses ?? realPauses,
        attempts: this.#options.attempts ?? 10,
        onTrouble: (trouble) => this.#options.onTrouble?.(trouble),
      });
      const isNew = this.#saved === undefined;
      this.#saved ??= await patience.keepTrying(() => this.#open(file, signal), signal);
      const upload = this.#saved;
      if (file.sizeBytes !== upload.sizeBytes) {
        throw new FileChangedError(
          `${this.#path} has ${file.sizeBytes} bytes; the upload was begun with ${upload.sizeBytes}.`,
        );
      }
      const line = this.#lineOf(upload);
      const sending: Sending = {
        line,
        file,
        upload,
        patience,
        sent: new SentBytes(upload, () => this.#note(sending)),
        threads: this.#threads,
      };
      const send = upload.mode === "parts" ? sendParts : sendRanges;
      try {
        const { video } = await send(sending, isNew, signal);
        this.#video = video;
      } finally {
        this.#location = line.location;
      }
      this.#status = "uploaded";
      return this.#video;
    } finally {
      await file.close();
    }
  }

  #note({ sent, upload }: Sending): void {
    this.#progress = {
      sentBytes: sent.sentBytes,
      totalBytes: upload.sizeBytes,
      doneParts: sent.doneParts,
      partCount: upload.partCount,
    };
    this.#options.onProgress?.(this.#progress);
  }

  /** `POST /videos/upload.json` (`telestream.md` §6.2). Twice does no harm: a session that nobody sends to expires. */
  async #open(file: LocalFile, signal: AbortSignal): Promise<SavedUpload> {
    const { profiles, useAllProfiles, payload, pathFormat, mode = "parts" } = this.#options;
    const session = await this.#http.post("/videos/upload.json", {
      form: {
        factory_id: this.#factoryId,
        file_name: file.name,
        file_size: file.sizeBytes,
        ...(profiles && { profiles: profiles.join(",") || "none" }),
        ...(useAllProfiles && { use_all_profiles: true }),
        ...(payload !== undefined && { payload }),
        ...(pathFormat !== undefined && { path_format: pathFormat }),
        ...(mode === "parts" && { multi_chunk: true }),
      },
      schema: wireUploadSession,
      isSafe: true,
      signal,
    });
    const isInParts = mode === "parts" && session.part_size !== undefined;
    return savedUpload.parse({
      location: session.location,
      mode: isInParts ? "parts" : "range",
      fileName: file.name,
      sizeBytes: file.sizeBytes,
      partSize: isInParts ? Number(session.part_size) : file.sizeBytes,
      partCount: isInParts ? Number(session.parts) : 1,
      maxConnections: isInParts ? Number(session.max_connections ?? uploadThreads.most) : 1,
      videoId: session.reelyard?.video_id ?? null,
    });
  }
}
