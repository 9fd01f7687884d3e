import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { BufferBudget, type RateFloor } from "./receive-bytes.ts";
import type { UploadLimits } from "./upload-limits.ts";

/** Where bytes of a single request go while they arrive. Nothing here outlives a restart. */
export class IncomingFiles {
  /** How bytes may arrive: what all receivers share. */
  readonly receiving: { readonly budget: BufferBudget; readonly rateFloor: RateFloor };
  readonly #directory: string;

  /** @param directory on the media directory's file system, so that taking a file over is a rename */
  constructor(directory: string, limits: UploadLimits) {
    this.#directory = directory;
    this.receiving = { budget: new BufferBudget(limits.bufferBytes), rateFloor: limits.rateFloor };
  }

  /** Makes the directory, and removes what was left behind; before the port answers. */
  async prepare(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true });
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
  }

  async openIncoming(): Promise<{ path: string; handle: FileHandle }> {
    const file = path.join(this.#directory, randomBytes(16).toString("hex"));
    return { path: file, handle: await open(file, "wx", 0o600) };
  }

  /** Bytes the disk lacks to take this many more; 0 when they fit. */
  async missingRoom(sizeBytes: number): Promise<number> {
    const disk = await statfs(this.#directory, { bigint: true });
    return Math.max(0, sizeBytes - Number(disk.bavail * disk.bsize));
  }
}
