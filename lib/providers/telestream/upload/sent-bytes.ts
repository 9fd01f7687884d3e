import type { SavedUpload } from "./saved-upload.ts";

/** What has left this machine: whole parts, and bytes of those on their way. */
export class SentBytes {
  readonly #upload: SavedUpload;
  readonly #onChange: () => void;
  readonly #done = new Set<number>();
  readonly #underway = new Map<number, number>();

  constructor(upload: SavedUpload, onChange: () => void) {
    this.#upload = upload;
    this.#onChange = onChange;
  }

  /** The service's own word: these parts are missing, each with the bytes of it that are there. */
  begin(missing: ReadonlyMap<number, number>): void {
    this.#underway.clear();
    for (let part = 0; part < this.#upload.partCount; part++) {
      const arrived = missing.get(part);
      if (arrived === undefined) this.#done.add(part);
      else {
        this.#done.delete(part);
        this.#underway.set(part, arrived);
      }
    }
    this.#onChange();
  }

  /** Goes back when a part is sent again. */
  report(part: number, bytes: number): void {
    if (this.#done.has(part)) return;
    this.#underway.set(part, bytes);
    this.#onChange();
  }

  finish(part: number): void {
    this.#underway.delete(part);
    this.#done.add(part);
    this.#onChange();
  }

  get doneParts(): number {
    return this.#done.size;
  }

  get sentBytes(): number {
    const { partSize, partCount, sizeBytes } = this.#upload;
    const isLastDone = this.#done.has(partCount - 1);
    // Only the last part is shorter.
    let sum = this.#done.size * partSize - (isLastDone ? partCount * partSize - sizeBytes : 0);
    for (const bytes of this.#underway.values()) sum += bytes;
    return sum;
  }
}
