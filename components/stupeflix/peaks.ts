/** The loudest sample of each of `count` equal pieces, 0–1; the loudest piece of all is 1 unless all is silent. */
export function peaksOf(samples: Float32Array, count: number): number[] {
  const size = samples.length / count;
  const peaks = Array.from({ length: count }, (_none, index) => {
    let peak = 0;
    const end = Math.min(samples.length, Math.ceil((index + 1) * size));
    for (let at = Math.floor(index * size); at < end; at++) peak = Math.max(peak, Math.abs(samples[at] ?? 0));
    return peak;
  });
  const loudest = Math.max(...peaks, 0);
  return loudest > 0 ? peaks.map((peak) => peak / loudest) : peaks;
}

/** A shape around the middle of a box of `count` × 2, both ways as high as the peak. */
export function toPath(peaks: readonly number[]): string {
  const upper = peaks.map((peak, index) => `${index} ${(1 - peak * 0.96).toFixed(3)}`);
  const lower = peaks.map((peak, index) => `${index} ${(1 + peak * 0.96).toFixed(3)}`).reverse();
  return `M${[...upper, ...lower].join("L")}Z`;
}
