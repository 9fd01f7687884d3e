import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findInboxUrl, readInbox, sendEvents } from "#tests/support/event-load.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { type ProcessOptions, startProcess, type TestProcess } from "#tests/support/processes.ts";
import { signIn } from "#tests/support/session.ts";
import { until } from "#tests/support/until.ts";

const owner = { email: "owner@example.com", password: "twelve and more characters" };
const eventCount = 3_000;

let folder: string;
let options: ProcessOptions;
const running: TestProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-inbox-"));
  options = {
    dataDir: path.join(folder, "data"),
    port: await findFreePorts(1),
    enginePort: await findFreePorts(5),
    env: {
      REELYARD_OWNER_EMAIL: owner.email,
      REELYARD_OWNER_PASSWORD: owner.password,
      LOG_LEVEL: "warn",
    },
  };
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.kill()));
  await rm(folder, { recursive: true, force: true });
});

async function start(name: "engine" | "dashboard"): Promise<TestProcess> {
  const started = await startProcess(name, options);
  running.push(started);
  return started;
}

test("a burst of events with two kill -9 in it: all that were answered are kept, each processed once", {
  timeout: 300_000,
}, async () => {
  await start("engine");
  let dashboard = await start("dashboard");
  const url = `http://127.0.0.1:${options.port}`;
  const { cookie } = await signIn(url, owner.email, owner.password);
  const inbox = await until("the inbox's address", () => findInboxUrl(url, cookie));

  let hasEnded = false;
  const load = sendEvents({
    url: inbox,
    count: eventCount,
    connections: 16,
    prefix: "burst",
    tries: 200,
  }).finally(() => {
    hasEnded = true;
  });
  for (let kill = 0; kill < 2; kill++) {
    await delay(300);
    expect(hasEnded).toBe(false);
    await dashboard.kill();
    dashboard = await start("dashboard");
  }
  const { acknowledged, unanswered } = await load;

  const kept = await until(
    "everything to be processed",
    async () => {
      const read = await readInbox(url, cookie);
      return [...read.values()].flat().includes("waiting") ? undefined : read;
    },
    { withinMs: 120_000, everyMs: 500 },
  );
  const lost = [...acknowledged].filter((type) => !kept.has(type));
  const processedTwice = [...kept].filter(
    ([type, states]) => type !== "" && states.filter((state) => state !== "duplicate").length !== 1,
  );
  console.info(
    `inbox: 2 kills, ${acknowledged.size} acknowledged, ${unanswered} unanswered, lost ${lost.length}, ` +
      `processed twice ${processedTwice.length}`,
  );
  expect(acknowledged.size).toBe(eventCount);
  expect(unanswered).toBeGreaterThan(0);
  expect(lost).toEqual([]);
  expect(processedTwice).toEqual([]);
});
