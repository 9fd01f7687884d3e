import { desc } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { repairAsset } from "#lib/asset-index/repair-asset.ts";
import { db } from "#lib/db/client.ts";
import { auditEntries } from "#lib/db/schema/audit-entries.ts";
import { ziggeoAuthTokens } from "#lib/db/schema/ziggeo-auth-tokens.ts";
import { noGrant, noRules } from "#lib/domain/auth-token.ts";
import * as actions from "#lib/features/ziggeo/actions/auth-tokens.ts";
import { listAuthTokens } from "#lib/features/ziggeo/check-auth-tokens.ts";
import { getEmbedOptions } from "#lib/features/ziggeo/embed.ts";
import { decryptAuthToken } from "#lib/providers/ziggeo/signature.ts";
import { answerOf, as } from "#tests/support/dashboard-actions.ts";
import type { SignedIn } from "#tests/support/dashboard-people.ts";
import { openZiggeoDashboard, type ZiggeoDashboard } from "#tests/support/ziggeo-dashboard.ts";

let opened: ZiggeoDashboard;
let engine: ZiggeoDashboard["engine"];
let editor: SignedIn;
let client: ZiggeoDashboard["client"];
let connectionId: string;
let videoToken: string;
let assetId: string;

beforeAll(async () => {
  opened = await openZiggeoDashboard();
  ({ engine, editor, client, connectionId } = opened);
  videoToken = (await client.videos.create({ title: "Řeka", key: "reka" })).token;
  assetId = (await repairAsset(opened.account, videoToken, {})) ?? "";
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
const origin = "https://reelyard.example";

describe("an encrypted token", () => {
  test("opens to pages what it says, and is kept nowhere", async () => {
    const rules = { ...watching, expiresAt: later(3_600_000), sessionLimit: 2 };
    const { token } = answerOf(await as(editor, () => actions.encryptAuthToken({ connectionId, rules })));
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
    const { code } = answerOf(await build({ authTokenId }));
    expect(code).toContain(`ziggeo-server-auth="${token}"`);
    expect(code).toContain(engine.credentials.ziggeo.applicationToken);
    expect(code).not.toContain(engine.credentials.ziggeo.privateKey);
    const [entry] = await db().select().from(auditEntries).orderBy(desc(auditEntries.entryId)).limit(1);
    expect(entry).toMatchObject({ action: "auth-token.embed", detail: { kind: "player", video: "Řeka" } });
  });

  test("as plain HTML names the address that browsers reach", async () => {
    const { code } = answerOf(await build({ kind: "video" }));
    expect(code).toContain(`${origin}/engine/ziggeo/v1/applications/`);
  });

  test("with a token made for it alone allows no more than the page needs", async () => {
    const { code } = answerOf(await build({ kind: "rerecorder", encryptDays: 30 }));
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
    const prepared = answerOf(await as(editor, () => actions.previewEmbed({ assetId, authTokenId })));
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
