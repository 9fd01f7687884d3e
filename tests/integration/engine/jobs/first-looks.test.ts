import { copyFile, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FirstLooks } from "#lib/engine/jobs/first-looks.ts";
import { SpareFfmpeg } from "#lib/engine/jobs/spare-ffmpeg.ts";
import { createMediaTools } from "#lib/engine/media/media-tools.ts";
import { type EngineStorage, openStorage } from "#lib/engine/storage.ts";
import { clip } from "#tests/support/clips.ts";
import { knownToolchain } from "#tests/support/known-toolchain.ts";

let folder: string;
let storage: EngineStorage;
let spare: SpareFfmpeg;
let looks: FirstLooks;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-looks-"));
  storage = await openStorage(folder);
  const toolchain = await knownToolchain();
  spare = new SpareFfmpeg(toolchain, storage);
  const { probeFile } = createMediaTools(toolchain, storage);
  looks = new FirstLooks({ probe: (file) => probeFile(file, AbortSignal.timeout(60_000)), spare });
});
afterEach(async () => {
  await looks.close();
  await spare.drop();
  await rm(folder, { recursive: true, force: true });
});

async function arrive(name: Parameters<typeof clip>[0]): Promise<string> {
  const file = path.join(folder, "arrived");
  await copyFile(await clip(name), file);
  return file;
}

const workLeft = () => readdir(path.join(folder, "work"));

test("poster and filmstrip are drawn of a file that is moved away meanwhile", async () => {
  spare.prepare();
  const file = await arrive("tenSeconds");
  const { facts } = await looks.look("asset", file);
  await rename(file, `${file}-elsewhere`);
  expect(facts).toMatchObject({ width: 640, height: 360, videoCodec: "h264" });

  const pictures = looks.take("asset");
  expect((await pictures?.poster)?.subarray(0, 3).toString("hex")).toBe("ffd8ff");
  expect((await pictures?.made)?.filmstrip).toMatchObject({ frameCount: 5, frameWidth: 240 });
  await pictures?.dispose();
  expect(await workLeft()).toEqual([]);
});

test("what was seen once is not read again, and begun pictures are handed over once", async () => {
  spare.prepare();
  const file = await arrive("tenSeconds");
  const first = await looks.look("asset", file);
  await rm(file);
  expect(await looks.look("asset", file)).toBe(first);
  const pictures = looks.take("asset");
  expect(pictures).toBeDefined();
  expect(looks.take("asset")).toBeUndefined();
  await pictures?.dispose();
});

test("pictures that nobody takes leave no process and no directory", async () => {
  spare.prepare();
  await looks.look("dropped", await arrive("hd10s"));
  await looks.drop("dropped");
  expect(await workLeft()).toEqual([]);

  spare.prepare();
  await looks.look("closed", await arrive("hd10s"));
  await looks.close();
  expect(await workLeft()).toEqual([]);
});

test("without an ffmpeg that waits the facts alone are read", async () => {
  const { facts } = await looks.look("asset", await arrive("tenSeconds"));
  expect(facts?.durationMs).toBe(10_000);
  expect(looks.take("asset")).toBeUndefined();
});

test("of what is no media the look says so, and leaves the ffmpeg to the next", async () => {
  spare.prepare();
  const file = path.join(folder, "notes.txt");
  await writeFile(file, "Not a film at all, and long enough to be looked into.");
  expect(await looks.look("asset", file)).toEqual({
    facts: null,
    message: "Video data in file not recognised",
  });
  await looks.look("next", await arrive("tenSeconds"));
  expect(looks.take("asset")).toBeUndefined();
  const next = looks.take("next");
  expect(next).toBeDefined();
  await next?.dispose();
});
