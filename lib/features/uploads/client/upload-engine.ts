import { askStanding } from "./ask-standing.ts";
import { end, followToTheEnd } from "./finish-upload.ts";
import { HostLanes } from "./host-lanes.ts";
import { nextPhase, type UploadEvent } from "./phase-moves.ts";
import { isUnfinished, isWatched } from "./phases.ts";
import { isSameFile, type PickedFile, toNewUpload } from "./picked-file.ts";
import type { UploadLine, UploadPorts } from "./ports.ts";
import { abortSession, closeSession } from "./provider-session.ts";
import { reopenFile } from "./reopen-file.ts";
import { sendFile } from "./send-file.ts";
import { plainLine } from "./threads.ts";
import { toSendJob, toSessionLine } from "./to-send-job.ts";
import { UploadEntry } from "./upload-entry.ts";
import { toUploadFailure } from "./upload-failure.ts";
import type { StoredUpload, UploadDestinationChoice, UploadSession, UploadView } from "./upload-model.ts";
import { UploadRegister } from "./upload-register.ts";

const filesAtOnce = 4;

/**
 * Every upload of this browser, from the pick to the playable video. Knows neither React nor the DOM: what it
 * needs of the world comes through `UploadPorts`.
 */
export class UploadEngine {
  readonly #ports: UploadPorts;
  readonly #line: UploadLine;
  readonly #lanes: HostLanes;
  readonly #register: UploadRegister;

  constructor(ports: UploadPorts) {
    this.#ports = ports;
    this.#line = ports.line ?? plainLine;
    this.#lanes = new HostLanes((host) => this.#line.lanes(host));
    this.#register = new UploadRegister(ports);
  }

  /** Calls back whenever `views()` answers something new; numbers at most twice a second. */
  subscribe(listener: () => void): () => void {
    return this.#register.subscribe(listener);
  }

  /** Oldest first. The same array until something changed. */
  views(): readonly UploadView[] {
    return this.#register.views();
  }

  /** Brings back what a reload or a crash interrupted, and goes on by itself where the file can be read. */
  async restore(): Promise<void> {
    for (const stored of await this.#ports.store.all()) {
      if (this.#register.find(stored.uploadId)) continue;
      if (stored.phase === "ready" || stored.phase === "cancelled") {
        await this.#ports.store.remove(stored.uploadId);
        continue;
      }
      const entry = this.#register.add(new UploadEntry(stored, null));
      if (isWatched(stored.phase)) this.#watch(entry);
      else if (isUnfinished(stored.phase)) await this.#recover(entry);
    }
  }

  async #recover(entry: UploadEntry): Promise<void> {
    const { uploadId, pausedBecause } = entry.stored;
    entry.releaseClaim = (await this.#ports.claims.take(uploadId)) ?? null;
    if (!entry.releaseClaim) return this.#show(entry, { phase: "paused", pausedBecause: "other-tab" });
    const wasRunning = entry.stored.phase !== "paused" || pausedBecause === "permission-needed";
    this.#save(entry, { phase: "paused", pausedBecause: pausedBecause ?? "file-needed" });
    const { session, file } = entry.stored;
    if (session) {
      const { signal } = entry.controller;
      const standing = await askStanding(toSessionLine(entry, this.#ports), session, file.sizeBytes, signal);
      this.#save(entry, standing);
      // The provider has it all already: nobody needs to find the file again.
      if (standing.providerAssetId) return this.resume(uploadId);
    }
    const missing = await reopenFile(entry, this.#ports.keptFiles, false);
    if (missing) this.#save(entry, { pausedBecause: missing });
    else if (wasRunning) await this.resume(uploadId);
  }

  /**
   * Takes files in. One that an interrupted upload is waiting for continues that upload, whatever the
   * destination chosen now; the others become new uploads.
   */
  async add(picked: readonly PickedFile[], destination: UploadDestinationChoice): Promise<void> {
    for (const { file, handle } of picked) {
      if (await this.offer({ file, handle })) continue;
      const uploadId = this.#register.newId();
      const entry = this.#register.add(
        new UploadEntry(
          toNewUpload({ uploadId, order: this.#register.nextOrder(), file, handle, destination }),
          file,
        ),
      );
      entry.releaseClaim = (await this.#ports.claims.take(uploadId)) ?? null;
      this.#save(entry, {});
      void this.#check(entry);
    }
  }

  /** Gives a picked file to the interrupted upload that waits for it. False when none does. */
  async offer({ file, handle }: PickedFile): Promise<boolean> {
    const waiting = this.#register
      .entries()
      .filter(({ stored, file: own }) => stored.phase === "paused" && !own && isSameFile(file, stored));
    for (const entry of waiting) {
      const { fingerprint } = entry.stored.file;
      const inspection = await this.#ports.inspector.inspect(file, entry.controller.signal);
      if (fingerprint !== null && inspection.fingerprint !== fingerprint) continue;
      entry.file = file;
      if (handle) this.#save(entry, { handle });
      await this.resume(entry.stored.uploadId);
      return true;
    }
    return false;
  }

  async #check(entry: UploadEntry): Promise<void> {
    const { file, controller } = entry;
    if (!file) return;
    try {
      const inspection = await this.#ports.inspector.inspect(file, controller.signal);
      if (controller.signal.aborted) return;
      const known = entry.stored.file.fingerprint;
      if (known !== null && known !== inspection.fingerprint) {
        entry.file = null;
        this.#move(entry, "interrupted", { pausedBecause: "file-needed" });
        return;
      }
      const { facts, poster, fingerprint, refusal } = inspection;
      const learned = { facts, poster, file: { ...entry.stored.file, fingerprint } };
      if (refusal) {
        this.#move(entry, "refused", { ...learned, failure: { message: refusal, canRetry: false } });
        entry.letGo();
      } else {
        this.#move(entry, "inspected", learned);
        this.#pump();
      }
    } catch (error) {
      if (!controller.signal.aborted) this.#fail(entry, "refused", error);
    }
  }

  /** Starts waiting files, first come first served, up to as many as share the lanes well. */
  #pump(): void {
    const entries = this.#register.entries();
    let running = entries.filter(({ stored }) => stored.phase === "sending").length;
    for (const entry of entries) {
      if (running >= filesAtOnce) return;
      if (entry.stored.phase !== "waiting" || !entry.file) continue;
      running++;
      void this.#send(entry, entry.file);
    }
  }

  async #send(entry: UploadEntry, file: File): Promise<void> {
    const { signal } = entry.controller;
    this.#move(entry, "started", { failure: null });
    try {
      const ports = { clock: this.#ports.clock, lanes: this.#lanes, threads: this.#line.threads() };
      const sent = await sendFile(toSendJob(entry, file, this.#ports, this.#register), ports, signal);
      const { session } = entry.stored;
      this.#move(entry, "accepted", { ...sent, session: null, sentBytes: file.size });
      // What is not given back expires by itself.
      if (session) closeSession(toSessionLine(entry, this.#ports), session).catch(() => {});
      this.#watch(entry);
    } catch (error) {
      if (!signal.aborted) this.#fail(entry, "failed", error);
    } finally {
      this.#pump();
    }
  }

  /** From here on the provider works and the dashboard looks on. */
  #watch(entry: UploadEntry): void {
    const { signal } = entry.controller;
    followToTheEnd(entry, this.#ports, signal, {
      save: (change) => this.#save(entry, change),
      move: (event, change) => this.#move(entry, event, change),
      show: () => this.#show(entry, {}),
      remove: () => this.#register.remove(entry),
    }).catch((error) => {
      if (!signal.aborted) this.#fail(entry, "failed", error);
    });
  }

  /** The event stream said that this asset changed: look now rather than at the next beat. */
  assetChanged(assetId: string): void {
    for (const entry of this.#register.entries()) if (entry.stored.assetId === assetId) entry.wake();
  }

  pause(uploadId: string): void {
    const entry = this.#register.find(uploadId);
    if (!entry || !nextPhase(entry.stored.phase, "pause")) return;
    entry.interrupt();
    this.#move(entry, "pause", { pausedBecause: "person", sentBytes: entry.ledger?.sentBytes ?? 0 });
    this.#pump();
  }

  /** Goes on; asks for permission to read the file where the browser wants that (call it from a click). */
  async resume(uploadId: string): Promise<void> {
    const entry = this.#register.find(uploadId);
    if (entry?.stored.phase !== "paused") return;
    entry.releaseClaim ??= (await this.#ports.claims.take(uploadId)) ?? null;
    if (!entry.releaseClaim) return this.#show(entry, { pausedBecause: "other-tab" });
    if (entry.stored.pausedBecause === "other-tab") await this.#register.reload(entry);
    if (entry.stored.providerAssetId !== null) {
      this.#move(entry, "accepted", { pausedBecause: null, failure: null });
      return this.#watch(entry);
    }
    const missing = await reopenFile(entry, this.#ports.keptFiles, true);
    if (missing) return this.#save(entry, { pausedBecause: missing });
    this.#move(entry, "resume", { pausedBecause: null });
    void this.#check(entry);
  }

  async retry(uploadId: string): Promise<void> {
    const entry = this.#register.find(uploadId);
    if (entry?.stored.phase !== "failed" || !entry.stored.failure?.canRetry) return;
    entry.interrupt();
    this.#move(entry, "retry", { pausedBecause: "person", failure: null });
    await this.resume(uploadId);
  }

  /** Stops, and gives the provider its space back. */
  async cancel(uploadId: string): Promise<void> {
    const entry = this.#register.find(uploadId);
    if (!entry || !nextPhase(entry.stored.phase, "cancel")) return;
    const { session } = entry.stored;
    entry.interrupt();
    this.#move(entry, "cancel", { session: null });
    this.#pump();
    // Neither is worth bothering a person with: the session expires, the history shows it as unfinished.
    await Promise.allSettled([
      end(entry, this.#ports, "cancelled", "Cancelled before it was complete."),
      session && this.#abort(entry, session),
    ]);
    entry.letGo();
  }

  /** Takes a finished, failed or cancelled file off the list; what a failed one left at the provider goes, too. */
  dismiss(uploadId: string): void {
    const entry = this.#register.find(uploadId);
    if (!entry || isUnfinished(entry.stored.phase)) return;
    const { session } = entry.stored;
    entry.interrupt();
    entry.letGo();
    void this.#register.remove(entry);
    // What is not given back expires there by itself.
    if (session) this.#abort(entry, session).catch(() => {});
  }

  #abort(entry: UploadEntry, session: UploadSession): Promise<void> {
    return abortSession(toSessionLine(entry, this.#ports), session, entry.controller.signal);
  }

  pauseAll(): void {
    for (const { stored } of this.#register.entries()) this.pause(stored.uploadId);
  }

  async resumeAll(): Promise<void> {
    for (const { stored } of this.#register.entries()) await this.resume(stored.uploadId);
  }

  /** Stops everything without a word to anyone, as closing the tab does. */
  close(): void {
    for (const entry of this.#register.entries()) {
      entry.interrupt();
      entry.letGo();
    }
    this.#register.close();
  }

  #fail(entry: UploadEntry, event: UploadEvent, error: unknown): void {
    const failure = toUploadFailure(error);
    if (failure === "file-needed") {
      entry.file = null;
      entry.interrupt();
      this.#move(entry, "interrupted", { pausedBecause: "file-needed", handle: null });
      return;
    }
    entry.trouble = null;
    entry.letGo();
    this.#move(entry, event, { failure, sentBytes: entry.ledger?.sentBytes ?? 0 });
    void end(entry, this.#ports, "failed", failure.message).catch(() => {
      // The dashboard is not reached either; its history keeps showing the file as unfinished.
    });
  }

  #move(entry: UploadEntry, event: UploadEvent, change: Partial<StoredUpload>): void {
    const phase = nextPhase(entry.stored.phase, event);
    if (phase) this.#save(entry, { ...change, phase });
  }

  #save(entry: UploadEntry, change: Partial<StoredUpload>): void {
    void this.#register.save(entry, change);
  }

  #show(entry: UploadEntry, change: Partial<StoredUpload>): void {
    this.#register.show(entry, change);
  }
}
