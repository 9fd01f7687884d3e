/** What a figure should be; printed beside it, never enforced (`npm run bench` measures, it does not judge). */
export interface Goal {
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Comparison {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  /** The bare tool or server that did the same in the same run. */
  readonly baseline: { readonly name: string; readonly value: number };
  /** Of ours ÷ baseline. */
  readonly goal?: Goal;
}

/** `upload, 4 parts   960 MB/s   bare PUT 529 MB/s   1.81 ×   goal ≥ 1.5 ×   met` */
export function reportComparison({ what, unit, ours, baseline, goal }: Comparison): void {
  const ratio = ours / baseline.value;
  print(
    what,
    `${round(ours)} ${unit}`,
    `${baseline.name} ${round(baseline.value)} ${unit}`,
    `${round(ratio)} ×`,
    judge(ratio, goal, "×"),
  );
}

/** A figure with no counterpart: a latency that a person feels, a count of what was lost. */
export function reportFigure(what: string, value: number, unit: string, goal?: Goal): void {
  print(what, `${round(value)} ${unit}`, "", "", judge(value, goal, unit));
}

function print(what: string, ours: string, baseline: string, ratio: string, verdict: string): void {
  console.log(
    `  ${what.padEnd(44)} ${ours.padStart(14)}   ${baseline.padEnd(32)} ${ratio.padStart(8)}   ${verdict}`.trimEnd(),
  );
}

function judge(value: number, goal: Goal | undefined, unit: string): string {
  if (!goal) return "";
  const parts = [
    goal.atLeast === undefined ? "" : `≥ ${goal.atLeast} ${unit}`,
    goal.atMost === undefined ? "" : `≤ ${goal.atMost} ${unit}`,
  ].filter(Boolean);
  const met = value >= (goal.atLeast ?? -Infinity) && value <= (goal.atMost ?? Infinity);
  return `goal ${parts.join(", ")}: ${met ? "met" : "MISSED"}`;
}

const round = (value: number) =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(value < 0.1 ? 4 : 2);

/** The value below which `share` (0–1) of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);

/** Runs `work` and answers its result and how long it took, in milliseconds. */
export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const startedAt = performance.now();
  const result = await work();
  return { result, ms: performance.now() - startedAt };
}
