import { describe, expect, test } from "vitest";
import {
  type AuthGrants,
  type AuthTokenRules,
  describeAuthToken,
  formatSpan,
  listAllowed,
  noGrant,
  noRules,
  reaches,
  sortAuthTokens,
  standingOf,
} from "#lib/domain/auth-token.ts";

const now = "2026-11-26T12:00:00.000Z";
const nowMs = Date.parse(now);
const later = (ms: number) => new Date(nowMs + ms).toISOString();
const hour = 3_600_000;
const day = 24 * hour;
const all = { ...noGrant, all: true };
const own = { ...noGrant, sessionOwned: true };
const named = (...resources: string[]) => ({ ...noGrant, resources });
const rulesOf = (grants: Partial<AuthGrants>, rest: Partial<AuthTokenRules> = {}): AuthTokenRules => ({
  ...noRules,
  ...rest,
  grants: { ...noRules.grants, ...grants },
});
const say = (rules: AuthTokenRules) => describeAuthToken(rules, { nowMs });

describe("a token says what it allows", () => {
  test.each<[string, AuthTokenRules]>([
    [
      "Whoever holds it may watch every video. It works in any number of sessions, without end.",
      rulesOf({ read: all }),
    ],
    [
      "Whoever holds it may watch every video, change and delete videos made in the same session and make new videos. It works in at most 3 sessions, 10 minutes in each, until 3 December 2026, 14:05 UTC.",
      rulesOf(
        { create: own, read: all, update: own, destroy: own },
        { sessionLimit: 3, usageSeconds: 600, expiresAt: "2026-12-03T14:05:00.000Z" },
      ),
    ],
    [
      "Whoever holds it may watch “intro” and “…345678”. It works in one session, 1 hour, without end.",
      rulesOf(
        { read: named("_intro", "0123456789abcdef0123456789345678") },
        { sessionLimit: 1, usageSeconds: 3_600 },
      ),
    ],
    [
      "Whoever holds it may delete videos made in the same session and 4 named videos. It works in any number of sessions, without end.",
      rulesOf({ destroy: { ...named("a", "b", "c", "d"), sessionOwned: true } }),
    ],
    ["It allows nothing: no grant is set.", rulesOf({})],
    // One that is not made yet has no name.
    ["It allows nothing: no grant is set.", rulesOf({ create: named("a") })],
    [
      "It allows nothing: no grant is set. Volatile and without a grant, it is removed by itself.",
      rulesOf({}, { volatile: true }),
    ],
    [
      "It is hidden: no page can use it as it is. Otherwise whoever holds it could watch every video. It works in any number of sessions, without end.",
      rulesOf({ read: all }, { hidden: true }),
    ],
    [
      "It ended on 26 November 2026, 12:00 UTC and allows nothing any more. Before, whoever held it could make new videos.",
      rulesOf({ create: all }, { expiresAt: now }),
    ],
  ])("%s", (sentence, rules) => {
    expect(say(rules)).toBe(sentence);
  });

  test("in the reader's time zone, and by the titles of its videos", () => {
    const rules = rulesOf({ read: named("v1") }, { expiresAt: "2026-12-31T23:30:00.000Z" });
    const titleOf = (resource: string) => (resource === "v1" ? "Řeka" : undefined);
    expect(describeAuthToken(rules, { nowMs, timeZone: "Asia/Tokyo", titleOf })).toBe(
      "Whoever holds it may watch “Řeka”. It works in any number of sessions, until 1 January 2027, 08:30 GMT+9.",
    );
  });

  test("each thing for itself, for whoever is about to end it", () => {
    expect(listAllowed(rulesOf({ create: own, read: all, update: all, destroy: own }).grants)).toEqual([
      "watch and change every video",
      "delete videos made in the same session",
      "make new videos",
    ]);
  });
});

test.each([
  [1, "1 second"],
  [90, "90 seconds"],
  [60, "1 minute"],
  [5_400, "90 minutes"],
  [7_200, "2 hours"],
  [172_800, "2 days"],
])("%i s is %s", (seconds, words) => {
  expect(formatSpan(seconds)).toBe(words);
});

test.each([
  ["works", rulesOf({ read: all }), false],
  ["works", rulesOf({ read: all }, { expiresAt: later(7 * day + 1) }), false],
  ["ends-soon", rulesOf({ read: all }, { expiresAt: later(7 * day) }), false],
  ["ended", rulesOf({ read: all }, { expiresAt: now }), false],
  ["ended", rulesOf({ read: all }, { expiresAt: later(-1), hidden: true }), false],
  ["hidden", rulesOf({ read: all }, { hidden: true, expiresAt: later(hour) }), false],
  ["empty", rulesOf({ create: named("a") }), false],
  ["gone", rulesOf({ read: all }), true],
] as const)("it stands as %s", (standing, rules, isGone) => {
  expect(standingOf({ rules, isGone }, nowMs)).toBe(standing);
});

test.each([
  [all, "read", { token: "v1", key: null }, true],
  [named("v1"), "read", { token: "v1", key: null }, true],
  [named("_clip"), "read", { token: "v1", key: "clip" }, true],
  [named("_null"), "read", { token: "v1", key: null }, false],
  [named("v2"), "read", { token: "v1", key: "clip" }, false],
  [own, "read", { token: "v1", key: null }, false],
  [own, "create", undefined, true],
  [named("v1"), "create", undefined, false],
] as const)("%j for %s of %o: %s", (grant, operation, video, expected) => {
  expect(reaches({ ...noRules.grants, [operation]: grant }, operation, video)).toBe(expected);
});

describe("a registry in order", () => {
  const tokenOf = (name: string, createdAt: string, expiresAt: string | null, isGone = false) => ({
    name,
    createdAt,
    isGone,
    rules: rulesOf({ read: all }, { expiresAt }),
  });
  const tokens = [
    tokenOf("b", later(-4), null),
    tokenOf("e", later(-3), later(-hour)),
    tokenOf("a", later(-2), later(2 * day)),
    tokenOf("d", later(-1), later(hour)),
    tokenOf("c", later(0), later(hour), true),
  ];
  const names = (sort: Parameters<typeof sortAuthTokens>[1]) =>
    sortAuthTokens(tokens, sort, nowMs)
      .map(({ name }) => name)
      .join("");

  test("newest first, by name, and what ends next before what is over", () => {
    expect([names("newest"), names("name"), names("ends")]).toEqual(["cdaeb", "abcde", "dabec"]);
  });
});
