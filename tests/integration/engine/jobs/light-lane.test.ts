import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wireTaskStatuses } from "#lib/providers/stupeflix/wire.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { type FaultServer, raw, startFaultServer } from "#tests/support/fault-server.ts";
import { importFile, readRenditions } from "#tests/support/import-clip.ts";
import { newRendition } from "#tests/support/transcode-settings.ts";

let engine: TestEngine;
let outside: FaultServer;

beforeAll(async () => {
  outside = await startFaultServer();
  engine = await startTestEngine({ allowPrivateUrls: [`127.0.0.1:${outside.port}`] });
});
afterAll(async () => {
  await engine.close();
  await outside.close();
});

test("twenty infos are answered while four encodes are running or queued, none of which has ended", async () => {
  const heavy = newRendition("heavy", { width: 1280, height: 720, videoBitrateKbps: 2000 });
  const assets = [];
  for (let turn = 0; turn < 4; turn++) {
    assets.push(await importFile(engine, await clip("tenSeconds"), [heavy]));
  }
  const bytes = await readFile(await clip("plain"));
  outside.script(raw(200, bytes));
  const { baseUrl, secret } = engine.credentials.stupeflix;
  const answer = await fetch(`${baseUrl}/v2/create`, {
    method: "POST",
    headers: { authorization: `Secret ${secret}` },
    body: JSON.stringify({
      block: true,
      tasks: Array.from({ length: 20 }, (_, number) => ({
        task_name: "video.info",
        url: `${outside.baseUrl}/${number}.mp4`,
      })),
    }),
  });
  const statuses = wireTaskStatuses.parse(await answer.json());
  expect(statuses.map(({ status }) => status)).toEqual(Array<string>(20).fill("success"));

  const waiting = await Promise.all(assets.map(({ assetId }) => readRenditions(engine, assetId)));
  const queued = waiting.flat().filter(({ status }) => status === "queued");
  expect(queued.length).toBeGreaterThanOrEqual(2);
  for (const { renditionId } of waiting.flat()) {
    await engine.engine.library.cancelRendition(engine.engine.accounts.telestream, renditionId);
  }
});
