import type { UploadProgress } from "../schema.ts";
import type { PartLedger } from "./part-plan.ts";
import { Speedometer } from "./speedometer.ts";
import type { StoredUpload, UploadView } from "./upload-model.ts";

const drawnSegments = 24;

/** One file in the engine: what is kept, what lives only as long as the page, and its drawn view. */
export class UploadEntry {
  stored: StoredUpload;
  file: File | null;
  ledger: PartLedger | null = null;
  readonly speedometer = new Speedometer();
  trouble: string | null = null;
  progress: UploadProgress | null = null;
  /** Stops what runs for this file now: its check, its sending, or its watching. */
  controller = new AbortController();
  releaseClaim: (() => void) | null = null;
  /** Ends the watcher's wait early. */
  wake: () => void = () => {};
  #view: UploadView | null = null;

  constructor(stored: StoredUpload, file: File | null) {
    this.stored = stored;
    this.file = file;
  }

  /** Stops what runs and gives the next run a signal of its own. */
  interrupt(): void {
    this.controller.abort();
    this.controller = new AbortController();
    this.speedometer.reset();
    this.trouble = null;
  }

  letGo(): void {
    this.releaseClaim?.();
    this.releaseClaim = null;
  }

  markChanged(): void {
    this.#view = null;
  }

  view(): UploadView {
    this.#view ??= this.#draw();
    return this.#view;
  }

  #draw(): UploadView {
    const { handle, session: _session, providerAssetId: _providerAssetId, ...kept } = this.stored;
    const sentBytes = this.ledger?.sentBytes ?? kept.sentBytes;
    const isSending = kept.phase === "sending";
    return {
      ...kept,
      sentBytes,
      hasFile: this.file !== null,
      hasHandle: handle !== null,
      segments: this.ledger?.segments(drawnSegments) ?? [sentBytes / Math.max(1, kept.file.sizeBytes)],
      doneParts: this.ledger?.doneParts ?? null,
      bytesPerSecond: isSending ? this.speedometer.bytesPerSecond() : null,
      remainingMs: isSending ? this.speedometer.remainingMs(kept.file.sizeBytes - sentBytes) : null,
      trouble: this.trouble,
      progress: this.progress,
    };
  }
}
