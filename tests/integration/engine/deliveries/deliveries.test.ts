import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DeliveryStore } from "#lib/engine/deliveries/delivery-store.ts";
import { makeAttempt } from "#lib/engine/deliveries/make-attempt.ts";
import type { Delivery, NewDelivery } from "#lib/engine/deliveries/types.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import {
  dribble,
  endless,
  type FaultServer,
  hang,
  hangMidBody,
  json,
  redirect,
  reset,
  resetMidBody,
  startFaultServer,
} from "#tests/support/fault-server.ts";
import { TestClock } from "#tests/support/telestream-engine.ts";
import { until } from "#tests/support/until.ts";

const clock = new TestClock();
let dataDir: string;
let receiver: FaultServer;
let other: FaultServer;
let running: TestEngine;

const start = () =>
  startTestEngine({
    dataDir,
    clock,
    allowPrivateUrls: [`127.0.0.1:${receiver.port}`],
    dashboardUrls: [other.baseUrl],
  });

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "reelyard-deliveries-"));
  receiver = await startFaultServer();
  other = await startFaultServer();
  running = await start();
});
afterAll(async () => {
  await running.close();
  await receiver.close();
  await other.close();
  await rm(dataDir, { recursive: true, force: true });
});

const account = () => running.engine.accounts.telestream;

function message(changes: Partial<NewDelivery> = {}): NewDelivery {
  return {
    account: account(),
    kind: "test",
    subject: "subject",
    event: "happened",
    url: `${receiver.baseUrl}/hook`,
    headers: { "content-type": "text/plain" },
    body: Buffer.from("it happened"),
    retryDelaysMs: [],
    ...changes,
  };
}

const send = (changes?: Partial<NewDelivery>) => running.engine.deliveries.send(message(changes));

async function read(deliveryId: string): Promise<Delivery> {
  const delivery = await running.engine.deliveries.find(account(), deliveryId);
  if (!delivery) throw new Error("There is no such delivery.");
  return delivery;
}

const attemptsOf = ({ deliveryId }: Delivery, count: number) =>
  until(`attempt ${count}`, async () => {
    const delivery = await read(deliveryId);
    return delivery.attempts.length >= count ? delivery : undefined;
  });

test("a message arrives as it was given, and the log says how it went", async () => {
  receiver.script(json(201, { thanks: true }));
  const body = Buffer.from([0, 1, 2, 0xff, 0x0a]);
  const sent = await send({ method: "PUT", headers: { "x-event": "one" }, body });
  expect(sent).toMatchObject({ state: "pending", attempts: [], event: "happened" });
  const delivered = await attemptsOf(sent, 1);
  expect(delivered).toMatchObject({ state: "delivered", nextAttemptAt: null });
  expect(delivered.attempts).toMatchObject([
    { status: 201, error: null, responseExcerpt: '{"thanks":true}' },
  ]);
  expect(receiver.requests).toMatchObject([
    { method: "PUT", url: "/hook", headers: { "x-event": "one", "content-length": "5" } },
  ]);
});

test("fault 35: what a receiver answers badly is sent again on its schedule, and delivered once it is well", async () => {
  const minute = 60_000;
  receiver.script(
    json(500, { why: "overloaded" }),
    redirect("http://127.0.0.1:1/internal"),
    reset,
    resetMidBody,
    json(200, {}),
  );
  const sent = await send({ retryDelaysMs: [minute, 2 * minute, 4 * minute, 8 * minute] });
  for (const [index, delayMs] of [minute, 2 * minute, 4 * minute, 8 * minute].entries()) {
    const failed = await attemptsOf(sent, index + 1);
    const waitMs = (failed.nextAttemptAt?.getTime() ?? 0) - clock.now().getTime();
    expect(failed.state).toBe("pending");
    expect(waitMs).toBeGreaterThan(delayMs - 10_000);
    expect(waitMs).toBeLessThanOrEqual(delayMs * 1.1);
    clock.turn(delayMs * 1.1 + 1_000);
  }
  const delivered = await attemptsOf(sent, 5);
  expect(delivered.state).toBe("delivered");
  expect(delivered.attempts.map(({ status }) => status)).toEqual([500, 302, null, 200, 200]);
  expect(delivered.attempts[1]?.error).toContain("redirects are not followed");
  expect(delivered.attempts[3]?.error).toBe("The connection was reset.");
  expect(receiver.requests).toHaveLength(5);
});

test("fault 35: an answer of a gigabyte is read at its beginning alone", async () => {
  receiver.script(endless(1024 ** 3, { declared: true }));
  const delivered = await attemptsOf(await send(), 1);
  expect(delivered).toMatchObject({ state: "delivered", attempts: [{ status: 200, error: null }] });
  expect(delivered.attempts[0]?.responseExcerpt).toHaveLength(1_000);
});

test.each([
  ["says nothing", hang],
  ["stops in the middle", hangMidBody],
  ["sends a byte now and then", dribble],
])("fault 35: a receiver that %s is given up after the time limit", async (_name, fault) => {
  receiver.script(fault);
  const attempt = await makeAttempt(message() as NewDelivery & { method: "POST" }, {
    allowPrivate: [`127.0.0.1:${receiver.port}`],
    now: clock.now(),
    signal: new AbortController().signal,
    timeoutMs: 150,
  });
  expect(attempt.error).toContain("did not finish answering");
});

test("when all repetitions are used up it has failed, and can be sent once more by hand", async () => {
  receiver.script(json(503, {}), json(503, {}), json(503, {}), json(200, {}));
  const sent = await send({ retryDelaysMs: [1_000] });
  await attemptsOf(sent, 1);
  clock.turn(1_200);
  expect(await attemptsOf(sent, 2)).toMatchObject({ state: "failed", nextAttemptAt: null });
  const { deliveries } = running.engine;
  expect(await deliveries.resend(account(), sent.deliveryId)).toBe(true);
  expect(await attemptsOf(sent, 3)).toMatchObject({ state: "failed" });
  expect(await deliveries.resend(account(), sent.deliveryId)).toBe(true);
  expect(await attemptsOf(sent, 4)).toMatchObject({ state: "delivered" });
  expect(await deliveries.resend(account(), "unknown")).toBe(false);
  expect(await deliveries.resend(running.engine.accounts.ziggeo, sent.deliveryId)).toBe(false);
});

test("it is not sent before its time", async () => {
  receiver.script(json(200, {}));
  const sent = await send({ notBefore: new Date(clock.now().getTime() + 3600_000) });
  const marker = await send({ event: "later" });
  await attemptsOf(marker, 1);
  expect((await read(sent.deliveryId)).attempts).toEqual([]);
  clock.turn(3600_000);
  expect(await attemptsOf(sent, 1)).toMatchObject({ state: "delivered" });
});

test("private addresses are refused in words, the dashboard's door for webhooks is not", async () => {
  other.script(json(200, {}));
  const refused = await attemptsOf(await send({ url: `${other.baseUrl}/api/users` }), 1);
  expect(refused).toMatchObject({ state: "failed", attempts: [{ status: null }] });
  expect(refused.attempts[0]?.error).toContain("not a public address");
  const escaping = await attemptsOf(await send({ url: `${other.baseUrl}/hooks/../api/users` }), 1);
  expect(escaping.state).toBe("failed");
  const noUrl = await attemptsOf(await send({ url: "nonsense" }), 1);
  expect(noUrl.state).toBe("failed");
  expect(other.requests).toEqual([]);
  const delivered = await attemptsOf(await send({ url: `${other.baseUrl}/hooks/one` }), 1);
  expect(delivered.state).toBe("delivered");
});

test("an address that hangs holds up nobody else, and an engine that stops leaves nothing unsent", async () => {
  other.script(hang);
  receiver.script(json(200, {}));
  const stuck = await Promise.all(
    Array.from({ length: 20 }, () => send({ url: `${other.baseUrl}/hooks/hanging`, subject: "stuck" })),
  );
  await until("the first of them are under way", () => other.requests.length === 4);
  expect(await attemptsOf(await send(), 1)).toMatchObject({ state: "delivered" });
  expect(other.requests).toHaveLength(4);

  await running.stop();
  other.script(json(200, {}));
  running = await start();
  for (const one of stuck) expect(await attemptsOf(one, 1)).toMatchObject({ state: "delivered" });
  expect(other.requests).toHaveLength(20);
});

test("of two engines one has an attempt, and one that slept past its lease writes nothing", async () => {
  const store = new DeliveryStore(running.engine.db.db);
  const now = clock.now();
  // Due in the future of the running engine, so that it stays out of the way.
  const later = new Date(now.getTime() + 24 * 3600_000);
  const { deliveryId } = await store.insert(message({ notBefore: later }), now);
  const [ours, theirs] = [randomUUID(), randomUUID()];
  const claims = await Promise.all([
    store.claim(deliveryId, { jobId: ours, attempt: 1 }, later),
    store.claim(deliveryId, { jobId: theirs, attempt: 1 }, later),
  ]);
  const held = claims.filter((row) => row !== undefined);
  expect(held).toHaveLength(1);
  const [first] = held;
  if (!first?.jobId) throw new Error("Nobody has it.");
  const takenOver = await store.claim(deliveryId, { jobId: first.jobId, attempt: 2 }, later);
  expect(takenOver).toBeDefined();
  const attempt = { at: now, durationMs: 1, status: 200, error: null, responseExcerpt: "" };
  await store.finish(first, attempt, { state: "delivered", nextAttemptAt: null, retriesUsed: 0 });
  expect(await read(deliveryId)).toMatchObject({ state: "pending", attempts: [] });
});

test("the log is newest first, by kind and subject, a page at a time, of one account", async () => {
  receiver.script(json(200, {}));
  for (const event of ["one", "two", "three"]) await send({ kind: "paged", subject: "a", event });
  await send({ kind: "paged", subject: "b", event: "four" });
  const { deliveries } = running.engine;
  const page = await deliveries.list(account(), { kind: "paged", subject: "a", offset: 1, limit: 2 });
  expect(page.total).toBe(3);
  expect(page.items.map(({ event }) => event)).toEqual(["two", "one"]);
  const all = await deliveries.list(account(), { kind: "paged", offset: 0, limit: 10 });
  expect(all.total).toBe(4);
  const foreign = await deliveries.list(running.engine.accounts.apivideo, { offset: 0, limit: 10 });
  expect(foreign.total).toBe(0);
});

test("whom it told lately, and how the last try went, is answered by address", async () => {
  receiver.script(json(200, {}));
  const kind = "receivers";
  await attemptsOf(await send({ kind, url: `${receiver.baseUrl}/well` }), 1);
  receiver.script(json(500, {}));
  await attemptsOf(await send({ kind, url: `${receiver.baseUrl}/unwell`, retryDelaysMs: [] }), 1);
  const { deliveries } = running.engine;
  const found = await deliveries.listReceivers(account(), kind);
  expect(found.map(({ url }) => new URL(url).pathname).sort()).toEqual(["/unwell", "/well"]);
  expect(found.find(({ url }) => url.endsWith("/well"))).toMatchObject({
    delivered: 1,
    failed: 0,
    pending: 0,
    last: { status: 200, error: null },
  });
  expect(found.find(({ url }) => url.endsWith("/unwell"))).toMatchObject({
    delivered: 0,
    failed: 1,
    last: { status: 500, error: "It answered 500." },
  });
  expect(await deliveries.listReceivers(running.engine.accounts.apivideo, kind)).toEqual([]);
});
