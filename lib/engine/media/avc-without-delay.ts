import { BitReader, firstBits } from "./bits.ts";

/**
 * The decoder configuration of H.264 packets (avcC, ISO/IEC 14496-15) with the same pictures and no word of reordering.
 * A decoder that is told of it holds each picture back until others have come; of packets that decode alone each
 * picture is ready at once. Undefined when the configuration cannot be read.
 */
export function avcWithoutDelay(config: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  try {
    return rewriteConfig(config);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function rewriteConfig(config: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(config.buffer, config.byteOffset, config.byteLength);
  const count = view.getUint8(5) & 31;
  const parts: Uint8Array[] = [config.subarray(0, 6)];
  let at = 6;
  for (let index = 0; index < count; index++) {
    const length = view.getUint16(at);
    if (at + 2 + length > config.length) throw new RangeError("The parameter set is cut off.");
    const changed = withoutDelay(config.subarray(at + 2, at + 2 + length));
    parts.push(Uint8Array.of(changed.length >> 8, changed.length & 255), changed);
    at += 2 + length;
  }
  parts.push(config.subarray(at));
  return Buffer.concat(parts);
}

/** Profiles whose parameter sets name their chroma format (ITU-T H.264, 7.3.2.1.1). */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** A sequence parameter set with its header byte: cut off after the colours, for reordering is told behind them. */
function withoutDelay(unit: Uint8Array): Uint8Array {
  const payload = withoutEmulation(unit.subarray(1));
  const bits = new BitReader(payload);
  const profile = bits.read(8);
  bits.read(16);
  bits.readCode();
  if (highProfiles.has(profile)) skipChroma(bits);
  bits.readCode();
  skipPictureOrder(bits);
  bits.readCode();
  bits.read(1);
  bits.readCode();
  bits.readCode();
  const areFramesOnly = bits.read(1) === 1;
  if (!areFramesOnly) bits.read(1);
  bits.read(1);
  const isCropped = bits.read(1) === 1;
  for (let side = 0; isCropped && side < 4; side++) bits.readCode();
  const saysMore = bits.read(1) === 1;
  if (!saysMore) return unit;
  skipAspectAndColours(bits);
  // No timing, no buffering of either kind, no picture structure, no restriction; then the closing bit.
  const kept = firstBits(payload, bits.position, [0, 0, 0, 0, 0, 1]);
  return Buffer.concat([unit.subarray(0, 1), withEmulation(kept)]);
}

function skipChroma(bits: BitReader): void {
  const isFull = bits.readCode() === 3;
  if (isFull) bits.read(1);
  bits.readCode();
  bits.readCode();
  bits.read(1);
  const hasLists = bits.read(1) === 1;
  for (let list = 0; hasLists && list < (isFull ? 12 : 8); list++) {
    if (bits.read(1) === 1) skipScalingList(bits, list < 6 ? 16 : 64);
  }
}

function skipScalingList(bits: BitReader, size: number): void {
  let last = 8;
  let next = 8;
  for (let index = 0; index < size; index++) {
    if (next !== 0) next = (last + bits.readSigned() + 256) % 256;
    if (next !== 0) last = next;
  }
}

function skipPictureOrder(bits: BitReader): void {
  const type = bits.readCode();
  if (type === 0) bits.readCode();
  if (type !== 1) return;
  bits.read(1);
  bits.readCode();
  bits.readCode();
  for (let left = bits.readCode(); left > 0; left--) bits.readCode();
}

function skipAspectAndColours(bits: BitReader): void {
  const namedInFull = 255;
  if (bits.read(1) === 1 && bits.read(8) === namedInFull) bits.read(32);
  if (bits.read(1) === 1) bits.read(1);
  if (bits.read(1) === 1) {
    bits.read(4);
    if (bits.read(1) === 1) bits.read(24);
  }
  if (bits.read(1) === 1) {
    bits.readCode();
    bits.readCode();
  }
}

/** Without the threes that keep a payload from looking like a start code (7.4.1). */
function withoutEmulation(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, index) => byte !== 3 || bytes[index - 1] !== 0 || bytes[index - 2] !== 0);
}

function withEmulation(bytes: Uint8Array): Uint8Array {
  const result: number[] = [];
  let zeros = 0;
  for (const byte of bytes) {
    if (zeros === 2 && byte <= 3) {
      result.push(3);
      zeros = 0;
    }
    result.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Uint8Array.from(result);
}
