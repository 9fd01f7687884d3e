import { setImmediate } from "node:timers/promises";
import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AssetPages } from "#components/library/asset-pages.ts";
import { createListUpdater } from "#components/library/live-lists.ts";
import type { AssetPage } from "#lib/features/library/schema.ts";
import { asset, page } from "#tests/support/asset-pages.ts";

const queryKey = ["library", "pages", { sort: "newest" }] as const;
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
      // It is read, and parsed by a schema that is fetched when it is needed.
      await setImmediate();
      await vi.dynamicImportSettled();
      await setImmediate();
    });
    return promise;
  });
  queryClient = new QueryClient();
  queryClient.setQueryData<AssetPages>(queryKey, { pages: [page(["old"], null)], pageParams: [null] });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const shown = () => queryClient.getQueryData<AssetPages>(queryKey)?.pages[0]?.items ?? [];
const told = (assetId: string, posterUrl: string | null = null) =>
  ({ type: "asset", assetId, status: "ready", posterUrl, durationMs: 1000, changedAtMs: 1 }) as const;

test("an asset that comes in is read at once, three times in a row; of more than that the last when a rest is over", async () => {
  const tell = createListUpdater(queryClient);
  for (const assetId of ["a", "b", "c", "d", "e"]) tell(told(assetId));
  expect(asked).toHaveLength(3);
  vi.advanceTimersByTime(restMs);
  expect(asked).toHaveLength(4);
  vi.advanceTimersByTime(10 * restMs);
  expect(asked).toHaveLength(4);
});

test("what is told of an asset in the list is shown at once, and read when a rest is over", () => {
  const tell = createListUpdater(queryClient);
  tell(told("old", "/engine/p.jpg"));
  expect(shown()[0]?.posterUrl).toBe("/engine/p.jpg");
  expect(asked).toHaveLength(0);
  vi.advanceTimersByTime(restMs);
  expect(asked).toHaveLength(1);
});

test("an answer undoes nothing that was told after it was asked for", async () => {
  const tell = createListUpdater(queryClient);
  tell(told("new"));
  tell(told("old", "/engine/p.jpg"));
  tell({ type: "asset-removed", assetId: "gone" });
  await asked[0]?.({ ...page(["new", "gone", "old"], null) });
  expect(shown().map(({ assetId, posterUrl }) => [assetId, posterUrl])).toEqual([
    ["new", null],
    ["old", "/engine/p.jpg"],
  ]);
});

test("an answer that comes after a later one's is not shown", async () => {
  const tell = createListUpdater(queryClient);
  tell(told("a"));
  tell(told("b"));
  await asked[1]?.({ ...page([], null), items: [asset("b"), asset("a"), asset("old")] });
  await asked[0]?.({ ...page([], null), items: [asset("a"), asset("old")] });
  expect(shown().map(({ assetId }) => assetId)).toEqual(["b", "a", "old"]);
});
