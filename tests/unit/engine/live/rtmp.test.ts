import { expect, test } from "vitest";
import { decodeAmf, encodeAmf } from "#lib/engine/live/amf0.ts";
import { flvTag } from "#lib/engine/live/flv.ts";
import { isKeyFrame, isSequenceHeader } from "#lib/engine/live/packets.ts";
import { ChunkReader, encodeMessage, RtmpError } from "#lib/engine/live/rtmp-chunks.ts";

test("command values come back as they went", () => {
  const values = ["connect", 1, { app: "s", live: true, none: null, deep: { a: "é" } }, null, undefined];
  expect(decodeAmf(encodeAmf(...values))).toEqual(values);
});

test.each([
  ["a text cut short", Buffer.from([0x02, 0, 9, 65])],
  ["a kind that is none", Buffer.from([0x7f])],
  ["an array without end", Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff])],
  ["objects in objects", Buffer.alloc(200, Buffer.from([0x03, 0, 1, 65]))],
])("%s is refused", (_what, bytes) => {
  expect(() => decodeAmf(bytes)).toThrow();
});

const message = { type: 9, streamId: 1, payload: Buffer.alloc(1000, 7) };

test.each([1, 13, 5000])("a message in chunks, in pieces of %i bytes", (pieceBytes) => {
  const bytes = encodeMessage(message, { chunkStreamId: 6, chunkSize: 128 });
  const reader = new ChunkReader();
  const found = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    found.push(...reader.feed(bytes.subarray(at, at + pieceBytes)));
  }
  expect(found).toEqual([{ ...message, timestampMs: 0 }]);
});

test("times beyond three bytes are said in four, in every chunk", () => {
  const late = { ...message, timestampMs: 0x01_23_45_67 };
  const bytes = encodeMessage(late, { chunkStreamId: 6, chunkSize: 128 });
  expect([...new ChunkReader().feed(bytes)]).toEqual([late]);
});

test("what needs nothing before it is told from what does", () => {
  const packet = (type: 8 | 9, ...bytes: number[]) => ({ type, timestampMs: 0, payload: Buffer.from(bytes) });
  const h264 = { header: packet(9, 0x17, 0), key: packet(9, 0x17, 1), other: packet(9, 0x27, 1) };
  const hevc = { header: packet(9, 0x90, 0x68), key: packet(9, 0x91, 0x68), other: packet(9, 0xa1, 0x68) };
  for (const { header, key, other } of [h264, hevc]) {
    expect([header, key, other].map(isSequenceHeader)).toEqual([true, false, false]);
    expect([key, other].map(isKeyFrame)).toEqual([true, false]);
  }
  expect([packet(8, 0xaf, 0), packet(8, 0xaf, 1), packet(8, 0x2f, 0)].map(isSequenceHeader)).toEqual([
    true,
    false,
    false,
  ]);
});

test("later messages say only what changed, and their times add up", () => {
  const reader = new ChunkReader();
  const first = Buffer.from([4, 0, 0, 40, 0, 0, 1, 8, 1, 0, 0, 0, 0xaa]);
  const sameStream = Buffer.from([0x44, 0, 0, 20, 0, 0, 1, 8, 0xbb]);
  const onlyTime = Buffer.from([0x84, 0, 0, 5, 0xcc]);
  const nothing = Buffer.from([0xc4, 0xdd]);
  const found = [...reader.feed(Buffer.concat([first, sameStream, onlyTime, nothing]))];
  expect(found.map(({ timestampMs, payload }) => [timestampMs, payload[0]])).toEqual([
    [40, 0xaa],
    [60, 0xbb],
    [65, 0xcc],
    [70, 0xdd],
  ]);
});

test("what no sender needs is refused", () => {
  expect(() => [...new ChunkReader().feed(Buffer.from([0xc4, 1, 2, 3]))]).toThrow(RtmpError);
  const huge = Buffer.from([4, 0, 0, 0, 0xff, 0xff, 0xff, 9, 0, 0, 0, 0]);
  // 16,777,215 bytes pass by a hair; what is refused is a chunk size beyond it.
  expect([...new ChunkReader().feed(huge)]).toEqual([]);
  expect(() => Object.assign(new ChunkReader(), { chunkSize: 2 ** 30 })).toThrow(RtmpError);
});

test("an FLV tag carries its time in two pieces, and its length behind it", () => {
  const tag = flvTag(9, 0x01_02_03_04, Buffer.from([1, 2]));
  expect([...tag]).toEqual([9, 0, 0, 2, 2, 3, 4, 1, 0, 0, 0, 1, 2, 0, 0, 0, 13]);
});
