import { crc32, deflateSync } from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A PNG of a few kilobytes that claims to be as large as a house. */
export function pixelFlood(side: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(Math.ceil(side / 8 + 1) * 1_000));
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

/** A PNG of one pixel with a compressed text of so many bytes: what it takes is not what it weighs. */
export function textBomb(bytes: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(1, 0);
  head.writeUInt32BE(1, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const text = Buffer.concat([Buffer.from("Comment\0\0", "latin1"), deflateSync(Buffer.alloc(bytes, 65))]);
  return Buffer.concat([
    ...[signature, chunk("IHDR", head), chunk("zTXt", text)],
    ...[chunk("IDAT", deflateSync(Buffer.alloc(2))), chunk("IEND", Buffer.alloc(0))],
  ]);
}

/** The same bytes with a few bits of them flipped, by a seed. */
export function flipBits(bytes: Buffer, seed: number): Buffer {
  const flipped = Buffer.from(bytes);
  let state = seed * 2_654_435_761 + 1;
  for (let turn = 0; turn < 1 + bytes.length / 256; turn++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    // What a file begins with says what it is: without it every seed would be refused alike.
    const at = 16 + (state % Math.max(1, bytes.length - 16));
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (state >>> 29));
  }
  return flipped;
}
