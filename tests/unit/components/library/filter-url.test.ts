import { expect, test } from "vitest";
import {
  clearFilter,
  isNarrowed,
  libraryHref,
  readFilter,
  standardFilter,
} from "#components/library/filter-url.ts";
import { assetFilter } from "#lib/features/library/schema.ts";

const addresses = [
  "",
  "q=harbour&sort=title",
  "q=%20%20spaces%20",
  `q=${"x".repeat(201)}`,
  "provider=ziggeo,apivideo&view=table",
  "provider=ziggeo,nobody",
  "status=failed&type=video,audio&tag=summer-26,%C3%A9t%C3%A9",
  `tag=${"t".repeat(201)}`,
  "from=2026-11-01&to=2026-11-21",
  "from=2026-02-30&to=yesterday",
  "from=20261121&to=2026-1-2",
  "sort=nonsense&view=nonsense",
  "connection=a,,b&cursor=abc",
  "provider=&q=",
];

test.each(addresses)("the browser reads ?%s as the server does", (address) => {
  const parameters = new URLSearchParams(address);
  expect(readFilter(parameters)).toEqual({
    ...standardFilter,
    ...assetFilter.parse(Object.fromEntries(parameters)),
  });
});

test.each(addresses)("an address written from what ?%s says is read as the same", (address) => {
  const filter = readFilter(new URLSearchParams(address));
  expect(readFilter(new URL(libraryHref(filter), "http://localhost").searchParams)).toEqual(filter);
});

test("the bare address is everything, newest first", () => {
  expect(libraryHref(standardFilter)).toBe("/library");
  expect(isNarrowed(standardFilter)).toBe(false);
});

test("clearing the filters keeps the order and the view, which narrow nothing", () => {
  const filter = readFilter(new URLSearchParams("q=a&status=failed&sort=title&view=table"));
  expect(isNarrowed(filter)).toBe(true);
  expect(libraryHref(clearFilter(filter))).toBe("/library?sort=title&view=table");
});
