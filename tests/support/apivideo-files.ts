import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { clip } from "./clips.ts";

const mebibyte = 1024 * 1024;

/** The files that the vendor's own suite brings, made here: a film of three parts, pictures, captions. */
export interface ApivideoFiles {
  readonly folder: string;
  at(name: string): string;
  dispose(): Promise<void>;
}

export async function makeApivideoFiles(): Promise<ApivideoFiles> {
  const folder = await mkdtemp(path.join(tmpdir(), "reelyard-apivideo-"));
  const at = (name: string) => path.join(folder, name);
  const film = await paddedFilm(10 * mebibyte + 12_345);
  await writeFile(at("10m.mp4"), film);
  await writeFile(at("10m.mp4.part.a"), film.subarray(0, 5 * mebibyte));
  await writeFile(at("10m.mp4.part.b"), film.subarray(5 * mebibyte, 10 * mebibyte));
  await writeFile(at("10m.mp4.part.c"), film.subarray(10 * mebibyte));
  await writeFile(at("558k.mp4"), await readFile(await clip("plain")));
  await writeFile(at("test.jpg"), smallJpeg);
  await writeFile(at("test.png"), makePng(64, 32));
  await writeFile(at("en.vtt"), "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHello\n");
  return { folder, at, dispose: () => rm(folder, { recursive: true, force: true }) };
}

/** A real film of exactly so many bytes: players skip the `free` box at its end. */
export async function paddedFilm(sizeBytes: number): Promise<Buffer> {
  const film = await readFile(await clip("plain"));
  const free = Buffer.alloc(sizeBytes - film.length);
  free.writeUInt32BE(free.length, 0);
  free.write("free", 4, "latin1");
  // Not all alike: a part in the wrong place must show.
  for (let at = 8; at + 4 <= free.length; at += 4096) free.writeUInt32BE(at, at);
  return Buffer.concat([film, free]);
}

/** A grey picture. */
export function makePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height, 0x80);
  for (let row = 0; row < height; row++) rows[row * (width + 1)] = 0;
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** One grey pixel. */
const smallJpeg = Buffer.from(
  "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==",
  "base64",
);
