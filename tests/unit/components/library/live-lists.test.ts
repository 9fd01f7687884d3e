import { setImmediate } from "node:timers/promises";
import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AssetPages } from "#components/library/asset-pages.ts";
import { createListUpdater } from "#components/library/live-lists.ts";
import type { AssetPage, AssetSummary } from "#lib/features/library/schema.ts";
import { asset, page } from "#tests/support/asset-pages.ts";

const everything = { q: "", provider: [], tag: [], from: undefined, sort: "newest" };
const keyOf = (filter: object) => ["library", "pages", filter] as const;
const queryKey = keyOf(everything);
/** What is in it, and where, only its page says. */
const filteredKey = keyOf({ ...everything, q: "harbour" });
const restMs = 700;

let queryClient: QueryClient;
/** What was asked for and not answered yet, in order. */
let asked: ((answer: AssetPage) => Promise<void>)[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  asked = [];
  // The line to the server: what comes over it, and when, is the test's to say.
  vi.stubGlobal("fetch", () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    asked.push(async (answer) => {
      resolve(Response.json(answer));
      await isParsed();
    });
    return promise;
  });
  queryClient = new QueryClient();
  for (const key of [queryKey, filteredKey]) {
    queryClient.setQueryData<AssetPages>(key, { pages: [page(["old"], null)], pageParams: [null] });
  }
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What came is read, and parsed by a schema that is fetched when it is needed. */
async function isParsed(): Promise<void> {
  await setImmediate();
  await vi.dynamicImportSettled();
  await setImmediate();
}

const shown = (key: readonly unknown[] = queryKey) =>
  queryClient.getQueryData<AssetPages>(key)?.pages[0]?.items ?? [];
const idsIn = (key: readonly unknown[]) => shown(key).map(({ assetId }) => assetId);
const changed = (assetId: string, posterUrl: string | null = null) =>
  ({ type: "asset", assetId, status: "ready", from: "ready", posterUrl, changedAtMs: 1 }) as const;
const added = (assetId: string) => ({ ...changed(assetId), from: null });
const withCard = (assetId: string, card: Partial<AssetSummary> = {}) => ({
  ...added(assetId),
  card: asset(assetId, card),
});

test("a page that something may have come into is read at once, three times in a row; then when a rest is over", () => {
  queryClient.removeQueries({ queryKey, exact: true });
  const tell = createListUpdater(queryClient);
  for (const assetId of ["a", "b", "c", "d", "e"]) tell(added(assetId));
  expect(asked).toHaveLength(3);
  vi.advanceTimersByTime(restMs);
  expect(asked).toHaveLength(4);
  vi.advanceTimersByTime(10 * restMs);
  expect(asked).toHaveLength(4);
});

test("the list of everything shows what comes in by its card, with its poster, and is read at rest", async () => {
  const fetched: string[] = [];
  vi.stubGlobal(
    "Image",
    class {
      set src(url: string) {
        fetched.push(url);
      }
    },
  );
  const tell = createListUpdater(queryClient);
  tell(withCard("new", { posterUrl: "/engine/new.jpg" }));
  await isParsed();
  expect(idsIn(queryKey)).toEqual(["new", "old"]);
  expect(fetched).toEqual(["/engine/new.jpg"]);
  expect(queryClient.getQueryData<AssetPages>(queryKey)?.pages[0]?.total).toBe(7);
  // The other list was read for it.
  expect(idsIn(filteredKey)).toEqual(["old"]);
  expect(asked).toHaveLength(1);
  vi.advanceTimersByTime(restMs);
  expect(asked).toHaveLength(2);
});

test("of a flood the last few are shown, and the page tells the rest", async () => {
  const tell = createListUpdater(queryClient);
  for (let n = 0; n < 100; n++) tell(withCard(`n${n}`));
  await isParsed();
  expect(idsIn(queryKey)).toEqual(["n2", "n1", "n0", "old"]);
  vi.advanceTimersByTime(restMs);
  await isParsed();
  expect(idsIn(queryKey)).toEqual(["n99", "n98", "n97", "n2", "n1", "n0", "old"]);
  expect(asked.length).toBeLessThan(10);
});

test("one that is not the newest, is there already, or has a card that nobody can read is left to its page", async () => {
  const tell = createListUpdater(queryClient);
  tell(withCard("older", { createdAt: "2020-01-01T00:00:00.000Z" }));
  tell(withCard("old"));
  tell({ ...added("odd"), card: { assetId: 7 } });
  await isParsed();
  expect(idsIn(queryKey)).toEqual(["old"]);
  vi.advanceTimersByTime(restMs);
  expect(asked.length).toBeGreaterThan(3);
});

test("what changes of an asset far down is no reason to read at once", () => {
  const tell = createListUpdater(queryClient);
  for (const assetId of ["a", "b", "c", "d", "e"]) tell(changed(assetId, "/engine/p.jpg"));
  expect(asked).toHaveLength(0);
  vi.advanceTimersByTime(restMs);
  expect(asked).toHaveLength(2);
});

test("what is told of an asset in the list is shown at once, and read when a rest is over", () => {
  const tell = createListUpdater(queryClient);
  tell(changed("old", "/engine/p.jpg"));
  expect(shown()[0]?.posterUrl).toBe("/engine/p.jpg");
  expect(asked).toHaveLength(0);
  vi.advanceTimersByTime(restMs);
  expect(asked).toHaveLength(2);
});

test("an answer undoes nothing that was told after it was asked for", async () => {
  queryClient.removeQueries({ queryKey: filteredKey, exact: true });
  const tell = createListUpdater(queryClient);
  tell(added("new"));
  tell(changed("old", "/engine/p.jpg"));
  tell({ type: "asset-removed", assetId: "gone" });
  await asked[0]?.(page(["new", "gone", "old"], null));
  expect(shown().map(({ assetId, posterUrl }) => [assetId, posterUrl])).toEqual([
    ["new", null],
    ["old", "/engine/p.jpg"],
  ]);
});

test("an answer that comes after a later one's is not shown", async () => {
  queryClient.removeQueries({ queryKey: filteredKey, exact: true });
  const tell = createListUpdater(queryClient);
  tell(added("a"));
  tell(added("b"));
  await asked[1]?.(page(["b", "a", "old"], null));
  await asked[0]?.(page(["a", "old"], null));
  expect(idsIn(queryKey)).toEqual(["b", "a", "old"]);
});
