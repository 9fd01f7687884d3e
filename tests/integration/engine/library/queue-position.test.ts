import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { newRendition } from "#tests/support/transcode-settings.ts";

let engine: TestEngine;

beforeAll(async () => {
  // Nobody takes from the line, so that it stands still while we look at it.
  engine = await startTestEngine({ limits: { encodeParallelism: 0 } });
});
afterAll(() => engine.close());

test("videos wait in line behind those that came before, all renditions of one in one place", async () => {
  const { engine: running } = engine;
  const waiting: string[][] = [];
  for (const title of ["first", "second", "third"]) {
    const asset = await running.library.createAsset({
      account: running.accounts.telestream,
      containerId: engine.credentials.telestream.factoryId,
      title,
      originalFilename: `${title}.mp4`,
    });
    const added = await running.library.addRenditions(asset.assetId, [
      newRendition("h264"),
      newRendition("webm", { container: "webm", videoCodec: "vp8", audioCodec: "vorbis" }),
    ]);
    waiting.push(added.map(({ renditionId }) => renditionId));
  }
  const places = await Promise.all(
    waiting.map((ids) => Promise.all(ids.map((id) => running.library.queuePosition(id)))),
  );
  expect(places).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});
