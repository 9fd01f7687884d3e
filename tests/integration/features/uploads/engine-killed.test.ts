import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openAccount } from "#lib/accounts/accounts.ts";
import { UploadEngine } from "#lib/features/uploads/client/upload-engine.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { openTestDashboard, signInAs } from "#tests/support/dashboard-people.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { type ProcessOptions, startProcess, type TestProcess } from "#tests/support/processes.ts";
import { readTelestreamCredentials } from "#tests/support/telestream-caller.ts";
import { until } from "#tests/support/until.ts";
import {
  backendOf,
  chooseFirstPlace,
  makeFile,
  sha256Of,
  storedSha256,
} from "#tests/support/upload-bench.ts";
import { hurriedClock, testPorts, watchedTransport } from "#tests/support/upload-ports.ts";

const mebibyte = 1024 * 1024;
let options: ProcessOptions;
let engine: TestProcess;
let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;

beforeAll(async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "reelyard-killed-"));
  options = { dataDir, port: await findFreePorts(1), enginePort: await findFreePorts(5) };
  [engine, dashboard] = await Promise.all([startProcess("engine", options), openTestDashboard()]);
});

afterAll(async () => {
  await engine.stop();
  await dashboard.close();
  await rm(options.dataDir, { recursive: true, force: true });
});

test("an engine killed twice in the middle of an upload gets every byte, and hardly one of them twice", {
  timeout: 180_000,
}, async () => {
  const { viewer } = await signInAs("editor");
  const { baseUrl, accessKey, secretKey, factoryId } = await readTelestreamCredentials(options.dataDir);
  const connectionId = await addTestConnection(baseUrl, {
    provider: "telestream",
    secrets: { accessKey, secretKey, factoryId },
  });
  const destination = await chooseFirstPlace(connectionId);
  const transport = watchedTransport();
  const uploads = new UploadEngine(
    testPorts({ backend: backendOf(viewer), transport, clock: hurriedClock(4) }),
  );
  const file = await makeFile("survivor.mp4", 160 * mebibyte);
  await uploads.add([{ file, handle: null }], destination);

  for (const enough of [4, 14]) {
    await until(
      `${enough} parts to be there`,
      () => transport.parts.filter(({ ok }) => ok).length >= enough,
      {
        everyMs: 1,
      },
    );
    await engine.kill();
    engine = await startProcess("engine", options);
  }
  const view = await until(
    "the upload to be accepted",
    () => {
      const [each] = uploads.views();
      return each?.assetId !== null && each;
    },
    { withinMs: 90_000 },
  );
  uploads.close();

  const sentTwice = transport.sentBytes() - file.size;
  expect(transport.parts.some(({ ok }) => !ok)).toBe(true);
  // What was answered is never sent again; of parts that broke off, only what had not arrived.
  expect(sentTwice).toBeLessThanOrEqual(0);
  const { provider } = await openAccount(connectionId);
  const [asset] = (await provider.library?.list({}))?.assets ?? [];
  if (!asset || !view) throw new Error("The provider has no video.");
  expect(await storedSha256(connectionId, asset.providerAssetId)).toBe(await sha256Of(file));
});
