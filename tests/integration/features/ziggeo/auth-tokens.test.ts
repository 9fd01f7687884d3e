import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { authTokenPlace } from "#lib/accounts/auth-token-secrets.ts";
import { rotateKeys } from "#lib/accounts/rotate-keys.ts";
import { repairAsset } from "#lib/asset-index/repair-asset.ts";
import { db } from "#lib/db/client.ts";
import { auditEntries } from "#lib/db/schema/audit-entries.ts";
import { ziggeoAuthTokens } from "#lib/db/schema/ziggeo-auth-tokens.ts";
import { noGrant, noRules } from "#lib/domain/auth-token.ts";
import * as actions from "#lib/features/ziggeo/actions/auth-tokens.ts";
import { listAuthTokens, listCheckedAuthTokens } from "#lib/features/ziggeo/check-auth-tokens.ts";
import { checkAuthTokens } from "#lib/features/ziggeo/jobs/check-auth-tokens.ts";
import { watchAuthTokens } from "#lib/features/ziggeo/watch-auth-tokens.ts";
import { startWorker } from "#lib/queue/worker.ts";
import { SealError } from "#lib/secrets/cipher.ts";
import { openSecret } from "#lib/secrets/seal.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { answerOf, as } from "#tests/support/dashboard-actions.ts";
import type { SignedIn } from "#tests/support/dashboard-people.ts";
import { until } from "#tests/support/until.ts";
import { openZiggeoDashboard, type ZiggeoDashboard } from "#tests/support/ziggeo-dashboard.ts";

let opened: ZiggeoDashboard;
let owner: SignedIn;
let editor: SignedIn;
let client: ZiggeoDashboard["client"];
let connectionId: string;
let videoToken: string;

beforeAll(async () => {
  opened = await openZiggeoDashboard();
  ({ owner, editor, client, connectionId } = opened);
  videoToken = (await client.videos.create({ title: "Řeka", key: "reka" })).token;
  await repairAsset(opened.account, videoToken, {});
}, 120_000);
afterAll(() => opened.close());
beforeEach(async () => {
  await db().delete(ziggeoAuthTokens);
});

const all = { ...noGrant, all: true };
const watching = { ...noRules, grants: { ...noRules.grants, read: all } };
const make = async (name = "Homepage", rules = watching) =>
  answerOf(await as(editor, () => actions.createAuthToken({ connectionId, name, rules })));
const list = async () => (await listAuthTokens(editor.viewer, connectionId)).tokens;
const later = (ms: number) => new Date(Math.ceil(Date.now() / 1000) * 1000 + ms).toISOString();

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
    expect(answerOf(await reveal(owner))).toEqual({ token });
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
    answerOf(await as(editor, () => actions.updateAuthToken({ authTokenId, name: "Archive", rules })));
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
      answerOf(await as(editor, () => actions.revokeAuthToken({ authTokenId })));
    }
    await expect(client.authTokens.get(first.token)).rejects.toMatchObject({ status: 404 });
    expect(await list()).toEqual([]);
  });

  test("leaves its maker, its change and its end in the audit log, and its value nowhere", async () => {
    const { token, authTokenId } = await make();
    answerOf(
      await as(editor, () => actions.updateAuthToken({ authTokenId, name: "Archive", rules: watching })),
    );
    answerOf(await as(editor, () => actions.revokeAuthToken({ authTokenId })));
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
    answerOf(await paste(` ${token}\n`));
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
    answerOf(await forget(revoked.authTokenId));
    expect(await list()).toMatchObject([{ name: "Changed" }]);
  });

  test("of one token are made on request", async () => {
    const { token, authTokenId } = await make();
    await client.authTokens.update(token, { hidden: true });
    answerOf(await as(editor, () => actions.checkAuthToken({ authTokenId })));
    expect(await list()).toMatchObject([{ rules: { hidden: true } }]);
  });

  test("of what nobody looked at are made by a job: one that was revoked elsewhere shows it", async () => {
    const [living, revoked] = [await make("Living"), await make("Revoked")];
    await client.authTokens.update(living.token, { session_limit: 9 });
    await client.authTokens.remove(revoked.token);
    await age(660_000);
    const stopWorker = await startWorker([checkAuthTokens]);
    const stopWatch = watchAuthTokens();
    await until("both are as Ziggeo says", async () => {
      const [first, second] = await list();
      return first?.isGone && second?.rules.sessionLimit === 9;
    });
    await stopWatch();
    await stopWorker();
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
