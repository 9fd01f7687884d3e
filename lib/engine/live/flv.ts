/** What begins an FLV file that may have picture and sound. */
export const flvHeader = Buffer.from([0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0]);

/** One packet as an FLV tag: 8 is sound, 9 picture, 18 data. RTMP's messages are these tags' bodies. */
export function flvTag(type: 8 | 9 | 18, timestampMs: number, body: Buffer): Buffer {
  const tag = Buffer.alloc(11 + body.length + 4);
  tag.writeUInt8(type, 0);
  tag.writeUIntBE(body.length, 1, 3);
  tag.writeUIntBE(timestampMs & 0xff_ff_ff, 4, 3);
  tag.writeUInt8((timestampMs >>> 24) & 0xff, 7);
  body.copy(tag, 11);
  tag.writeUInt32BE(11 + body.length, 11 + body.length);
  return tag;
}
