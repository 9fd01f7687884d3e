import { afterAll, beforeAll, expect, test } from "vitest";
import type { LiveMessage } from "#lib/domain/live.ts";
import { liveHub } from "#lib/live/hub.ts";
import { publishLive, relayLive, toPayloads } from "#lib/live/publish.ts";
import { openTestDatabase } from "#tests/support/dashboard-database.ts";
import { until } from "#tests/support/until.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let stop: () => Promise<void>;
const heard: LiveMessage[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  stop = await relayLive(database.postgres);
  liveHub().subscribe(({ message }) => heard.push(message));
});
afterAll(async () => {
  await stop();
  await database.close();
});

test("what this dashboard publishes its own pages hear once", async () => {
  heard.length = 0;
  publishLive([
    { type: "asset-removed", assetId: "a" },
    { type: "asset-removed", assetId: "b" },
  ]);
  publishLive({ type: "library" });
  // NOTIFY is answered in order: once this came back, anything of ours would have.
  await database.postgres.query('SELECT pg_notify(\'reelyard_live\', \'{"from":"sibling","messages":[]}\')');
  expect(heard.map((message) => message.type)).toEqual(["asset-removed", "asset-removed", "library"]);
});

test.skipIf(process.env.TEST_BACKEND !== "postgres")(
  "what a sibling dashboard publishes on the same server this one's pages hear, too",
  async () => {
    heard.length = 0;
    const messages = Array.from(
      { length: 300 },
      (_, index): LiveMessage => ({ type: "asset-removed", assetId: `${index}` }),
    );
    for (const payload of toPayloads("a-sibling", messages)) {
      await database.postgres.query("SELECT pg_notify('reelyard_live', $1)", [payload]);
    }
    await until("all of them", () => heard.length >= messages.length);
    expect(heard).toEqual(messages);
  },
);

test.skipIf(process.env.TEST_BACKEND !== "postgres")(
  "after the server cut the listening connection, pages fetch everything again and hear on",
  async () => {
    heard.length = 0;
    await database.postgres.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()",
    );
    await until("the resync", () => heard.some((message) => message.type === "resync"));
    const [payload = ""] = toPayloads("a-sibling", [{ type: "library" }]);
    await database.postgres.query("SELECT pg_notify('reelyard_live', $1)", [payload]);
    await until("what comes after", () => heard.some((message) => message.type === "library"));
  },
);
