import type { UploadPorts } from "./ports.ts";
import type { UploadEntry } from "./upload-entry.ts";
import type { StoredUpload, UploadView } from "./upload-model.ts";

const numbersEveryMs = 500;

/** The list of uploads: keeps it, stores it, and tells listeners without making them dizzy. */
export class UploadRegister {
  readonly #ports: UploadPorts;
  readonly #entries = new Map<string, UploadEntry>();
  readonly #listeners = new Set<() => void>();
  readonly #restless = new Set<UploadEntry>();
  readonly #closed = new AbortController();
  #views: readonly UploadView[] | null = null;
  #isTicking = false;
  #lastOrder = 0;

  constructor(ports: UploadPorts) {
    this.#ports = ports;
  }

  newId(): string {
    // Not crypto.randomUUID: browsers withhold it on plain-HTTP origins.
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
      byte.toString(16).padStart(2, "0"),
    ).join("");
  }

  nextOrder(): number {
    this.#lastOrder = Math.max(this.#lastOrder + 1, this.#ports.clock.now());
    return this.#lastOrder;
  }

  add(entry: UploadEntry): UploadEntry {
    this.#entries.set(entry.stored.uploadId, entry);
    this.#lastOrder = Math.max(this.#lastOrder, entry.stored.order);
    this.#emit();
    return entry;
  }

  find(uploadId: string): UploadEntry | undefined {
    return this.#entries.get(uploadId);
  }

  entries(): UploadEntry[] {
    return [...this.#entries.values()].sort((a, b) => a.stored.order - b.stored.order);
  }

  views(): readonly UploadView[] {
    this.#views ??= this.entries().map((entry) => entry.view());
    return this.#views;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Changes what is shown, not what is stored. */
  show(entry: UploadEntry, change: Partial<StoredUpload>): void {
    entry.stored = { ...entry.stored, ...change };
    entry.markChanged();
    this.#emit();
  }

  /** Shows at once; resolves when the browser has it too. A browser that stores nothing still uploads. */
  async save(entry: UploadEntry, change: Partial<StoredUpload>): Promise<void> {
    this.show(entry, change);
    await this.#store(entry);
  }

  /** Takes over what another tab stored meanwhile, as a paused upload. */
  async reload(entry: UploadEntry): Promise<void> {
    const { uploadId } = entry.stored;
    const stored = (await this.#ports.store.all()).find((each) => each.uploadId === uploadId);
    if (stored) this.show(entry, { ...stored, phase: "paused", pausedBecause: "person" });
  }

  async remove(entry: UploadEntry): Promise<void> {
    this.#entries.delete(entry.stored.uploadId);
    this.#emit();
    await this.#ports.store.remove(entry.stored.uploadId).catch(() => {});
  }

  /** Bytes moved: drawn at the next beat, not now. */
  noteNumbers(entry: UploadEntry): void {
    this.#restless.add(entry);
    if (this.#isTicking) return;
    this.#isTicking = true;
    void this.#tick();
  }

  async #tick(): Promise<void> {
    try {
      while (this.#restless.size > 0) {
        await this.#ports.clock.sleep(numbersEveryMs, this.#closed.signal);
        const moved = [...this.#restless];
        this.#restless.clear();
        for (const entry of moved) this.#beat(entry);
        this.#emit();
      }
    } catch (error) {
      if (!this.#closed.signal.aborted) throw error;
    } finally {
      this.#isTicking = false;
    }
  }

  #beat(entry: UploadEntry): void {
    if (entry.stored.phase !== "sending" || !entry.ledger) return;
    entry.speedometer.note(this.#ports.clock.now(), entry.ledger.sentBytes);
    entry.stored = { ...entry.stored, sentBytes: entry.ledger.sentBytes };
    entry.markChanged();
    void this.#store(entry);
  }

  async #store(entry: UploadEntry): Promise<void> {
    if (this.#closed.signal.aborted || !this.#entries.has(entry.stored.uploadId)) return;
    // Private windows and full disks refuse: uploading goes on, only resuming after a reload is lost.
    await this.#ports.store.put(entry.stored).catch(() => {});
  }

  #emit(): void {
    this.#views = null;
    for (const listener of this.#listeners) listener();
  }

  close(): void {
    this.#closed.abort();
    this.#listeners.clear();
  }
}
