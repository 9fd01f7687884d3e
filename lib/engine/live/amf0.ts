/** Values of Action Message Format 0, as RTMP commands carry them. */
export type AmfValue =
  | number
  | boolean
  | string
  | null
  | undefined
  | readonly AmfValue[]
  | { readonly [name: string]: AmfValue };

const deepest = 8;

/** All values of a message. Throws `RangeError` or `TypeError` for bytes that are none. */
export function decodeAmf(bytes: Buffer): AmfValue[] {
  const reader = new AmfReader(bytes);
  const values: AmfValue[] = [];
  while (!reader.isAtEnd) values.push(reader.read(0));
  return values;
}

class AmfReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  read(depth: number): AmfValue {
    if (depth > deepest) throw new TypeError("A value is too deep.");
    const marker = this.#take(1).readUInt8();
    switch (marker) {
      case 0x00:
        return this.#take(8).readDoubleBE();
      case 0x01:
        return this.#take(1).readUInt8() !== 0;
      case 0x02:
        return this.#text(this.#take(2).readUInt16BE());
      case 0x03:
        return this.#members(depth);
      case 0x05:
        return null;
      case 0x06:
        return undefined;
      case 0x08:
        this.#take(4);
        return this.#members(depth);
      case 0x0a: {
        const count = this.#take(4).readUInt32BE();
        if (count > 1_000) throw new TypeError("An array is too long.");
        return Array.from({ length: count }, () => this.read(depth + 1));
      }
      case 0x0c:
        return this.#text(this.#take(4).readUInt32BE());
      default:
        throw new TypeError(`There is no AMF value of kind ${marker}.`);
    }
  }

  #members(depth: number): Record<string, AmfValue> {
    const members = new Map<string, AmfValue>();
    for (;;) {
      const name = this.#text(this.#take(2).readUInt16BE());
      if (name === "" && this.#bytes[this.#at] === 0x09) {
        this.#at++;
        return Object.fromEntries(members);
      }
      members.set(name, this.read(depth + 1));
    }
  }

  #text(length: number): string {
    return this.#take(length).toString("utf8");
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError("A value ends early.");
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}

export function encodeAmf(...values: readonly AmfValue[]): Buffer {
  return Buffer.concat(values.map(encodeValue));
}

function encodeValue(value: AmfValue): Buffer {
  switch (typeof value) {
    case "number": {
      const bytes = Buffer.alloc(9);
      bytes.writeDoubleBE(value, 1);
      return bytes;
    }
    case "boolean":
      return Buffer.from([0x01, value ? 1 : 0]);
    case "string":
      return Buffer.concat([Buffer.from([0x02]), encodeName(value)]);
    case "undefined":
      return Buffer.from([0x06]);
    default: {
      if (value === null) return Buffer.from([0x05]);
      const members = Object.entries(value).flatMap(([name, member]) => [
        encodeName(name),
        encodeValue(member),
      ]);
      return Buffer.concat([Buffer.from([0x03]), ...members, Buffer.from([0, 0, 0x09])]);
    }
  }
}

function encodeName(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
