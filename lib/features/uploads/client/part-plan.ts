/** How a file is cut: part `i` is bytes [i·partSize, …). Telestream document §6.4. */
export interface PartPlan {
  readonly sizeBytes: number;
  readonly partSizeBytes: number;
  readonly partCount: number;
}

export function planParts(sizeBytes: number, partSizeBytes: number): PartPlan {
  return { sizeBytes, partSizeBytes, partCount: Math.max(1, Math.ceil(sizeBytes / partSizeBytes)) };
}

/** Half-open byte range of a part. */
export function partRange(plan: PartPlan, part: number): { start: number; end: number } {
  const start = part * plan.partSizeBytes;
  return { start, end: Math.min(start + plan.partSizeBytes, plan.sizeBytes) };
}

export function partSize(plan: PartPlan, part: number): number {
  const { start, end } = partRange(plan, part);
  return end - start;
}

/** What a file has delivered: whole parts, and bytes of parts on the line now. */
export class PartLedger {
  readonly plan: PartPlan;
  readonly #done = new Set<number>();
  readonly #underway = new Map<number, number>();
  #doneBytes = 0;

  /** `missing`: parts still lacking, each with the bytes of it that arrived before. */
  constructor(plan: PartPlan, missing: ReadonlyMap<number, number>) {
    this.plan = plan;
    for (let part = 0; part < plan.partCount; part++) {
      const arrived = missing.get(part);
      if (arrived === undefined) this.finish(part);
      else if (arrived > 0) this.report(part, arrived);
    }
  }

  /** Bytes of a part that left this machine so far. Goes back when a part is sent again. */
  report(part: number, sentBytes: number): void {
    if (!this.#done.has(part)) this.#underway.set(part, Math.min(sentBytes, partSize(this.plan, part)));
  }

  finish(part: number): void {
    this.#underway.delete(part);
    if (this.#done.has(part)) return;
    this.#done.add(part);
    this.#doneBytes += partSize(this.plan, part);
  }

  drop(part: number): void {
    this.#underway.delete(part);
  }

  get doneParts(): number {
    return this.#done.size;
  }

  get sentBytes(): number {
    let sent = this.#doneBytes;
    for (const bytes of this.#underway.values()) sent += bytes;
    return sent;
  }

  /**
   * Fill of each segment of the drawn bar, 0–1, front to back. Parts finish in any order, so a bar with one
   * end would lie; above `most` parts neighbours share a segment.
   */
  segments(most: number): number[] {
    const count = Math.min(most, this.plan.partCount);
    const filled = new Array<number>(count).fill(0);
    const total = new Array<number>(count).fill(0);
    for (let part = 0; part < this.plan.partCount; part++) {
      const segment = Math.floor((part * count) / this.plan.partCount);
      const size = partSize(this.plan, part);
      const sent = this.#done.has(part) ? size : (this.#underway.get(part) ?? 0);
      total[segment] = (total[segment] ?? 0) + size;
      filled[segment] = (filled[segment] ?? 0) + sent;
    }
    return filled.map((sent, segment) => sent / Math.max(1, total[segment] ?? 1));
  }
}
