import { afterAll, beforeAll, expect, test } from "vitest";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { importFile, readRenditions } from "#tests/support/import-clip.ts";
import { newRendition } from "#tests/support/transcode-settings.ts";

let engine: TestEngine;

beforeAll(async () => {
  engine = await startTestEngine({ limits: { encodeParallelism: 0 } });
});
afterAll(() => engine.close());

test("a source imported again after a kill gets no second set of renditions", async () => {
  const wanted = [newRendition("h264")];
  const asset = await importFile(engine, await clip("tenSeconds"), wanted);
  expect(asset.status).toBe("success");
  await engine.engine.library.importSource(asset.assetId, {
    sourceKey: asset.sourceKey ?? "",
    renditions: wanted,
  });
  expect((await readRenditions(engine, asset.assetId)).length).toBe(1);
});
