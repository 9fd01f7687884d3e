import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noGrant, noRules } from "#lib/domain/auth-token.ts";
import type { Result } from "#lib/domain/result.ts";
import * as actions from "#lib/features/ziggeo/actions/auth-tokens.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { openTestDashboard, type SignedIn, signInAs } from "#tests/support/dashboard-people.ts";
import { asRequest } from "#tests/support/next-headers.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let owner: SignedIn;
let editor: SignedIn;
let viewer: SignedIn;
let connectionId: string;
let telestreamId: string;

// All of it is refused before anybody is asked: nobody is there.
beforeAll(async () => {
  dashboard = await openTestDashboard();
  [owner, editor, viewer] = [await signInAs("owner"), await signInAs("editor"), await signInAs("viewer")];
  connectionId = await addTestConnection("http://127.0.0.1:9");
  telestreamId = await addTestConnection("http://127.0.0.1:9", { provider: "telestream", name: "Else" });
});
afterAll(() => dashboard.close());

const as = <T>(person: SignedIn, run: () => Promise<T>) => asRequest(person.headers, run);
const watching = { ...noRules, grants: { ...noRules.grants, read: { ...noGrant, all: true } } };
const assetId = "nobody";
const origin = "https://reelyard.example";

const doors = [
  [
    "createAuthToken",
    actions.createAuthToken,
    () => ({ connectionId, name: "x", rules: watching }),
    { name: " " },
  ],
  [
    "importAuthToken",
    actions.importAuthToken,
    () => ({ connectionId, name: "x", token: "0".repeat(32) }),
    { token: "../x" },
  ],
  [
    "updateAuthToken",
    actions.updateAuthToken,
    () => ({ authTokenId: "none", name: "x", rules: watching }),
    { name: "" },
  ],
  ["checkAuthToken", actions.checkAuthToken, () => ({ authTokenId: "none" }), { authTokenId: "" }],
  ["revokeAuthToken", actions.revokeAuthToken, () => ({ authTokenId: "none" }), { authTokenId: 1 }],
  ["forgetAuthToken", actions.forgetAuthToken, () => ({ authTokenId: "none" }), { authTokenId: "" }],
  ["revealAuthToken", actions.revealAuthToken, () => ({ authTokenId: "none" }), { authTokenId: "" }],
  ["encryptAuthToken", actions.encryptAuthToken, () => ({ connectionId, rules: watching }), { rules: {} }],
  ["buildEmbed", actions.buildEmbed, () => ({ assetId, kind: "player", origin }), { kind: "game" }],
  ["previewEmbed", actions.previewEmbed, () => ({ assetId }), { assetId: "" }],
] as const;

test("every action of the registry is looked at", () => {
  expect(doors.map(([name]) => name).sort()).toEqual(Object.keys(actions).sort());
});

describe.each(doors)("%s", (_name, door, input, wrong) => {
  const call = (person: SignedIn, change: object = {}): Promise<Result<unknown>> =>
    as<Result<unknown>>(person, () => door({ ...input(), ...change }));

  test("is not for viewers", async () => {
    expect(await call(viewer)).toMatchObject({ ok: false, error: { code: "forbidden" } });
  });

  test("wants what it says", async () => {
    expect(await call(owner, wrong)).toMatchObject({ ok: false, error: { code: "invalid" } });
  });

  test("knows only what is Ziggeo's, and there", async () => {
    const elsewhere = "assetId" in input() ? { assetId: "nobody" } : { connectionId: telestreamId };
    const answer = await call(owner, elsewhere);
    expect(answer).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/^(invalid|not_found)$/) },
    });
  });
});

test.each([
  ["no session", { sessionLimit: 0 }, "rules.sessionLimit"],
  ["half a session", { sessionLimit: 1.5 }, "rules.sessionLimit"],
  ["no number", { usageSeconds: Number.NaN }, "rules.usageSeconds"],
  ["a moment that is over", { expiresAt: "2020-01-01T00:00:00.000Z" }, "rules.expiresAt"],
  ["no moment", { expiresAt: "" }, "rules.expiresAt"],
])("%s is refused at its field", async (_what, wrong, field) => {
  const rules = { ...watching, ...wrong };
  for (const call of [
    () => actions.createAuthToken({ connectionId, name: "x", rules }),
    () => actions.encryptAuthToken({ connectionId, rules }),
  ]) {
    const answer = await as<Result<unknown>>(editor, call);
    expect(answer).toMatchObject({ ok: false, error: { fields: { [field]: expect.any(String) } } });
  }
});
