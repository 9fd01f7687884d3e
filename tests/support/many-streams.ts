/** One EBML element: its id, the length of what is in it, and that. */
function element(id: string, content: Buffer): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE((1n << 56n) | BigInt(content.length));
  return Buffer.concat([Buffer.from(id, "hex"), size, content]);
}

const number = (id: string, value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return element(id, bytes);
};
const text = (id: string, value: string) => element(id, Buffer.from(value, "latin1"));

/** A Matroska file (RFC 9559) that declares so many streams of sound, and has a packet of none. */
export function manyStreams(count: number): Buffer {
  const head = element(
    "1a45dfa3",
    Buffer.concat([text("4282", "matroska"), number("4287", 4), number("4285", 2)]),
  );
  const info = element("1549a966", number("2ad7b1", 1_000_000));
  const tracks = Array.from({ length: count }, (_unused, index) =>
    element(
      "ae",
      Buffer.concat([
        number("d7", index + 1),
        number("73c5", index + 1),
        number("83", 2),
        text("86", "A_OPUS"),
      ]),
    ),
  );
  return Buffer.concat([
    head,
    element("18538067", Buffer.concat([info, element("1654ae6b", Buffer.concat(tracks))])),
  ]);
}
