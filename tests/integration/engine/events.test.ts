import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EngineEvents, openEvents } from "#lib/engine/events.ts";
import { openPostgres, type PostgresHandle } from "#lib/postgres/open-postgres.ts";
import { migrationFolders, placeEmptyDatabase } from "#tests/support/database-template.ts";

let directory: string;
let postgres: PostgresHandle;
let events: EngineEvents & { close(): Promise<void> };

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "reelyard-events-"));
  const migrationsFolder = migrationFolders.engine;
  await placeEmptyDatabase(path.join(directory, "db"), migrationsFolder);
  postgres = await openPostgres({ directory: path.join(directory, "db"), migrationsFolder });
  events = await openEvents(postgres, (error) => {
    throw error;
  });
});

afterAll(async () => {
  await postgres.close();
  await rm(directory, { recursive: true, force: true });
});

/** Begins to watch at once, as a reader that has sent its request has. */
function watch(accountId: string, signal: AbortSignal) {
  const iterator = events.watch(accountId, signal)[Symbol.asyncIterator]();
  return { first: iterator.next(), next: () => iterator.next() };
}

test("a watcher is told of its account's changes and of no other's", async () => {
  const abort = new AbortController();
  const mine = watch("mine", abort.signal);
  events.publish({ accountId: "other", assetIds: ["b"], changedAtMs: 1 });
  events.publish({ accountId: "mine", assetIds: ["a"], changedAtMs: 2 });
  expect(await mine.first).toEqual({
    done: false,
    value: { accountId: "mine", assetIds: ["a"], changedAtMs: 2 },
  });
  abort.abort();
  expect((await mine.next()).done).toBe(true);
});

test("what gathers while a reader is busy arrives as one, each asset once, with the oldest time", async () => {
  const abort = new AbortController();
  const slow = watch("mine", abort.signal);
  events.publish({ accountId: "mine", assetIds: ["a"], changedAtMs: 1 });
  await slow.first;
  for (let turn = 0; turn < 1000; turn++) {
    events.publish({ accountId: "mine", assetIds: ["a", `b${turn % 3}`], changedAtMs: 10 + turn });
  }
  expect((await slow.next()).value).toEqual({
    accountId: "mine",
    assetIds: ["a", "b0", "b1", "b2"],
    changedAtMs: 10,
  });
  abort.abort();
});

test("what is told with the next change comes with it, and says since when", async () => {
  const abort = new AbortController();
  const mine = watch("mine", abort.signal);
  const before = Date.now();
  events.publishWithNext({ accountId: "mine", assetId: "a", withinMs: 60_000 });
  events.publishWithNext({ accountId: "mine", assetId: "a", withinMs: 60_000 });
  events.publish({ accountId: "mine", assetIds: ["b"], changedAtMs: 1 });
  expect((await mine.first).value).toMatchObject({ assetIds: ["b"], changedAtMs: 1 });
  events.publish({ accountId: "mine", assetIds: ["a"], changedAtMs: before + 30_000 });
  const { value } = await mine.next();
  expect(value).toMatchObject({ assetIds: ["a"] });
  expect(value?.changedAtMs).toBeGreaterThanOrEqual(before);
  expect(value?.changedAtMs).toBeLessThan(before + 30_000);
  abort.abort();
});

test("without a next change it is told when its time is over, once", async () => {
  const abort = new AbortController();
  const mine = watch("mine", abort.signal);
  events.publishWithNext({ accountId: "mine", assetId: "a", withinMs: 20 });
  expect((await mine.first).value).toMatchObject({ assetIds: ["a"] });
  events.publish({ accountId: "mine", assetIds: ["b"], changedAtMs: 2 });
  expect((await mine.next()).value).toMatchObject({ assetIds: ["b"], changedAtMs: 2 });
  abort.abort();
});

test("closing ends every watcher without an error", async () => {
  const watcher = watch("mine", new AbortController().signal);
  await events.close();
  expect((await watcher.first).done).toBe(true);
});
