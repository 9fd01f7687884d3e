import { expect, test } from "vitest";
import { applyMessages, type ListMessage } from "#components/library/live-pages.ts";
import type { AssetSummary } from "#lib/features/library/schema.ts";
import { asset, page } from "#tests/support/asset-pages.ts";

const listOf = (only: AssetSummary) => ({
  pages: [{ ...page([], null), items: [only] }],
  pageParams: [null],
});

/** The asset as it is shown after these messages. */
function shownAfter(before: AssetSummary, ...messages: readonly ListMessage[]): AssetSummary | undefined {
  return applyMessages(listOf(before), messages).pages[0]?.items[0];
}

const rendition = {
  type: "rendition",
  assetId: "a",
  renditionId: "r1",
  name: "h264",
  status: "encoding",
  progressPercent: 40,
  queuePosition: null,
  remainingMs: 9_000,
  changedAtMs: 0,
} as const;
const ready = { type: "asset", assetId: "a", status: "ready", changedAtMs: 1 } as const;

test("progress shows at once, and of several renditions the one furthest along", () => {
  const before = asset("a", { status: "encoding" });
  expect(shownAfter(before, rendition)?.progress).toMatchObject({ renditionName: "h264", percent: 40 });
  const behind = { ...rendition, name: "webm", progressPercent: 5 };
  expect(shownAfter(before, rendition, behind)?.progress).toMatchObject({
    renditionName: "h264",
    percent: 40,
  });
  const ahead = { ...rendition, name: "webm", progressPercent: 80 };
  expect(shownAfter(before, rendition, ahead)?.progress).toMatchObject({
    renditionName: "webm",
    percent: 80,
  });
});

test("a ready asset has no progress left", () => {
  const after = shownAfter(asset("a", { status: "encoding" }), rendition, ready);
  expect(after).toMatchObject({ status: "ready", progress: null });
});

test("a poster and a length are shown as they are told, and stay where nothing is said of them", () => {
  const before = asset("a", { status: "importing", durationMs: null });
  const told = { ...ready, posterUrl: "/engine/p.jpg", durationMs: 9_000 };
  expect(shownAfter(before, told, ready)).toMatchObject({ posterUrl: "/engine/p.jpg", durationMs: 9_000 });
  expect(shownAfter(before, told, { ...told, posterUrl: null })).toMatchObject({ posterUrl: null });
});

test("one that was deleted leaves; of one that is not in the list nothing changes", () => {
  const before = listOf(asset("a"));
  expect(applyMessages(before, [{ type: "asset-removed", assetId: "a" }]).pages[0]).toMatchObject({
    items: [],
    total: 5,
  });
  expect(applyMessages(before, [{ ...ready, assetId: "zz" }])).toBe(before);
});
