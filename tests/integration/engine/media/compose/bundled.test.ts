import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findToolchain } from "#lib/engine/media/toolchain.ts";
import { type FilmSource, levelOf, renderGolden, synthesise } from "#tests/support/film.ts";

let folder: string;
let sources: Record<string, FilmSource>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-bundled-"));
  const file = await synthesise(path.join(folder, "clip.mkv"), [
    ...["-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=3", "-f", "lavfi", "-i", "sine=880:d=3"],
    ...["-c:v", "libx264", "-qp", "0", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le"],
  ]);
  const facts = { kind: "media", width: 160, height: 90, durationSeconds: 3, soundChannels: 1 } as const;
  sources = { clip: { file, formatName: "matroska", facts } };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const bundled = bundledFfmpeg();

/** The ffmpeg of 2018 that comes with the packages; undefined where they have none for this machine. */
function bundledFfmpeg(): string | undefined {
  try {
    const name = `@ffmpeg-installer/${process.platform}-${process.arch}`;
    return path.join(path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), "ffmpeg");
  } catch {
    return undefined;
  }
}

test.skipIf(!bundled)("ffmpeg 4.1, which is bundled, makes the same film", async () => {
  const body = `<stack duration="1">
      <effect type="none"><video filename="http://media/clip" skip="1"/></effect>
      <text type="zone" fontcolor="#ffffff">Hello</text>
      <audio filename="http://media/clip" margin-start="0.2" volume="0.5" fadeout="0.3"/>
    </stack>
    <transition type="circle" duration="0.4"/>
    <effect type="kenburns" duration="1"><image color="#336699"/></effect>`;
  const toolchain = await findToolchain({ ffmpegPath: bundled });
  const [ours, older] = [await renderGolden(body, sources), await renderGolden(body, sources, { toolchain })];
  expect(older.frameCount).toBe(ours.frameCount);
  for (const frame of [0, 12, 20, 35]) {
    const [a, b] = [ours.frame(frame), older.frame(frame)];
    // Either swscale rounds colours its own way.
    expect(Math.max(...a.map((value, index) => Math.abs(value - (b[index] ?? 0))))).toBeLessThanOrEqual(4);
  }
  expect(Math.abs(levelOf(older.sound, 0.3, 0.5) - levelOf(ours.sound, 0.3, 0.5))).toBeLessThan(0.2);
});
