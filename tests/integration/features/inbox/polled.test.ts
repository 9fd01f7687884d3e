import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { applyAssets } from "#lib/asset-index/apply-assets.ts";
import type { ProviderAsset } from "#lib/domain/asset.ts";
import { settlePolled } from "#lib/features/inbox/polled.ts";
import { startInbox } from "#lib/features/inbox/start-inbox.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { openTestDashboard } from "#tests/support/dashboard-people.ts";
import { providerAsset } from "#tests/support/provider-asset.ts";
import { until } from "#tests/support/until.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let stopInbox = async () => {};
let connectionId: string;
beforeAll(async () => {
  dashboard = await openTestDashboard();
  stopInbox = await startInbox();
});
beforeEach(async () => {
  connectionId = await addTestConnection("http://127.0.0.1:1");
});
afterAll(async () => {
  await stopInbox();
  await dashboard.close();
});

const query = <Row>(text: string, ...parameters: unknown[]) =>
  dashboard.postgres.query<Row>(text, parameters);

/** An event of the provider's: it has webhooks, so one is expected of every end. */
const hearFrom = (subject: string) =>
  query(
    `INSERT INTO inbox_events (event_id, connection_id, origin, received_at, body, body_hash, state, trust, event_type, subject, changes, due_at)
     VALUES ($1, $2, 'webhook', now(), '', $3, 'processed', 'confirmed', 'video.encoded', $4, '[]', now())`,
    randomUUID(),
    connectionId,
    randomUUID(),
    subject,
  );

const polled = () =>
  query<{ subject: string; state: string; to: string; reason: string | null }>(
    `SELECT subject, state, changes -> 0 ->> 'to' AS to, reason FROM inbox_events
     WHERE connection_id = $1 AND origin = 'poll' ORDER BY subject`,
    connectionId,
  );

let second = 0;
const tell = (given: Partial<ProviderAsset>) => {
  const readAt = new Date(Date.UTC(2026, 10, 21, 12, 0, second++));
  const asset = providerAsset({ updatedAt: readAt.toISOString(), ...given });
  return applyAssets(connectionId, [asset], { readAt });
};
const isNoted = () =>
  until("the end to be noted", async () => ((await polled()).length > 0 ? true : undefined));
const graceIsOver = () => query("UPDATE inbox_events SET due_at = now() WHERE origin = 'poll'");

test("an end that no event tells of is kept as found by polling once its grace is over", async () => {
  await hearFrom("another");
  await tell({});
  await tell({ status: "ready" });
  await isNoted();
  await settlePolled();
  expect(await polled()).toMatchObject([{ state: "waiting" }]);
  await graceIsOver();
  // The inbox settles them too, now and then: who did it does not matter.
  await settlePolled();
  expect(await polled()).toEqual([
    {
      subject: "v1",
      state: "processed",
      to: "ready",
      reason: "No event told of this: the regular sync found it.",
    },
  ]);
});

test("one that an event told of is not", async () => {
  await tell({});
  await hearFrom("v1");
  await tell({ status: "ready" });
  await isNoted();
  await graceIsOver();
  await settlePolled();
  expect(await polled()).toEqual([]);
});

test("what changes of a video that is ready already is no end", async () => {
  await hearFrom("another");
  await tell({ status: "ready" });
  await isNoted();
  await tell({ status: "ready", title: "Harbour at dawn" });
  await tell({ status: "ready", title: "Harbour at dawn", posterUrl: "https://example.com/p.jpg" });
  // A second end, after all of the above: what came before it has been looked at.
  await tell({ providerAssetId: "v2", status: "failed" });
  await until("the second end", async () => ((await polled()).length > 1 ? true : undefined));
  expect((await polled()).map(({ subject, to }) => [subject, to])).toEqual([
    ["v1", "ready"],
    ["v2", "failed"],
  ]);
});

test("where no webhook ever came none is expected", async () => {
  const withoutWebhooks = connectionId;
  await tell({ status: "ready" });
  connectionId = await addTestConnection("http://127.0.0.1:1", { name: "Another" });
  await hearFrom("another");
  await tell({ status: "ready" });
  await isNoted();
  connectionId = withoutWebhooks;
  expect(await polled()).toEqual([]);
});
