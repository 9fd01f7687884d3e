import { describe, expect, test } from "vitest";
import { noGrant, noRules } from "#lib/domain/auth-token.ts";
import { toArguments, toRules, toWireGrants } from "#lib/features/ziggeo/auth-token-rules.ts";

const all = { ...noGrant, all: true };

describe("what Ziggeo says of a token", () => {
  test("in the words of either age", () => {
    const wire = {
      token: "t",
      grants: { read: { all: true } },
      session_limit: 2,
      expiration_date: 1_796_306_700,
      hidden: true,
    };
    const expected = {
      grants: { ...noRules.grants, read: all },
      sessionLimit: 2,
      usageSeconds: 60,
      expiresAt: "2026-12-03T14:05:00.000Z",
      hidden: true,
      volatile: false,
    };
    expect(toRules({ ...wire, usage_expiration_time: 60 })).toEqual(expected);
    expect(toRules({ ...wire, usage_experitation_time: 60 })).toEqual(expected);
  });

  test("zero and nothing limit nothing", () => {
    const wire = {
      token: "t",
      session_limit: 0,
      usage_expiration_time: 0,
      expiration_date: null,
      grants: null,
    };
    expect(toRules(wire)).toEqual(noRules);
  });

  test.each([
    [JSON.stringify({ read: { all: true } }), { read: all }],
    ['{"read":"all"}', { read: all }],
    ['{"write":"all"}', { create: all, update: all, destroy: all }],
    ['{"read":{"resources":"a, b"}}', { read: { ...noGrant, resources: ["a", "b"] } }],
    ['{"destroy":{"session_owned":"true"}}', { destroy: { ...noGrant, sessionOwned: true } }],
    ["no JSON", {}],
    [[], {}],
    ['{"__proto__":{"all":true},"read":{"all":"yes"}}', {}],
  ])("grants written as %j", (grants, expected) => {
    expect(toRules({ token: "t", grants }).grants).toEqual({ ...noRules.grants, ...expected });
  });
});

test("rules are said whole: what is not limited any more is taken away", () => {
  expect(toArguments({ ...noRules, expiresAt: "2026-12-03T14:05:00.700Z" })).toEqual({
    grants: {},
    session_limit: null,
    usage_expiration_time: null,
    expiration_date: 1_796_306_700,
    hidden: false,
    volatile: false,
  });
});

test("an operation that nothing is granted for is left out", () => {
  const grants = { ...noRules.grants, read: { all: true, sessionOwned: true, resources: ["v1"] } };
  expect(toWireGrants(grants)).toEqual({ read: { all: true, session_owned: true, resources: ["v1"] } });
});
