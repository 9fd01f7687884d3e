/** One bit in each KiB, chosen by the seed. */
export function flipBits(bytes: Buffer, seed: number): Buffer {
  const copy = Buffer.from(bytes);
  let state = seed;
  for (let start = 0; start < copy.length; start += 1024) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const at = start + (state % Math.min(1024, copy.length - start));
    copy[at] = (copy[at] ?? 0) ^ (1 << (state >>> 29));
  }
  return copy;
}
