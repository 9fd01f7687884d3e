import { describe, expect, test } from "vitest";
import { readClientToken } from "#lib/engine/protocols/ziggeo/client-token.ts";
import { isGranted, readGrants } from "#lib/engine/protocols/ziggeo/grants.ts";
import { encryptAuthToken } from "#lib/providers/ziggeo/signature.ts";
import { grantOperations } from "#lib/providers/ziggeo/wire.ts";

const mine = { token: "v1", key: "clip", session: "s1" };
const other = { token: "v2", key: null, session: "s2" };

describe("grants", () => {
  test.each([
    [{ read: { all: true } }, "read", other, null, true],
    [{ read: { all: true } }, "update", other, null, false],
    [{ read: { all: false } }, "read", other, null, false],
    [{ read: { session_owned: true } }, "read", mine, "s1", true],
    [{ read: { session_owned: true } }, "read", other, "s1", false],
    [{ read: { session_owned: true } }, "read", { ...other, session: null }, null, false],
    [{ read: { session_owned: true } }, "read", undefined, "s1", false],
    [{ create: { session_owned: true } }, "create", undefined, "s1", true],
    [{ create: { all: true } }, "create", undefined, null, true],
    [{ create: { resources: ["v1"] } }, "create", undefined, null, false],
    [{ read: { resources: ["v1"] } }, "read", mine, null, true],
    [{ read: { resources: ["_clip"] } }, "read", mine, null, true],
    [{ read: { resources: ["v1"] } }, "read", other, null, false],
    [{ read: { resources: ["_null"] } }, "read", other, null, false],
    [{}, "read", mine, "s1", false],
  ] as const)("%j to %s %o in session %s: %s", (grants, operation, subject, session, allowed) => {
    const read = readGrants(grants) ?? {};
    expect(isGranted(read, operation, subject, session)).toBe(allowed);
  });

  test("are read in every form the samples have", () => {
    const all = { read: { all: true } };
    for (const form of [all, JSON.stringify(all), { read: { all: "true" } }, { read: "all" }]) {
      expect(readGrants(form)).toEqual(all);
    }
    expect(Object.keys(readGrants({ write: "all" }) ?? {}).sort()).toEqual(["create", "destroy", "update"]);
    expect(readGrants({ read: { resources: "a,b" } })).toEqual({ read: { resources: ["a", "b"] } });
    expect(readGrants([])).toEqual({});
    expect(readGrants(null)).toEqual({});
  });

  test("that are not understood grant nothing", () => {
    const strange = {
      read: true,
      update: ["all"],
      destroy: { all: "yes" },
      everything: { all: true },
      __proto__: 1,
    };
    const read = readGrants(strange) ?? {};
    for (const operation of grantOperations) expect(isGranted(read, operation, mine, "s1")).toBe(false);
    expect(readGrants("no JSON")).toBeUndefined();
    expect(readGrants(7)).toBeUndefined();
  });
});

describe("client-side tokens", () => {
  const keys = { applicationToken: "APPTOKEN", encryptionKey: "ENCKEY" };
  const plaintext = {
    application_token: "APPTOKEN",
    nonce: "1700",
    grants: '{"read":{"all":true}}',
    session_limit: 2,
  };
  const seal = (changes: object = {}) =>
    encryptAuthToken("ENCKEY", JSON.stringify({ ...plaintext, ...changes }));

  test("the documented vector is read", () => {
    const vector =
      "0123456789abcdef93dbcdd96b712b0baef59347fec1cb6c42bbe43aeb6811f9fb85645681d6ecaabec03a92d13dc1ee2baad3a9d28b63041671f1d85201e5b3a109cf215107237ebe7e92302096f4d6eb1037e621914afe1e4a2c4fa43847b41bfdc726597d034bd5a18b23c35df1749cb1014de2a05617846a4a0f1ed79e9ed90c6e42ebe7fadf";
    expect(readClientToken(vector, keys)).toMatchObject({ sessionLimit: 1, grants: { read: { all: true } } });
  });

  test("grants may be JSON text; both spellings of the usage expiration count", () => {
    expect(readClientToken(seal({ usage_experitation_time: "60" }), keys)).toMatchObject({
      grants: { read: { all: true } },
      sessionLimit: 2,
      usageMs: 60_000,
      hidden: false,
      expiresAtMs: null,
    });
    expect(readClientToken(seal({ usage_expiration_time: 5 }), keys)).toMatchObject({ usageMs: 5_000 });
  });

  test("another vector makes no other token of it, also where the nonce stands in front", () => {
    const { nonce, ...rest } = { ...plaintext, nonce: "17000000000001" };
    const token = encryptAuthToken("ENCKEY", JSON.stringify({ nonce, ...rest }));
    const replayed = `${token.slice(0, 12)}${token[12] === "0" ? "1" : "0"}${token.slice(13)}`;
    const facts = readClientToken(token, keys);
    expect(facts).toBeDefined();
    expect(readClientToken(replayed, keys)?.authId ?? facts?.authId).toBe(facts?.authId);
    expect(readClientToken(seal(), keys)?.authId).not.toBe(facts?.authId);
  });

  test.each([
    ["another application's", { application_token: "OTHER" }],
    ["no application's", { application_token: undefined }],
    ["without a nonce", { nonce: undefined }],
    ["an empty nonce", { nonce: "" }],
    ["a nonce that is no number", { nonce: "12x" }],
    ["a member that nobody knows", { hiddeo: true }],
    ["a negative limit", { session_limit: -1 }],
    ["grants that are none", { grants: "read everything" }],
    ["a garbled name of a video", { grants: { read: { all: true, resources: ["\u00e9\u0080 x"] } } }],
  ])("%s: nothing", (_what, changes) => {
    expect(readClientToken(seal(changes), keys)).toBeUndefined();
  });

  test.each([
    ["grants first", {}],
    ["hidden first", { hidden: true }],
    ["a limit first", { session_limit: 1 }],
    ["an expiry first", { expiration_date: 1_700_000_000 }],
    ["names of videos first", { grants: { read: { resources: ["0123456789abcdef".repeat(4)] } } }],
  ])("no letter of it can be changed for more rights, with %s", (_what, first) => {
    const token = encryptAuthToken("ENCKEY", JSON.stringify({ ...first, ...plaintext, ...first }));
    expect(readClientToken(token, keys)).toBeDefined();
    for (let at = 0; at < token.length; at++) {
      for (const letter of "05af") {
        if (letter === token[at]) continue;
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        // An operation's name may be made one that nobody knows, which grants nothing.
        expect(readClientToken(changed, keys)?.grants ?? {}).toEqual({});
      }
    }
  });
});
