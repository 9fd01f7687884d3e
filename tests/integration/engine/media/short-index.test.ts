import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from "mediabunny";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkChunks } from "#lib/engine/media/check-chunks.ts";
import { probeDemuxed } from "#lib/engine/media/probe-demuxed.ts";
import { probeWithFfprobe } from "#lib/engine/media/probe-ffprobe.ts";
import { shortenIndex } from "#lib/engine/media/short-index.ts";
import { findToolchain } from "#lib/engine/media/toolchain.ts";

const run = promisify(execFile);
let folder: string;
const film = () => path.join(folder, "film.mp4");

/** Twenty-four seconds: 720 pictures, some of them shown in another order than they come in, and more sounds. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-index-"));
  await run("ffmpeg", [
    ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=64x36:r=30", "-f", "lavfi", "-i", "sine=440"],
    ...["-t", "24", "-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", "60", "-pix_fmt", "yuv420p"],
    ...["-c:a", "aac", film()],
  ]);
  const copies = { fragmented: ["-movflags", "frag_keyframe+empty_moov"], short: ["-t", "2"] };
  for (const [name, args] of Object.entries(copies)) {
    await run("ffmpeg", [
      "-v",
      "error",
      "-i",
      film(),
      "-c",
      "copy",
      ...args,
      path.join(folder, `${name}.mp4`),
    ]);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function indexOf(file: string) {
  const bytes = await readFile(file);
  const read = async (start: number, end: number) => bytes.subarray(start, end);
  const index = await checkChunks({ size: bytes.length, read, close: async () => {} });
  if (!index) throw new Error("An MP4 has an index.");
  return { bytes, index };
}

async function packetsOf(bytes: Uint8Array) {
  using input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) });
  const tracks = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  return await Promise.all(
    tracks.map(async (track) => {
      if (!track) throw new Error("The film has pictures and sound.");
      const packets: unknown[] = [];
      for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, {
        metadataOnly: true,
      })) {
        packets.push([packet.timestamp, packet.duration, packet.byteLength, packet.type]);
      }
      return packets;
    }),
  );
}

test("a shortened index tells the first packets of each track as the whole one does, and no others", async () => {
  const { bytes, index } = await indexOf(film());
  const short = shortenIndex(index.bytes);
  if (!short) throw new Error("A plain film's index can be shortened.");
  expect(short.length).toBe(index.bytes.length);
  const patched = Buffer.from(bytes);
  short.copy(patched, index.start);
  const [whole, cut] = [await packetsOf(bytes), await packetsOf(patched)];
  for (const [track, packets] of cut.entries()) {
    expect(whole[track]?.length).toBeGreaterThan(700);
    expect(packets).toHaveLength(512);
    expect(packets.slice(0, 480)).toEqual(whole[track]?.slice(0, 480));
  }
});

test("the facts are those that ffprobe finds in all of it", async () => {
  const toolchain = await findToolchain({});
  const signal = new AbortController().signal;
  const { length } = await readFile(film());
  const theirs = await probeWithFfprobe(toolchain, {
    file: "film.mp4",
    cwd: folder,
    sizeBytes: length,
    signal,
  });
  const ours = await probeDemuxed(film());
  const common = [
    "width",
    "height",
    "framesPerSecond",
    "videoCodec",
    "audioCodec",
    "audioSampleRate",
  ] as const;
  for (const fact of common) expect([fact, ours?.[fact]]).toEqual([fact, theirs?.[fact]]);
  expect(Math.abs((ours?.durationMs ?? 0) - (theirs?.durationMs ?? Number.NaN))).toBeLessThan(50);
});

test("what is told by the end of its tables, and what is no index, is left as it is", async () => {
  const { index } = await indexOf(path.join(folder, "fragmented.mp4"));
  expect(shortenIndex(index.bytes)).toBeUndefined();
  expect((await probeDemuxed(path.join(folder, "fragmented.mp4")))?.durationMs).toBeGreaterThan(23_900);
  const short = await indexOf(path.join(folder, "short.mp4"));
  expect(shortenIndex(short.index.bytes)?.equals(short.index.bytes)).toBe(true);
  for (let length = 0; length < index.bytes.length; length += 7) {
    expect(shortenIndex(index.bytes.subarray(0, length))).toBeUndefined();
  }
  expect(shortenIndex(Buffer.from("....moovnonsense that is no box"))).toBeUndefined();
});
