import { expect, test } from "vitest";
import { toDescribable, toDraft, toRules } from "#components/ziggeo/auth-tokens/rules-draft.ts";
import { noGrant, noRules } from "#lib/domain/auth-token.ts";

const nowMs = Date.parse("2026-11-26T12:00:00.000Z");

test("rules become a draft and the same rules again", () => {
  const rules = {
    ...noRules,
    grants: {
      ...noRules.grants,
      read: { all: false, sessionOwned: true, resources: ["v1", "_clip"] },
      create: { ...noGrant, all: true },
    },
    sessionLimit: 2,
    usageSeconds: 5_400,
    expiresAt: "2026-12-03T14:05:07.000Z",
    hidden: true,
  };
  expect(toDraft(rules)).toMatchObject({ usage: "90", usageUnit: 60, end: "keep" });
  expect(toRules(toDraft(rules), nowMs)).toEqual(rules);
  expect(toRules(toDraft(), nowMs)).toEqual(noRules);
});

test("names are taken apart at lines, commas and spaces, each once; unticked they do not count", () => {
  const draft = toDraft();
  const read = { ...draft.grants.read, isNamed: true, names: " v1, v2\n\nv1\t_clip " };
  const typed = { ...draft, grants: { ...draft.grants, read } };
  expect(toRules(typed, nowMs).grants.read.resources).toEqual(["v1", "v2", "_clip"]);
  const unticked = { ...typed, grants: { ...typed.grants, read: { ...read, isNamed: false } } };
  expect(toRules(unticked, nowMs).grants.read.resources).toEqual([]);
});

test("an end is so long from now, or the moment that was typed", () => {
  const draft = toDraft();
  expect(toRules({ ...draft, end: "week" }, nowMs).expiresAt).toBe("2026-12-03T12:00:00.000Z");
  const typed = toRules({ ...draft, end: "custom", customEnd: "2026-12-03T14:05" }, nowMs).expiresAt;
  expect(typed).toBe(new Date("2026-12-03T14:05").toISOString());
});

test("what is wrong stays wrong for the schema, and is left out of the sentence", () => {
  const draft = { ...toDraft(), sessionLimit: "many", usage: "-1", end: "custom" as const };
  const rules = toRules(draft, nowMs);
  expect(rules).toMatchObject({ sessionLimit: Number.NaN, usageSeconds: -60, expiresAt: "" });
  expect(toDescribable(rules)).toMatchObject({ sessionLimit: null, usageSeconds: null, expiresAt: null });
});
