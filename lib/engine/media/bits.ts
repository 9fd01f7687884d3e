/** Reads bits from the highest to the lowest of each byte. Throws `RangeError` past the end. */
export class BitReader {
  readonly #bytes: Uint8Array;
  /** Bits read so far. */
  position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left--) {
      const byte = this.#bytes[this.position >> 3];
      if (byte === undefined) throw new RangeError("The bits ended too early.");
      value = value * 2 + ((byte >> (7 - (this.position & 7))) & 1);
      this.position += 1;
    }
    return value;
  }

  /** Unsigned Exp-Golomb (ITU-T H.264, 9.1). */
  readCode(): number {
    let zeros = 0;
    while (this.read(1) === 0) zeros += 1;
    return 2 ** zeros - 1 + this.read(zeros);
  }

  /** Signed Exp-Golomb (9.1.1). */
  readSigned(): number {
    const code = this.readCode();
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
  }
}

/** The first so many bits, and more behind them; zeros fill the last byte. */
export function firstBits(
  bytes: Uint8Array,
  count: number,
  more: readonly (0 | 1)[],
): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(Math.ceil((count + more.length) / 8));
  result.set(bytes.subarray(0, count >> 3));
  if (count % 8 > 0) result[count >> 3] = (bytes[count >> 3] ?? 0) & ~(0xff >> (count % 8));
  for (const [index, bit] of more.entries()) {
    const at = count + index;
    result[at >> 3] = (result[at >> 3] ?? 0) | (bit << (7 - (at % 8)));
  }
  return result;
}
