import { writeFile } from "node:fs/promises";
import path from "node:path";
import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openAccount, toAccount } from "#lib/accounts/accounts.ts";
import { authTokenPlace } from "#lib/accounts/auth-token-secrets.ts";
import { rotateKeys } from "#lib/accounts/rotate-keys.ts";
import { repairAsset } from "#lib/asset-index/repair-asset.ts";
import { db } from "#lib/db/client.ts";
import { auditEntries } from "#lib/db/schema/audit-entries.ts";
import { ziggeoAuthTokens } from "#lib/db/schema/ziggeo-auth-tokens.ts";
import { noGrant, noRules } from "#lib/domain/auth-token.ts";
import type { Result } from "#lib/domain/result.ts";
import { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import * as actions from "#lib/features/ziggeo/actions/auth-tokens.ts";
import { listAuthTokens, listCheckedAuthTokens } from "#lib/features/ziggeo/check-auth-tokens.ts";
import { getEmbedOptions } from "#lib/features/ziggeo/embed.ts";
import { type ZiggeoClient, ziggeoClient } from "#lib/providers/ziggeo/client.ts";
import { decryptAuthToken } from "#lib/providers/ziggeo/signature.ts";
import { SealError } from "#lib/secrets/cipher.ts";
import { openSecret } from "#lib/secrets/seal.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { openTestDashboard, type SignedIn, signInAs } from "#tests/support/dashboard-people.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { asRequest } from "#tests/support/next-headers.ts";

vi.mock("next/headers", () => import("#tests/support/next-headers.ts"));

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let engine: TestEngine;
let owner: SignedIn;
let editor: SignedIn;
let viewer: SignedIn;
let client: ZiggeoClient;
let connectionId: string;
let telestreamId: string;
let assetId: string;
let videoToken: string;

beforeAll(async () => {
  engine = await startTestEngine();
  dashboard = await openTestDashboard();
  const file = path.join(dashboard.directory, "credentials.json");
  await writeFile(file, JSON.stringify(engine.credentials));
  await ensureLocalConnections(file);
  [owner, editor, viewer] = [await signInAs("owner"), await signInAs("editor"), await signInAs("viewer")];
  const connections = await listConnections(viewer.viewer);
  const idOf = (name: string) => connections.find(({ provider }) => provider === name)?.connectionId ?? "";
  connectionId = idOf("ziggeo");
  telestreamId = idOf("telestream");
  const account = await openAccount(connectionId);
  client = ziggeoClient(await toAccount(account.connection));
  videoToken = (await client.videos.create({ title: "Řeka", key: "reka" })).token;
  assetId = (await repairAsset(account, videoToken, {})) ?? "";
}, 120_000);
afterAll(async () => {
  await dashboard.close();
  await engine.close();
});
beforeEach(async () => {
  await db().delete(ziggeoAuthTokens);
});

const as = <T>(person: SignedIn, run: () => Promise<T>) => asRequest(person.headers, run);
const value = <T>(answer: Result<T>): T => {
  if (!answer.ok) throw new Error(`Refused: ${JSON.stringify(answer.error)}`);
  return answer.value;
};
const all = { ...noGrant, all: true };
const watching = { ...noRules, grants: { ...noRules.grants, read: all } };
const make = async (name = "Homepage", rules = watching) =>
  value(await as(editor, () => actions.createAuthToken({ connectionId, name, rules })));
const list = async () => (await listAuthTokens(editor.viewer, connectionId)).tokens;
const later = (ms: number) => new Date(Math.ceil(Date.now() / 1000) * 1000 + ms).toISOString();
const origin = "https://reelyard.example";

describe("a token that is made", () => {
  test("is at Ziggeo with all its rules, and its value is told once", async () => {
    const rules = {
      grants: {
        create: { ...noGrant, sessionOwned: true },
        read: { all: true, sessionOwned: true, resources: [videoToken, "_reka"] },
        update: { ...noGrant, resources: ["_reka"] },
        destroy: noGrant,
      },
      sessionLimit: 3,
      usageSeconds: 600,
      expiresAt: later(3_600_000),
      hidden: true,
      volatile: true,
    };
    const { token, authTokenId } = await make("Všechno", rules);
    expect(await client.authTokens.get(token)).toMatchObject({
      grants: {
        create: { session_owned: true },
        read: { all: true, session_owned: true, resources: [videoToken, "_reka"] },
        update: { resources: ["_reka"] },
      },
      session_limit: 3,
      usage_expiration_time: 600,
      expiration_date: Date.parse(rules.expiresAt) / 1000,
      hidden: true,
      volatile: true,
    });
    const registry = await listAuthTokens(editor.viewer, connectionId);
    expect(registry.tokens).toMatchObject([
      { authTokenId, name: "Všechno", hint: token.slice(-4), origin: "made", rules, isGone: false },
    ]);
    expect(registry.titles).toEqual({ [videoToken]: "Řeka" });
    expect(registry.canEncrypt).toBe(true);
    expect(JSON.stringify(registry)).not.toContain(token);
  });

  test("lies in the database sealed to its row, and outlives a new key", async () => {
    const [{ token }, other] = [await make("One"), await make("Two")];
    const rows = await db().select().from(ziggeoAuthTokens);
    expect(JSON.stringify(rows)).not.toContain(token);
    const [row] = rows.filter(({ name }) => name === "One");
    expect(() => openSecret(row?.sealedToken ?? "", authTokenPlace(other.authTokenId))).toThrow(SealError);
    expect((await rotateKeys()).unreadable).toBe(0);
    const [resealed] = (await db().select().from(ziggeoAuthTokens)).filter(({ name }) => name === "One");
    expect(resealed?.sealedToken).not.toBe(row?.sealedToken);
    expect(openSecret(resealed?.sealedToken ?? "", authTokenPlace(row?.authTokenId ?? ""))).toBe(token);
  });

  test("is shown again to the owner alone, who is then in the audit log", async () => {
    const { token, authTokenId } = await make();
    const reveal = (person: SignedIn) => as(person, () => actions.revealAuthToken({ authTokenId }));
    expect(await reveal(editor)).toMatchObject({ ok: false, error: { code: "forbidden" } });
    expect(value(await reveal(owner))).toEqual({ token });
    const [entry] = await db().select().from(auditEntries).orderBy(desc(auditEntries.entryId)).limit(1);
    expect(entry).toMatchObject({
      action: "auth-token.reveal",
      actorName: "owner",
      subject: `Homepage (…${token.slice(-4)})`,
      connectionId,
    });
  });

  test("is changed: what is not limited any more is free of it", async () => {
    const { token, authTokenId } = await make("Homepage", {
      ...watching,
      sessionLimit: 2,
      usageSeconds: 60,
      expiresAt: later(60_000),
    });
    const rules = { ...noRules, grants: { ...noRules.grants, destroy: all } };
    value(await as(editor, () => actions.updateAuthToken({ authTokenId, name: "Archive", rules })));
    expect(await client.authTokens.get(token)).toMatchObject({
      grants: { destroy: { all: true } },
      session_limit: null,
      usage_expiration_time: null,
      expiration_date: null,
    });
    expect(await list()).toMatchObject([{ name: "Archive", rules }]);
  });

  test("is revoked at Ziggeo and out of the registry, also when Ziggeo had lost it", async () => {
    const [first, second] = [await make("First"), await make("Second")];
    await client.authTokens.remove(second.token);
    for (const { authTokenId } of [first, second]) {
      value(await as(editor, () => actions.revokeAuthToken({ authTokenId })));
    }
    await expect(client.authTokens.get(first.token)).rejects.toMatchObject({ status: 404 });
    expect(await list()).toEqual([]);
  });

  test("leaves its maker, its change and its end in the audit log, and its value nowhere", async () => {
    const { token, authTokenId } = await make();
    value(await as(editor, () => actions.updateAuthToken({ authTokenId, name: "Archive", rules: watching })));
    value(await as(editor, () => actions.revokeAuthToken({ authTokenId })));
    const entries = await db().select().from(auditEntries).where(eq(auditEntries.connectionId, connectionId));
    const told = entries.map(({ action }) => action);
    for (const action of ["auth-token.create", "auth-token.update", "auth-token.revoke"]) {
      expect(told).toContain(action);
    }
    expect(JSON.stringify(entries)).not.toContain(token);
  });
});

describe("a token that is pasted in", () => {
  const paste = (token: string, at = connectionId) =>
    as(editor, () => actions.importAuthToken({ connectionId: at, name: "Pasted", token }));

  test("is asked for: Ziggeo says what it allows", async () => {
    const { token } = await client.authTokens.create({ grants: { update: { all: true } }, session_limit: 7 });
    value(await paste(` ${token}\n`));
    expect(await list()).toMatchObject([
      { name: "Pasted", origin: "pasted", rules: { sessionLimit: 7, grants: { update: all } } },
    ]);
  });

  test("is kept once", async () => {
    const { token } = await make("Homepage");
    expect(await paste(token)).toMatchObject({
      ok: false,
      error: { code: "conflict", fields: { token: "This token is here already: “Homepage”." } },
    });
  });

  test("that Ziggeo does not know, or that is a video's, is refused at its field", async () => {
    for (const token of ["0".repeat(32), videoToken]) {
      expect(await paste(token)).toMatchObject({
        ok: false,
        error: { code: "provider_refused", fields: { token: expect.stringContaining("no such auth token") } },
      });
    }
    expect(await list()).toEqual([]);
  });
});

describe("checks", () => {
  const age = (ms: number) =>
    db()
      .update(ziggeoAuthTokens)
      .set({ checkedAt: new Date(Date.now() - ms) });

  test("find what was changed and what was revoked elsewhere; the latter can be forgotten, a living one not", async () => {
    const [changed, revoked] = [await make("Changed"), await make("Revoked")];
    await client.authTokens.update(changed.token, { session_limit: 9 });
    await client.authTokens.remove(revoked.token);
    // Checked a moment ago: not asked again.
    expect(await listCheckedAuthTokens(editor.viewer, connectionId)).toMatchObject({
      tokens: [{ isGone: false }, { isGone: false, rules: { sessionLimit: null } }],
    });
    await age(120_000);
    expect(await listCheckedAuthTokens(editor.viewer, connectionId)).toMatchObject({
      reason: null,
      tokens: [
        { name: "Revoked", isGone: true },
        { name: "Changed", isGone: false, rules: { sessionLimit: 9 } },
      ],
    });
    const forget = (authTokenId: string) => as(editor, () => actions.forgetAuthToken({ authTokenId }));
    expect(await forget(changed.authTokenId)).toMatchObject({ ok: false, error: { code: "invalid" } });
    value(await forget(revoked.authTokenId));
    expect(await list()).toMatchObject([{ name: "Changed" }]);
  });

  test("of one token are made on request", async () => {
    const { token, authTokenId } = await make();
    await client.authTokens.update(token, { hidden: true });
    value(await as(editor, () => actions.checkAuthToken({ authTokenId })));
    expect(await list()).toMatchObject([{ rules: { hidden: true } }]);
  });

  test("that Ziggeo does not answer leave everything as it was, and say so", async () => {
    const silent = await addTestConnection("http://127.0.0.1:9", { name: "Silent" });
    await make();
    await db().update(ziggeoAuthTokens).set({ connectionId: silent });
    await age(120_000);
    const registry = await listCheckedAuthTokens(editor.viewer, silent);
    expect(registry.reason).toEqual(expect.any(String));
    expect(registry.tokens).toMatchObject([
      { isGone: false, checkFailure: registry.reason, rules: watching },
    ]);
    expect(registry.canEncrypt).toBe(false);
    const [token] = registry.tokens;
    const { authTokenId = "" } = token ?? {};
    expect(await as(editor, () => actions.revokeAuthToken({ authTokenId }))).toMatchObject({
      ok: false,
      error: { code: "provider_unavailable" },
    });
    expect((await listAuthTokens(editor.viewer, silent)).tokens).toHaveLength(1);
    const encrypted = await as(editor, () =>
      actions.encryptAuthToken({ connectionId: silent, rules: watching }),
    );
    expect(encrypted).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("no encryption key") },
    });
  });
});

describe("an encrypted token", () => {
  test("opens to pages what it says, and is kept nowhere", async () => {
    const rules = { ...watching, expiresAt: later(3_600_000), sessionLimit: 2 };
    const { token } = value(await as(editor, () => actions.encryptAuthToken({ connectionId, rules })));
    const { applicationToken, encryptionKey, baseUrl } = engine.credentials.ziggeo;
    expect(JSON.parse(decryptAuthToken(encryptionKey, token) ?? "")).toEqual({
      application_token: applicationToken,
      nonce: expect.stringMatching(/^\d+$/),
      grants: { read: { all: true } },
      session_limit: 2,
      expiration_date: Date.parse(rules.expiresAt) / 1000,
    });
    const asked = `${baseUrl}/v1/applications/${applicationToken}/videos/${videoToken}`;
    expect((await fetch(`${asked}?client_auth=${token}`)).status).toBe(200);
    expect((await fetch(`${asked}?client_auth=${token}`, { method: "DELETE" })).status).toBe(403);
    expect(await list()).toEqual([]);
  });
});

describe("code for a page", () => {
  const build = (given: object) =>
    as(editor, () => actions.buildEmbed({ assetId, kind: "player", origin, ...given }));

  test("has the chosen token, and who put it there is in the audit log", async () => {
    const { token, authTokenId } = await make();
    const { code } = value(await build({ authTokenId }));
    expect(code).toContain(`ziggeo-server-auth="${token}"`);
    expect(code).toContain(engine.credentials.ziggeo.applicationToken);
    expect(code).not.toContain(engine.credentials.ziggeo.privateKey);
    const [entry] = await db().select().from(auditEntries).orderBy(desc(auditEntries.entryId)).limit(1);
    expect(entry).toMatchObject({ action: "auth-token.embed", detail: { kind: "player", video: "Řeka" } });
  });

  test("as plain HTML names the address that browsers reach", async () => {
    const { code } = value(await build({ kind: "video" }));
    expect(code).toContain(`${origin}/engine/ziggeo/v1/applications/`);
  });

  test("with a token made for it alone allows no more than the page needs", async () => {
    const { code } = value(await build({ kind: "rerecorder", encryptDays: 30 }));
    const token = /ziggeo-client-auth="([0-9a-f]+)"/.exec(code)?.[1] ?? "";
    const content = JSON.parse(decryptAuthToken(engine.credentials.ziggeo.encryptionKey, token) ?? "");
    expect(content.grants).toEqual({
      read: { resources: [videoToken] },
      update: { resources: [videoToken] },
    });
    expect(content.expiration_date).toBeGreaterThan(Date.now() / 1000 + 29 * 86_400);
  });

  test.each([
    ["hidden", { ...watching, hidden: true }],
    ["ended", { ...watching, expiresAt: later(3_600_000) }],
  ])("refuses one that no page can use: %s", async (name, rules) => {
    const { authTokenId } = await make(name, rules);
    if (name === "ended") {
      await db()
        .update(ziggeoAuthTokens)
        .set({ rules: { ...rules, expiresAt: new Date(Date.now() - 1).toISOString() } });
    }
    expect(await build({ authTokenId })).toMatchObject({ ok: false, error: { code: "invalid" } });
  });

  test("and its preview play with the token alone, in one of its sessions", async () => {
    const { authTokenId } = await make("Once", { ...watching, sessionLimit: 1 });
    const prepared = value(await as(editor, () => actions.previewEmbed({ assetId, authTokenId })));
    expect(prepared.sessionUrl).toMatch(/^\/engine\/ziggeo\/v1\/applications\/.+\/session$/);
    expect(prepared).toMatchObject({ videoToken, mediaBase: "/engine/ziggeo", auth: { kind: "server" } });
    const path = prepared.sessionUrl.slice("/engine/ziggeo".length);
    const open = () =>
      fetch(`${engine.credentials.ziggeo.baseUrl}${path}?server_auth=${prepared.auth?.token}`, {
        method: "POST",
      });
    expect([(await open()).status, (await open()).status]).toEqual([200, 403]);
  });

  test("is offered with what the application asks for, and no token's value", async () => {
    const { token } = await make();
    const options = await getEmbedOptions(editor.viewer, assetId);
    expect(options).toMatchObject({
      videoToken,
      videoKey: "reka",
      isLocal: true,
      canEncrypt: true,
      needsToken: { create: true, read: true, update: true },
      tokens: [{ name: "Homepage" }],
    });
    expect(JSON.stringify(options)).not.toContain(token);
    expect(JSON.stringify(options)).not.toContain(engine.credentials.ziggeo.applicationToken);
  });
});

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
  expect(await list()).toEqual([]);
});
