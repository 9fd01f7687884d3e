import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clip } from "#tests/support/clips.ts";
import { importFile, readRenditions } from "#tests/support/import-clip.ts";
import { startTaskEngine, type TaskEngine } from "#tests/support/task-engine.ts";
import { servePicture } from "#tests/support/task-fixtures.ts";
import { newRendition } from "#tests/support/transcode-settings.ts";

let engine: TaskEngine;

beforeAll(async () => {
  engine = await startTaskEngine();
});
afterAll(() => engine.close());

test("infos and thumbs are answered while four encodes are running or queued, none of which has ended", async () => {
  const heavy = newRendition("heavy", { width: 1280, height: 720, videoBitrateKbps: 2000 });
  const assets = [];
  for (let turn = 0; turn < 4; turn++) {
    assets.push(await importFile(engine, await clip("tenSeconds"), [heavy]));
  }
  const video = engine.serve("plain.mp4", await readFile(await clip("plain")));
  const picture = await servePicture(engine);
  const statuses = await engine.run(
    Array.from({ length: 20 }, (_unused, index) =>
      index % 2 === 0
        ? { task_name: "video.info", url: video }
        : { task_name: "image.thumb", url: picture, width: 16 },
    ),
  );
  expect(statuses.map(({ status }) => status)).toEqual(Array<string>(20).fill("success"));

  const waiting = await Promise.all(assets.map(({ assetId }) => readRenditions(engine, assetId)));
  const queued = waiting.flat().filter(({ status }) => status === "queued");
  expect(queued.length).toBeGreaterThanOrEqual(2);
  for (const { renditionId } of waiting.flat()) {
    await engine.engine.library.cancelRendition(engine.engine.accounts.telestream, renditionId);
  }
});
