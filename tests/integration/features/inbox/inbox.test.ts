import { createHmac } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { ensureInboxPath, renewInboxPath } from "#lib/accounts/inbox-addresses.ts";
import { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import { replayEvent, replayFailed } from "#lib/features/inbox/actions.ts";
import { countEvents, getEvent, listEvents } from "#lib/features/inbox/queries.ts";
import { type EventDetail, eventPageRequest } from "#lib/features/inbox/schema.ts";
import { rememberSigningKey } from "#lib/features/inbox/signing-keys.ts";
import { startInbox } from "#lib/features/inbox/start-inbox.ts";
import { listAssets } from "#lib/features/library/queries.ts";
import { assetPageRequest } from "#lib/features/library/schema.ts";
import { wireTaskStatuses } from "#lib/providers/stupeflix/wire.ts";
import { clip } from "#tests/support/clips.ts";
import { openTestDashboard, type SignedIn, signInAs } from "#tests/support/dashboard-people.ts";
import { startTestServer, type TestServer } from "#tests/support/dashboard-server.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { asRequest } from "#tests/support/next-headers.ts";
import { TelestreamCaller } from "#tests/support/telestream-caller.ts";
import { until } from "#tests/support/until.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let engine: TestEngine;
let server: TestServer;
let stopInbox: () => Promise<void>;
let owner: SignedIn;
let viewer: SignedIn;
const ids = { telestream: "", apivideo: "", ziggeo: "", stupeflix: "" };

beforeAll(async () => {
  engine = await startTestEngine();
  dashboard = await openTestDashboard();
  const file = path.join(dashboard.directory, "credentials.json");
  await writeFile(file, JSON.stringify(engine.credentials));
  await ensureLocalConnections(file);
  owner = await signInAs("owner");
  viewer = await signInAs("viewer");
  for (const { provider, connectionId } of await listConnections(owner.viewer)) ids[provider] = connectionId;
  server = await startTestServer();
  stopInbox = await startInbox();
}, 120_000);
afterAll(async () => {
  await stopInbox();
  await server.close();
  await dashboard.close();
  await engine.close();
});

type Provider = keyof typeof ids;

async function send(
  provider: Provider,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = { "content-type": "application/x-www-form-urlencoded" },
): Promise<{ status: number; eventId: string }> {
  const answer = await fetch(`${server.origin}${await ensureInboxPath(ids[provider])}`, {
    method: "POST",
    headers,
    body,
  });
  const given: unknown = await answer.json();
  const eventId = typeof given === "object" && given !== null ? String(Reflect.get(given, "eventId")) : "";
  return { status: answer.status, eventId };
}

const ended = (eventId: string): Promise<EventDetail> =>
  until(
    "the event to be processed",
    async () => {
      const event = await getEvent(owner.viewer, eventId);
      return event.state === "waiting" ? undefined : event;
    },
    { everyMs: 5 },
  );

async function sendAndEnd(provider: Provider, body: string, headers?: Record<string, string>) {
  const { status, eventId } = await send(provider, body, headers);
  expect(status).toBe(200);
  return ended(eventId);
}

const indexed = async () => (await listAssets(owner.viewer, assetPageRequest.parse({}))).items;

/** A video at the provider, which the index does not know of yet: no sync runs in this file. */
async function makeVideo(name: string): Promise<string> {
  const caller = new TelestreamCaller(engine.credentials.telestream);
  const bytes = await readFile(await clip("plain"));
  const { location } = await caller.openUpload(name, bytes.length, "none");
  const answer = await fetch(location, {
    method: "PUT",
    headers: { "x-part": "0" },
    body: Uint8Array.from(bytes),
  });
  const { id } = z.object({ id: z.string() }).parse(await answer.json());
  const { library, accounts } = engine.engine;
  await until(
    "the import",
    async () => (await library.findAsset(accounts.telestream, id))?.status === "success",
  );
  return id;
}

describe("what an event may do", () => {
  test("it brings a video into the index, confirmed by a read of the provider, and says so", async () => {
    const videoId = await makeVideo("told.mp4");
    const event = await sendAndEnd("telestream", `event=video-created&video_id=${videoId}`);
    expect(event).toMatchObject({
      state: "processed",
      trust: "confirmed",
      eventType: "video-created",
      subject: videoId,
      assetTitle: "told.mp4",
      changes: [{ what: "asset", from: null, to: "ready" }],
      body: `event=video-created&video_id=${videoId}`,
    });
    expect((await indexed()).map(({ title }) => title)).toContain("told.mp4");
  });

  test("sent again it is a duplicate that names the first, and changes nothing", async () => {
    const videoId = await makeVideo("again.mp4");
    const body = `event=video-created&video_id=${videoId}`;
    const first = await sendAndEnd("telestream", body);
    const second = await sendAndEnd("telestream", body);
    expect(second).toMatchObject({
      state: "duplicate",
      duplicateOf: first.eventId,
      eventType: "video-created",
      subject: videoId,
      changes: [],
    });
  });

  test("three of each, shuffled: the index says what the provider says", async () => {
    const videoId = await makeVideo("shuffled.mp4");
    const bodies = [
      "video-encoded",
      "video-created",
      "encoding-progress&progress=40",
      "encoding-complete",
    ].map((event) => `event=${event}&video_id=${videoId}`);
    const sent = await Promise.all(
      [...bodies, ...bodies.toReversed(), ...bodies].map((body) => send("telestream", body)),
    );
    const states = await Promise.all(sent.map(async ({ eventId }) => (await ended(eventId)).state));
    expect(states.filter((state) => state === "processed")).toHaveLength(4);
    expect(states.filter((state) => state === "duplicate")).toHaveLength(8);
    const found = (await indexed()).filter(({ title }) => title === "shuffled.mp4");
    expect(found.map(({ status }) => status)).toEqual(["ready"]);
  });

  test("about a video the provider does not have it is kept, and changes nothing", async () => {
    const before = await indexed();
    const event = await sendAndEnd("telestream", `event=video-encoded&video_id=${"f".repeat(32)}`);
    expect(event).toMatchObject({ state: "ignored", trust: "claimed", changes: [] });
    expect(await indexed()).toEqual(before);
  });

  test("about a video that was deleted it takes it out of the index", async () => {
    const videoId = await makeVideo("deleted.mp4");
    await sendAndEnd("telestream", `event=video-created&video_id=${videoId}`);
    await engine.engine.library.removeAsset(engine.engine.accounts.telestream, videoId);
    const event = await sendAndEnd("telestream", `event=video-encoded&video_id=${videoId}`);
    expect(event.changes).toEqual([{ what: "asset", name: null, from: "ready", to: null }]);
    expect((await indexed()).map(({ title }) => title)).not.toContain("deleted.mp4");
  });

  test("of a type nobody knows it is kept and can be processed again", async () => {
    const event = await sendAndEnd("telestream", "event=video-dreamt");
    expect(event).toMatchObject({ state: "ignored", eventType: "video-dreamt" });
  });

  test("a task's callback is confirmed by the task's own status, or changes nothing", async () => {
    const json = { "content-type": "application/json" };
    const event = await sendAndEnd("stupeflix", '{"status":"success","key":"MADEUP"}', json);
    expect(event).toMatchObject({ state: "ignored", eventType: "task.success" });
    const { baseUrl, secret } = engine.credentials.stupeflix;
    const created = await fetch(`${baseUrl}/v2/create`, {
      method: "POST",
      headers: { authorization: `Secret ${secret}` },
      body: JSON.stringify({ tasks: [{ task_name: "hello", name: "you" }], block: true }),
    });
    const [status] = wireTaskStatuses.parse(await created.json());
    const confirmed = await sendAndEnd("stupeflix", JSON.stringify(status), json);
    expect(confirmed).toMatchObject({ state: "processed", trust: "confirmed", eventType: "task.success" });
  });
});

describe("a provider that signs", () => {
  const key = "sig_sec_test";
  const json = { "content-type": "application/json" };
  const sign = (body: string, by = key) => createHmac("sha256", by).update(body).digest("hex");
  const bodyOf = (n: number) =>
    JSON.stringify({ type: "live-stream.broadcast.started", liveStreamId: `li${n}` });
  beforeAll(() => rememberSigningKey(ids.apivideo, "webhook_1", key));

  test("is believed by its signature over the raw bytes", async () => {
    const body = bodyOf(1);
    const event = await sendAndEnd("apivideo", body, { ...json, "X-Api-Video-Signature": sign(body) });
    expect(event).toMatchObject({ state: "ignored", trust: "signed" });
  });

  test("with a new key beside the old one", async () => {
    await rememberSigningKey(ids.apivideo, "webhook_2", "sig_sec_new");
    const body = bodyOf(2);
    const event = await sendAndEnd("apivideo", body, {
      ...json,
      "X-Api-Video-Signature": sign(body, "sig_sec_new"),
    });
    expect(event.trust).toBe("signed");
  });

  test.each([
    ["no signature", {}],
    ["another's signature", { "X-Api-Video-Signature": sign(bodyOf(3), "sig_sec_other") }],
    ["a signature that is none", { "X-Api-Video-Signature": "<script>" }],
  ])("with %s it is refused, kept as evidence, and changes nothing", async (_what, headers) => {
    const event = await sendAndEnd("apivideo", bodyOf(3), { ...json, ...headers });
    expect(event).toMatchObject({ state: "refused", trust: "refused", changes: [] });
    expect(event.body).toBe(bodyOf(3));
  });
});

describe("the time an event says of itself", () => {
  const json = { "content-type": "application/json" };
  const now = Date.now();
  const times: readonly (readonly [string, unknown])[] = [
    ["301 s ago", new Date(now - 301_000).toISOString()],
    ["in 301 s", new Date(now + 301_000).toISOString()],
    ["ten minutes off", new Date(now + 600_000).toISOString()],
    ["days ago", "2021-01-29T16:46:25.217+01:00"],
    ["in milliseconds", now],
    ["that is none", "NaN"],
    ["beyond all dates", 1e300],
    ["missing", undefined],
  ];

  test("decides nothing: the signature and a read of the provider do, and the list keeps when it came", async () => {
    const key = "sig_sec_times";
    await rememberSigningKey(ids.apivideo, "webhook_times", key);
    for (const [what, emittedAt] of times) {
      const body = JSON.stringify({
        type: "live-stream.broadcast.ended",
        emittedAt,
        liveStreamId: `li ${what}`,
      });
      const signature = createHmac("sha256", key).update(body).digest("hex");
      const event = await sendAndEnd("apivideo", body, { ...json, "X-Api-Video-Signature": signature });
      expect([what, event.state, event.trust]).toEqual([what, "ignored", "signed"]);
      expect(Math.abs(Date.parse(event.receivedAt) - Date.now())).toBeLessThan(60_000);
    }
  });
});

describe("what arrives broken", () => {
  test("is stored as it came, unreadable in words, and never a 500", async () => {
    const event = await sendAndEnd("ziggeo", '{"event_type":', { "content-type": "application/json" });
    expect(event).toMatchObject({ state: "failed", reason: "The body is not JSON.", body: '{"event_type":' });
    const bytes = Uint8Array.of(0x7b, 0xff, 0xfe);
    const { eventId } = await send("ziggeo", bytes, { "content-type": "application/json" });
    expect(await ended(eventId)).toMatchObject({ state: "failed", bodyIsText: false, body: "e//+" });
    const bomb = await send("ziggeo", Uint8Array.from(gzipSync(Buffer.alloc(20_000_000))), {
      "content-encoding": "gzip",
      "content-type": "application/json",
    });
    expect(await ended(bomb.eventId)).toMatchObject({ state: "failed" });
  });

  test("empty or over 10 MB it is refused in words", async () => {
    expect((await send("ziggeo", "")).status).toBe(400);
    expect((await send("ziggeo", new Uint8Array(10_000_001))).status).toBe(413);
  });

  test("while the database is away it is 503, and nothing is said to be kept", async () => {
    const address = `${server.origin}${await ensureInboxPath(ids.telestream)}`;
    const post = () => fetch(address, { method: "POST", body: "event=while-away" });
    const table = async (from: string, to: string) =>
      dashboard.postgres.query(`ALTER TABLE ${from} RENAME TO ${to}`);
    await table("inbox_events", "inbox_events_away");
    try {
      const answer = await post();
      expect(answer.status).toBe(503);
      expect(answer.headers.get("retry-after")).toBe("5");
      expect(await answer.text()).not.toContain("eventId");
    } finally {
      await table("inbox_events_away", "inbox_events");
    }
    const known = await listEvents(owner.viewer, eventPageRequest.parse({ type: "while-away" }));
    expect(known.items).toEqual([]);
    expect((await post()).status).toBe(200);
  });

  test("credentials of a proxy are not kept with its headers", async () => {
    const event = await sendAndEnd("telestream", "event=x", { authorization: "Basic planted-secret" });
    expect(event.headers).toContainEqual(["authorization", "(not kept)"]);
    expect(JSON.stringify(event)).not.toContain("planted-secret");
  });
});

describe("the address", () => {
  test("a wrong secret, another's secret and an unknown connection are answered alike", async () => {
    const good = await ensureInboxPath(ids.telestream);
    const secret = good.split("/").at(-1) ?? "";
    const wrong = [
      `/hooks/${ids.telestream}/${"a".repeat(32)}`,
      `/hooks/${ids.ziggeo}/${secret}`,
      `/hooks/${crypto.randomUUID()}/${secret}`,
      "/hooks/",
      `/hooks/${ids.telestream}`,
    ];
    const answers = await Promise.all(
      wrong.map(async (address) => {
        const answer = await fetch(server.origin + address, { method: "POST", body: "x" });
        return [answer.status, await answer.text()];
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.[0]).toBe(404);
  });

  test("is only written to", async () => {
    const answer = await fetch(server.origin + (await ensureInboxPath(ids.telestream)));
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST, PUT");
  });

  test("renewed, the old one goes on working for what is under way", async () => {
    const old = await ensureInboxPath(ids.ziggeo);
    const renewed = await renewInboxPath(ids.ziggeo);
    expect(renewed).not.toBe(old);
    expect(await ensureInboxPath(ids.ziggeo)).toBe(renewed);
    for (const address of [old, renewed]) {
      const answer = await until("the new address to be known", async () => {
        const given = await fetch(server.origin + address, { method: "POST", body: "event_type=x" });
        return given.status === 200 ? given : undefined;
      });
      expect(answer.status).toBe(200);
    }
  });
});

describe("doing it again", () => {
  const asOwner = <T>(run: () => Promise<T>) => asRequest(owner.headers, run);

  test("a hundred times changes nothing more, and each is in the audit log", async () => {
    const videoId = await makeVideo("replayed.mp4");
    const { eventId } = await sendAndEnd("telestream", `event=video-created&video_id=${videoId}`);
    for (let time = 0; time < 100; time++) {
      expect((await asOwner(() => replayEvent({ eventId }))).ok).toBe(true);
      expect(await ended(eventId)).toMatchObject({ state: "processed", changes: [] });
    }
    expect((await indexed()).filter(({ title }) => title === "replayed.mp4")).toHaveLength(1);
    const [audited] = await dashboard.postgres.query<{ total: string }>(
      "SELECT count(*) AS total FROM audit_entries WHERE action = 'event.replay' AND detail ->> 'eventId' = $1",
      [eventId],
    );
    expect(Number(audited?.total)).toBe(100);
  });

  test("all that failed since a moment", async () => {
    const since = new Date(Date.now() - 1_000).toISOString();
    const failed = await sendAndEnd("ziggeo", "{", { "content-type": "application/json" });
    const done = await asOwner(() => replayFailed({ since, connectionId: ids.ziggeo }));
    expect(done).toMatchObject({ ok: true, value: { count: 1 } });
    expect(await ended(failed.eventId)).toMatchObject({ state: "failed", attempts: 2 });
  });

  test("is refused to viewers, for events that are not there, and for nonsense", async () => {
    const { eventId } = await sendAndEnd("telestream", "event=y");
    expect(await asRequest(viewer.headers, () => replayEvent({ eventId }))).toMatchObject({
      ok: false,
      error: { code: "forbidden" },
    });
    expect(await asOwner(() => replayEvent({ eventId: "none" }))).toMatchObject({
      ok: false,
      error: { code: "not_found" },
    });
    expect(await asOwner(() => replayFailed({ since: "yesterday" }))).toMatchObject({
      ok: false,
      error: { code: "invalid" },
    });
  });
});

test("the list is filtered, paged by keys, and counted", async () => {
  const request = eventPageRequest.parse({ connection: ids.telestream, limit: 3 });
  const first = await listEvents(owner.viewer, request);
  const second = await listEvents(owner.viewer, { ...request, cursor: first.nextCursor ?? "" });
  const times = [...first.items, ...second.items].map(({ receivedAt }) => receivedAt);
  expect(times).toEqual(times.toSorted().toReversed());
  expect(new Set([...first.items, ...second.items].map(({ eventId }) => eventId)).size).toBe(6);
  const counts = await countEvents(owner.viewer);
  expect(counts.state.refused).toBe(3);
  const refused = await listEvents(owner.viewer, eventPageRequest.parse({ state: "refused" }));
  expect(refused.items).toHaveLength(3);
  const found = await listEvents(owner.viewer, eventPageRequest.parse({ q: "100%_" }));
  expect(found.items).toEqual([]);
});
