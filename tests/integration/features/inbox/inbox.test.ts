import { createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { ensureInboxPath } from "#lib/accounts/inbox-addresses.ts";
import { countEvents, listEvents } from "#lib/features/inbox/queries.ts";
import { eventPageRequest } from "#lib/features/inbox/schema.ts";
import { rememberSigningKey } from "#lib/features/inbox/signing-keys.ts";
import { wireTaskStatuses } from "#lib/providers/stupeflix/wire.ts";
import { InboxDesk } from "#tests/support/inbox-desk.ts";

const desk = new InboxDesk();

describe("what an event may do", () => {
  test("it brings a video into the index, confirmed by a read of the provider, and says so", async () => {
    const videoId = await desk.makeVideo("told.mp4");
    const event = await desk.sendAndEnd("telestream", `event=video-created&video_id=${videoId}`);
    expect(event).toMatchObject({
      state: "processed",
      trust: "confirmed",
      eventType: "video-created",
      subject: videoId,
      assetTitle: "told.mp4",
      changes: [{ what: "asset", from: null, to: "ready" }],
      body: `event=video-created&video_id=${videoId}`,
    });
    expect((await desk.indexed()).map(({ title }) => title)).toContain("told.mp4");
  });

  test("sent again it is a duplicate that names the first, and changes nothing", async () => {
    const videoId = await desk.makeVideo("again.mp4");
    const body = `event=video-created&video_id=${videoId}`;
    const first = await desk.sendAndEnd("telestream", body);
    const second = await desk.sendAndEnd("telestream", body);
    expect(second).toMatchObject({
      state: "duplicate",
      duplicateOf: first.eventId,
      eventType: "video-created",
      subject: videoId,
      changes: [],
    });
  });

  test("three of each, shuffled: the index says what the provider says", async () => {
    const videoId = await desk.makeVideo("shuffled.mp4");
    const bodies = [
      "video-encoded",
      "video-created",
      "encoding-progress&progress=40",
      "encoding-complete",
    ].map((event) => `event=${event}&video_id=${videoId}`);
    const sent = await Promise.all(
      [...bodies, ...bodies.toReversed(), ...bodies].map((body) => desk.send("telestream", body)),
    );
    const states = await Promise.all(sent.map(async ({ eventId }) => (await desk.ended(eventId)).state));
    expect(states.filter((state) => state === "processed")).toHaveLength(4);
    expect(states.filter((state) => state === "duplicate")).toHaveLength(8);
    const found = (await desk.indexed()).filter(({ title }) => title === "shuffled.mp4");
    expect(found.map(({ status }) => status)).toEqual(["ready"]);
  });

  test("about a video the provider does not have it is kept, and changes nothing", async () => {
    const before = await desk.indexed();
    const event = await desk.sendAndEnd("telestream", `event=video-encoded&video_id=${"f".repeat(32)}`);
    expect(event).toMatchObject({ state: "ignored", trust: "claimed", changes: [] });
    expect(await desk.indexed()).toEqual(before);
  });

  test("about a video that was deleted it takes it out of the index", async () => {
    const videoId = await desk.makeVideo("deleted.mp4");
    await desk.sendAndEnd("telestream", `event=video-created&video_id=${videoId}`);
    await desk.engine.engine.library.removeAsset(desk.engine.engine.accounts.telestream, videoId);
    const event = await desk.sendAndEnd("telestream", `event=video-encoded&video_id=${videoId}`);
    expect(event.changes).toEqual([{ what: "asset", name: null, from: "ready", to: null }]);
    expect((await desk.indexed()).map(({ title }) => title)).not.toContain("deleted.mp4");
  });

  test("of a type nobody knows it is kept and can be processed again", async () => {
    const event = await desk.sendAndEnd("telestream", "event=video-dreamt");
    expect(event).toMatchObject({ state: "ignored", eventType: "video-dreamt" });
  });

  test("a task's callback is confirmed by the task's own status, or changes nothing", async () => {
    const json = { "content-type": "application/json" };
    const event = await desk.sendAndEnd("stupeflix", '{"status":"success","key":"MADEUP"}', json);
    expect(event).toMatchObject({ state: "ignored", eventType: "task.success" });
    const { baseUrl, secret } = desk.engine.credentials.stupeflix;
    const created = await fetch(`${baseUrl}/v2/create`, {
      method: "POST",
      headers: { authorization: `Secret ${secret}` },
      body: JSON.stringify({ tasks: [{ task_name: "hello", name: "you" }], block: true }),
    });
    const [status] = wireTaskStatuses.parse(await created.json());
    const confirmed = await desk.sendAndEnd("stupeflix", JSON.stringify(status), json);
    expect(confirmed).toMatchObject({ state: "processed", trust: "confirmed", eventType: "task.success" });
  });
});

describe("a provider that signs", () => {
  const key = "sig_sec_test";
  const json = { "content-type": "application/json" };
  const sign = (body: string, by = key) => createHmac("sha256", by).update(body).digest("hex");
  const bodyOf = (n: number) =>
    JSON.stringify({ type: "live-stream.broadcast.started", liveStreamId: `li${n}` });
  beforeAll(() => rememberSigningKey(desk.ids.apivideo, "webhook_1", key));

  test("is believed by its signature over the raw bytes", async () => {
    const body = bodyOf(1);
    const event = await desk.sendAndEnd("apivideo", body, { ...json, "X-Api-Video-Signature": sign(body) });
    expect(event).toMatchObject({ state: "ignored", trust: "signed" });
  });

  test("with a new key beside the old one", async () => {
    await rememberSigningKey(desk.ids.apivideo, "webhook_2", "sig_sec_new");
    const body = bodyOf(2);
    const event = await desk.sendAndEnd("apivideo", body, {
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
    const event = await desk.sendAndEnd("apivideo", bodyOf(3), { ...json, ...headers });
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
    await rememberSigningKey(desk.ids.apivideo, "webhook_times", key);
    for (const [what, emittedAt] of times) {
      const body = JSON.stringify({
        type: "live-stream.broadcast.ended",
        emittedAt,
        liveStreamId: `li ${what}`,
      });
      const signature = createHmac("sha256", key).update(body).digest("hex");
      const event = await desk.sendAndEnd("apivideo", body, { ...json, "X-Api-Video-Signature": signature });
      expect([what, event.state, event.trust]).toEqual([what, "ignored", "signed"]);
      expect(Math.abs(Date.parse(event.receivedAt) - Date.now())).toBeLessThan(60_000);
    }
  });
});

describe("what arrives broken", () => {
  test("is stored as it came, unreadable in words, and never a 500", async () => {
    const event = await desk.sendAndEnd("ziggeo", '{"event_type":', { "content-type": "application/json" });
    expect(event).toMatchObject({ state: "failed", reason: "The body is not JSON.", body: '{"event_type":' });
    const bytes = Uint8Array.of(0x7b, 0xff, 0xfe);
    const { eventId } = await desk.send("ziggeo", bytes, { "content-type": "application/json" });
    expect(await desk.ended(eventId)).toMatchObject({ state: "failed", bodyIsText: false, body: "e//+" });
    const bomb = await desk.send("ziggeo", Uint8Array.from(gzipSync(Buffer.alloc(20_000_000))), {
      "content-encoding": "gzip",
      "content-type": "application/json",
    });
    expect(await desk.ended(bomb.eventId)).toMatchObject({ state: "failed" });
  });

  test("empty or over 10 MB it is refused in words", async () => {
    expect((await desk.send("ziggeo", "")).status).toBe(400);
    expect((await desk.send("ziggeo", new Uint8Array(10_000_001))).status).toBe(413);
  });

  test("while the database is away it is 503, and nothing is said to be kept", async () => {
    const address = `${desk.server.origin}${await ensureInboxPath(desk.ids.telestream)}`;
    const post = () => fetch(address, { method: "POST", body: "event=while-away" });
    const table = async (from: string, to: string) =>
      desk.dashboard.postgres.query(`ALTER TABLE ${from} RENAME TO ${to}`);
    await table("inbox_events", "inbox_events_away");
    try {
      const answer = await post();
      expect(answer.status).toBe(503);
      expect(answer.headers.get("retry-after")).toBe("5");
      expect(await answer.text()).not.toContain("eventId");
    } finally {
      await table("inbox_events_away", "inbox_events");
    }
    const known = await listEvents(desk.owner.viewer, eventPageRequest.parse({ type: "while-away" }));
    expect(known.items).toEqual([]);
    expect((await post()).status).toBe(200);
  });

  test("credentials of a proxy are not kept with its headers", async () => {
    const event = await desk.sendAndEnd("telestream", "event=x", { authorization: "Basic planted-secret" });
    expect(event.headers).toContainEqual(["authorization", "(not kept)"]);
    expect(JSON.stringify(event)).not.toContain("planted-secret");
  });
});

test("the list is filtered, paged by keys, and counted", async () => {
  const request = eventPageRequest.parse({ connection: desk.ids.telestream, limit: 3 });
  const first = await listEvents(desk.owner.viewer, request);
  const second = await listEvents(desk.owner.viewer, { ...request, cursor: first.nextCursor ?? "" });
  const times = [...first.items, ...second.items].map(({ receivedAt }) => receivedAt);
  expect(times).toEqual(times.toSorted().toReversed());
  expect(new Set([...first.items, ...second.items].map(({ eventId }) => eventId)).size).toBe(6);
  const counts = await countEvents(desk.owner.viewer);
  expect(counts.state.refused).toBe(3);
  const refused = await listEvents(desk.owner.viewer, eventPageRequest.parse({ state: "refused" }));
  expect(refused.items).toHaveLength(3);
  const found = await listEvents(desk.owner.viewer, eventPageRequest.parse({ q: "100%_" }));
  expect(found.items).toEqual([]);
});
