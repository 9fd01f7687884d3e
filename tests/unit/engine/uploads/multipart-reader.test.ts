import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { boundaryOf, MultipartError, readMultipart } from "#lib/engine/uploads/multipart-reader.ts";

const boundary = "----boundary7";
const part = (header: string, body: string | Buffer) =>
  Buffer.concat([Buffer.from(`--${boundary}\r\n${header}\r\n\r\n`), Buffer.from(body), Buffer.from("\r\n")]);
const end = Buffer.from(`--${boundary}--\r\n`);
const fileHeader = (name: string, fileName: string) =>
  `Content-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: video/mp4`;

async function read(form: Buffer, pieceBytes: number) {
  const pieces: Buffer[] = [];
  for (let at = 0; at < form.length; at += pieceBytes) pieces.push(form.subarray(at, at + pieceBytes));
  const files: { fileName: string; bytesBefore: number; bytes: Promise<Buffer> }[] = [];
  const { fields, fileCount } = await readMultipart(Readable.from(pieces), boundary, {
    onFile: ({ fileName, bytesBefore, stream }) =>
      files.push({ fileName, bytesBefore, bytes: buffer(stream).catch(() => Buffer.alloc(0)) }),
  });
  const [first] = files;
  return {
    fields: Object.fromEntries(fields),
    fileCount,
    fileName: first?.fileName,
    bytesBefore: first?.bytesBefore,
    bytes: await first?.bytes,
  };
}

/** Full of what might be the beginning of a boundary. */
const tricky = Buffer.from(`\r\n--\r\n----bound\r\n----boundary\r\r\n${"\r\n----boundary8".repeat(5)}\r\n--`);

test.each([1, 2, 7, 64, 1_000_000])("a form in pieces of %i bytes", async (pieceBytes) => {
  const before = part('Content-Disposition: form-data; name="videoId"', "vi1");
  const head = Buffer.from(`--${boundary}\r\n${fileHeader("file", "a b.mp4")}\r\n\r\n`);
  const form = Buffer.concat([before, head, tricky, Buffer.from("\r\n"), end]);
  expect(await read(form, pieceBytes)).toEqual({
    fields: { videoId: "vi1" },
    fileCount: 1,
    fileName: "a b.mp4",
    bytesBefore: before.length + head.length,
    bytes: tricky,
  });
});

test("the part is called what its sender likes, and fields may come behind it", async () => {
  const form = Buffer.concat([
    part(fileHeader("tiny.mp4", "tiny.mp4"), "abc"),
    part('Content-Disposition: form-data; name="videoId"', "vi2"),
    end,
  ]);
  expect(await read(form, 16)).toMatchObject({ fields: { videoId: "vi2" }, fileName: "tiny.mp4" });
});

test("a second file is counted and thrown away", async () => {
  const form = Buffer.concat([
    part(fileHeader("a", "a.mp4"), "first"),
    part(fileHeader("b", "b.mp4"), "second"),
    end,
  ]);
  const found = await read(form, 10);
  expect([found.fileCount, found.bytes?.toString()]).toEqual([2, "first"]);
});

test("an empty file and a name with quotes", async () => {
  const form = Buffer.concat([part(fileHeader("f", 'a\\"b%22.mp4'), ""), end]);
  expect(await read(form, 9)).toMatchObject({ fileName: 'a"b".mp4', bytes: Buffer.alloc(0) });
});

test.each([
  ["ends early", part(fileHeader("f", "a.mp4"), "abc")],
  ["has no parts", Buffer.from("nothing")],
  ["has a part without a name", Buffer.concat([part("Content-Type: text/plain", "x"), end])],
  ["has an endless header", Buffer.concat([Buffer.from(`--${boundary}\r\n`), Buffer.alloc(20_000, 65)])],
  [
    "has an endless field",
    Buffer.concat([part('Content-Disposition: form-data; name="x"', Buffer.alloc(70_000)), end]),
  ],
])("a form that %s is refused", async (_what, form) => {
  await expect(read(form, 1024)).rejects.toThrow(MultipartError);
});

test.each([
  ["multipart/form-data; boundary=abc", "abc"],
  ['Multipart/Form-Data; charset=utf-8; boundary="a b"', "a b"],
  ["multipart/form-data", undefined],
  ["application/json", undefined],
  [undefined, undefined],
])("the boundary of %j is %j", (contentType, expected) => {
  expect(boundaryOf(contentType)).toBe(expected);
});
