import { expect, test } from "vitest";
import { type AssetPages, patchAsset, removeAssets, replacePage } from "#components/library/asset-pages.ts";
import { page } from "#tests/support/asset-pages.ts";

const twoPages = (): AssetPages => ({
  pages: [page(["a", "b", "c"], "after-c"), page(["d", "e", "f"], null)],
  pageParams: [null, "after-c"],
});

const ids = (pages: AssetPages) => pages.pages.flatMap(({ items }) => items.map(({ assetId }) => assetId));

test("one changed asset leaves every other page the same object", () => {
  const before = twoPages();
  const after = patchAsset(before, "e", (each) => ({ ...each, title: "new" }));
  expect(after.pages[0]).toBe(before.pages[0]);
  expect(after.pages[1]?.items[1]?.title).toBe("new");
  expect(after.pages[1]?.items[0]).toBe(before.pages[1]?.items[0]);
});

test("a change to an asset that is not in the list changes nothing", () => {
  const before = twoPages();
  expect(patchAsset(before, "zz", (each) => each)).toBe(before);
});

test("deleted assets leave, and the total counts only those that were there", () => {
  const after = removeAssets(twoPages(), new Set(["b", "f", "zz"]));
  expect(ids(after)).toEqual(["a", "c", "d", "e"]);
  expect(after.pages.map(({ total }) => total)).toEqual([4, 4]);
});

test("something new on top pushes nothing out between two pages", () => {
  const after = replacePage(twoPages(), 0, page(["new", "a", "b"], "after-b", 7));
  expect(ids(after)).toEqual(["new", "a", "b", "c", "d", "e", "f"]);
  expect(after.pages[0]?.nextCursor).toBe("after-c");
  expect(after.pages.map(({ total }) => total)).toEqual([7, 7]);
});

test("a page read again shows nothing twice", () => {
  const after = replacePage(twoPages(), 0, page(["a", "c", "d"], "after-d", 5));
  expect(ids(after)).toEqual(["a", "c", "d", "e", "f"]);
});

test("assets that read the same keep their identity, so that nothing is drawn again", () => {
  const before = twoPages();
  const after = replacePage(before, 1, page(["d", "e", "f"], null));
  expect(after.pages[1]?.items[0]).toBe(before.pages[1]?.items[0]);
});
