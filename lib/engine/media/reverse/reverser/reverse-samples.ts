import { open } from "node:fs/promises";

const blockBytes = 1024 * 1024;

/** Writes a file of samples backwards, block by block from its end. */
export async function reverseSamples(from: string, to: string, sampleBytes: number): Promise<void> {
  const [source, target] = [await open(from, "r"), await open(to, "w", 0o600)];
  try {
    const { size } = await source.stat();
    const block = Math.floor(blockBytes / sampleBytes) * sampleBytes;
    const buffer = Buffer.allocUnsafe(block);
    for (let end = size - (size % sampleBytes); end > 0; ) {
      const start = Math.max(0, end - block);
      const part = buffer.subarray(0, end - start);
      await source.read(part, 0, part.length, start);
      turnRound(part, sampleBytes);
      await target.writeFile(part);
      end = start;
    }
  } finally {
    await source.close();
    await target.close();
  }
}

/** The samples of a block in the other order, each with its bytes as they are. */
export function turnRound(block: Buffer, sampleBytes: number): void {
  const kept = Buffer.allocUnsafe(sampleBytes);
  for (let low = 0, high = block.length - sampleBytes; low < high; low += sampleBytes, high -= sampleBytes) {
    block.copy(kept, 0, low, low + sampleBytes);
    block.copy(block, low, high, high + sampleBytes);
    kept.copy(block, high);
  }
}
