/** A piece of a broadcast as its sender made it: 8 is sound, 9 picture, 18 data. The payload is an FLV tag's body. */
export interface BroadcastPacket {
  readonly type: 8 | 9 | 18;
  readonly timestampMs: number;
  readonly payload: Buffer;
}

const keyFrame = 1;
/** Set by enhanced RTMP (2023): the lower bits of the first byte are then the kind of packet, not the codec. */
const enhanced = 0x80;
const codecsWithHeader = { avc: 7, aac: 10 } as const;

/** Says how what follows is to be decoded; whoever joins later needs it first. */
export function isSequenceHeader({ type, payload }: BroadcastPacket): boolean {
  const first = payload[0] ?? 0;
  if (type === 8) return first >> 4 === codecsWithHeader.aac && payload[1] === 0;
  if (type !== 9) return false;
  if ((first & enhanced) !== 0) return (first & 0x0f) === 0;
  return (first & 0x0f) === codecsWithHeader.avc && payload[1] === 0;
}

/** A picture that needs none before it. */
export const isKeyFrame = ({ type, payload }: BroadcastPacket): boolean =>
  type === 9 && ((payload[0] ?? 0) & ~enhanced) >> 4 === keyFrame;
