import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { env } from "#lib/env.ts";
import { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import {
  connectInbox,
  createWebhook,
  removeWebhook,
  renewAddress,
  replaceWebhook,
} from "#lib/features/inbox/actions.ts";
import { sendTestEvent } from "#lib/features/inbox/commands.ts";
import { getEvent } from "#lib/features/inbox/queries.ts";
import { startInbox } from "#lib/features/inbox/start-inbox.ts";
import { readWebhookOverview } from "#lib/features/inbox/webhook-overview.ts";
import { openTestDashboard, type SignedIn, signInAs } from "#tests/support/dashboard-people.ts";
import { startTestServer, type TestServer } from "#tests/support/dashboard-server.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { asRequest } from "#tests/support/next-headers.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { until } from "#tests/support/until.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let engine: TestEngine;
let server: TestServer;
let stopInbox: () => Promise<void>;
let owner: SignedIn;
let editor: SignedIn;
const ids = { telestream: "", apivideo: "", ziggeo: "", stupeflix: "" };

beforeAll(async () => {
  const port = await findFreePorts(1);
  // Read once, at the first use of the environment: the address our own engine is told.
  vi.stubEnv("PORT", String(port));
  expect(env().port).toBe(port);
  engine = await startTestEngine({ allowPrivateUrls: ["127.0.0.1"] });
  dashboard = await openTestDashboard();
  const file = path.join(dashboard.directory, "credentials.json");
  await writeFile(file, JSON.stringify(engine.credentials));
  await ensureLocalConnections(file);
  owner = await signInAs("owner");
  editor = await signInAs("editor");
  for (const { provider, connectionId } of await listConnections(owner.viewer)) ids[provider] = connectionId;
  server = await startTestServer({ port });
  stopInbox = await startInbox();
}, 120_000);
afterAll(async () => {
  await stopInbox();
  await server.close();
  await dashboard.close();
  await engine.close();
});

const asOwner = <T>(run: () => Promise<T>) => asRequest(owner.headers, run);
const webhooksOf = async (provider: keyof typeof ids) =>
  (await readWebhookOverview(owner.viewer)).find(({ connectionId }) => connectionId === ids[provider]);

describe("one click points a provider here", () => {
  test("Telestream's factory tells the inbox, and its own test event arrives", async () => {
    const [factory] = (await webhooksOf("telestream"))?.destinations ?? [];
    const connected = await asOwner(() =>
      connectInbox({
        connectionId: ids.telestream,
        destinationId: factory?.destinationId,
        events: ["video_created", "video_encoded"],
      }),
    );
    expect(connected).toMatchObject({ ok: true });
    expect((await webhooksOf("telestream"))?.webhooks).toMatchObject([
      { isOurs: true, events: ["video_created", "video_encoded"], state: "active" },
    ]);
  });

  test("api.video's account is told as a whole, though it takes uploads", async () => {
    const connected = await asOwner(() =>
      connectInbox({ connectionId: ids.apivideo, events: ["video.source.recorded"] }),
    );
    expect(connected).toMatchObject({ ok: true });
    expect(await webhooksOf("apivideo")).toMatchObject({ destinations: [], webhooks: [{ isOurs: true }] });
  });

  test("Ziggeo asks back, is answered, and the webhook is active", async () => {
    const connected = await asOwner(() =>
      connectInbox({ connectionId: ids.ziggeo, events: ["video_ready", "video_failed"] }),
    );
    expect(connected).toMatchObject({ ok: true });
    const made = await until(
      "the handshake",
      async () => (await webhooksOf("ziggeo"))?.webhooks.find(({ state }) => state === "active"),
      { withinMs: 60_000 },
    );
    expect(made).toMatchObject({
      isOurs: true,
      events: ["video_ready", "video_failed"],
      health: { failed: 0, last: { status: 200, problem: null } },
    });
  });

  test("a test event goes there the way a provider's would", async () => {
    const eventId = await sendTestEvent(owner.viewer, ids.stupeflix);
    const event = await until("the test event", async () => {
      const read = await getEvent(owner.viewer, eventId);
      return read.state === "processed" ? read : undefined;
    });
    expect(event).toMatchObject({ origin: "test", eventType: "reelyard.test" });
  });
});

describe("webhooks to anywhere", () => {
  test("say how their last delivery went", async () => {
    const url = `${engine.credentials.ziggeo.baseUrl}/nobody-listens`;
    await asOwner(() => createWebhook({ connectionId: ids.ziggeo, url, events: ["video_ready"] }));
    const health = await until("the first delivery", async () => {
      const made = (await webhooksOf("ziggeo"))?.webhooks.find((each) => each.url === url);
      return made?.health?.last && made.health;
    });
    expect(health).toMatchObject({ delivered: 0, pending: 1, last: { status: 401 } });
    expect(health.last?.problem).toContain("401");
    await asOwner(() => removeWebhook({ connectionId: ids.ziggeo, providerWebhookId: url, url }));
  });

  test("are made, replaced and removed; the address of the inbox stays the owner's secret", async () => {
    const url = "https://example.com/hooks/one";
    const made = await asOwner(() =>
      createWebhook({ connectionId: ids.ziggeo, url, events: ["video_ready"] }),
    );
    const providerWebhookId = made.ok ? made.value.providerWebhookId : "";
    const replaced = await asOwner(() =>
      replaceWebhook({
        connectionId: ids.ziggeo,
        providerWebhookId,
        currentUrl: url,
        url: "https://example.com/hooks/two",
        events: ["video_ready", "video_delete"],
      }),
    );
    expect(replaced).toMatchObject({ ok: true });
    const urls = async () => (await webhooksOf("ziggeo"))?.webhooks.map((each) => each.url) ?? [];
    expect(await urls()).toContain("https://example.com/hooks/two");
    expect(await urls()).not.toContain(url);
    const removed = await asOwner(() =>
      removeWebhook({
        connectionId: ids.ziggeo,
        providerWebhookId: replaced.ok ? replaced.value.providerWebhookId : "",
        url: "https://example.com/hooks/two",
      }),
    );
    expect(removed).toMatchObject({ ok: true });
    expect(await urls()).not.toContain("https://example.com/hooks/two");
    const seenByEditor = JSON.stringify(await readWebhookOverview(editor.viewer));
    expect(seenByEditor).not.toContain("/hooks/");
  });

  test("are refused to editors, and without events or an address", async () => {
    const input = { connectionId: ids.ziggeo, url: "https://example.com/x", events: ["video_ready"] };
    const refusals: readonly (() => Promise<unknown>)[] = [
      () => createWebhook(input),
      () => connectInbox({ connectionId: ids.ziggeo, events: ["video_ready"] }),
      () => replaceWebhook({ ...input, providerWebhookId: "w", currentUrl: "https://example.com/y" }),
      () => removeWebhook({ connectionId: ids.ziggeo, providerWebhookId: "w", url: input.url }),
      () => renewAddress({ connectionId: ids.ziggeo }),
    ];
    for (const refused of refusals) {
      expect(await asRequest(editor.headers, refused)).toMatchObject({
        ok: false,
        error: { code: "forbidden" },
      });
    }
    for (const wrong of [{ url: "ftp://example.com" }, { url: "https://a:b@example.com" }, { events: [] }]) {
      expect(await asOwner(() => createWebhook({ ...input, ...wrong }))).toMatchObject({
        ok: false,
        error: { code: "invalid" },
      });
    }
    expect(await asOwner(() => createWebhook({ ...input, connectionId: ids.stupeflix }))).toMatchObject({
      ok: false,
      error: { code: "invalid" },
    });
  });
});
