import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { GET as list } from "#app/api/connections/route.ts";
import { openAccount, openSecrets } from "#lib/accounts/accounts.ts";
import {
  addConnection,
  editConnection,
  pauseConnection,
  removeConnection,
  resumeConnection,
} from "#lib/features/connections/actions.ts";
import { clearConnection } from "#lib/features/connections/jobs/clear-connection.ts";
import { connectionList } from "#lib/features/connections/schema.ts";
import { walkConnection } from "#lib/features/sync/walk-connection.ts";
import { startWorker } from "#lib/queue/worker.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { openTestDashboard, type SignedIn, signInAs, testOrigin } from "#tests/support/dashboard-people.ts";
import { asRequest } from "#tests/support/next-headers.ts";
import { until } from "#tests/support/until.ts";
import { standInVideos, startZiggeoStandIn, type ZiggeoStandIn } from "#tests/support/ziggeo-stand-in.ts";

const apiKey = "planted-api-key-secret-7f3a";
const input = { provider: "apivideo", name: "Campaigns", fields: { apiKey, mode: "sandbox" } };
let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let owner: SignedIn;
let editor: SignedIn;
let stopWorker: () => Promise<void>;
let provider: ZiggeoStandIn;

beforeAll(async () => {
  dashboard = await openTestDashboard();
  stopWorker = await startWorker([clearConnection]);
  owner = await signInAs("owner");
  editor = await signInAs("editor");
});
beforeEach(async () => {
  provider = await startZiggeoStandIn();
});
afterEach(async () => {
  await provider.close();
  await dashboard.postgres.query("DELETE FROM connections");
});
afterAll(async () => {
  await stopWorker();
  await dashboard.close();
});

const as = <T>(person: SignedIn, run: () => Promise<T>) => asRequest(person.headers, run);
const add = async (given: unknown = input) => {
  const added = await as(owner, () => addConnection(given));
  if (!added.ok) throw new Error(JSON.stringify(added.error));
  return added.value.connectionId;
};
const listed = async (person = owner) => {
  const text = await (
    await list(new Request(`${testOrigin}/api/connections`, { headers: person.headers }))
  ).text();
  return { text, connections: connectionList.parse(JSON.parse(text)) };
};

describe("adding a connection", () => {
  test("the owner adds one; its key is sealed, and only its last four characters are ever shown", async () => {
    const connectionId = await add();
    const { text, connections } = await listed();
    expect(connections).toMatchObject([
      {
        connectionId,
        name: "Campaigns",
        provider: "apivideo",
        isLocal: false,
        baseUrl: "https://sandbox.api.video",
        settings: { mode: "sandbox" },
        secretHints: { apiKey: "7f3a" },
        state: "active",
      },
    ]);
    expect(text).not.toContain(apiKey);
    const stored = JSON.stringify(await dashboard.postgres.query("SELECT * FROM connection_secrets"));
    expect(stored).not.toContain(apiKey);
    expect(JSON.stringify(await dashboard.postgres.query("SELECT * FROM audit_entries"))).not.toContain(
      apiKey,
    );
    expect(await openSecrets(connectionId)).toEqual({ apiKey });
  });

  test("an editor may not, nor may anyone signed out", async () => {
    expect(await as(editor, () => addConnection(input))).toMatchObject({
      ok: false,
      error: { code: "forbidden" },
    });
    const { cookie: _cookie, ...signedOut } = owner.headers;
    expect(await asRequest(signedOut, () => addConnection(input))).toMatchObject({
      ok: false,
      error: { code: "unauthenticated" },
    });
    expect((await listed()).connections).toEqual([]);
  });

  test.each([
    ["a missing key", { ...input, fields: { mode: "sandbox" } }, "fields.apiKey", "API key is needed."],
    ["a name that is blank", { ...input, name: "  " }, "name", "Give it a name you will recognise."],
    [
      "a key with a space in it",
      { ...input, fields: { apiKey: "a b", mode: "sandbox" } },
      "fields.apiKey",
      "Paste it again",
    ],
    [
      "a choice that is not offered",
      { ...input, fields: { apiKey, mode: "moon" } },
      "fields.mode",
      "Choose one",
    ],
    [
      "an address of another scheme",
      { ...input, fields: { apiKey, mode: "custom", baseUrl: "file:///x" } },
      "fields.baseUrl",
      "https://",
    ],
    [
      "an address with a password",
      { ...input, fields: { apiKey, mode: "custom", baseUrl: "https://a:b@x.example" } },
      "fields.baseUrl",
      "https://",
    ],
    [
      "another provider's field",
      { ...input, fields: { apiKey, mode: "sandbox", privateKey: "x" } },
      "fields.privateKey",
      "no such field",
    ],
    ["an unknown provider", { ...input, provider: "vimeo" }, "provider", ""],
  ])("%s is refused at its field", async (_what, given, field, words) => {
    const refused = await as(owner, () => addConnection(given));
    expect(refused).toMatchObject({ ok: false, error: { code: "invalid" } });
    expect(refused.ok ? "" : refused.error.fields[field]).toContain(words);
  });

  test.each([
    [
      "ziggeo",
      { applicationToken: "r1-token-1", privateKey: "pk-12345678", region: "eu" },
      "https://srv-api-eu-west-1.ziggeo.com",
    ],
    [
      "telestream",
      { auth: "signed", accessKey: "ak-123456", secretKey: "sk-123456", host: "us-east" },
      "https://api-us-east.cloud.telestream.net/v3.0",
    ],
    ["telestream", { auth: "key", apiKey: "tcs_1234567" }, "https://api.cloud.telestream.net/flip/3.1"],
    [
      "stupeflix",
      { secret: "s-12345678", baseUrl: "https://stupeflix.example.com/v2/" },
      "https://stupeflix.example.com/v2",
    ],
    [
      "apivideo",
      { apiKey, mode: "custom", baseUrl: "https://video.example.com" },
      "https://video.example.com",
    ],
  ])("each provider's own fields lead to its address: %s %j", async (providerId, fields, baseUrl) => {
    await add({ provider: providerId, name: "x", fields });
    expect((await listed()).connections).toMatchObject([{ provider: providerId, baseUrl }]);
  });
});

describe("editing a connection", () => {
  test("a secret left empty stays, a new one replaces it, and the client is made anew", async () => {
    const connectionId = await add();
    const first = await openAccount(connectionId);
    const edit = { ...input, connectionId, name: "Renamed", fields: { apiKey: "", mode: "production" } };
    expect(await as(owner, () => editConnection(edit))).toMatchObject({ ok: true });
    expect((await listed()).connections).toMatchObject([
      { name: "Renamed", baseUrl: "https://ws.api.video", secretHints: { apiKey: "7f3a" } },
    ]);
    expect((await openAccount(connectionId)).provider).not.toBe(first.provider);
    await as(owner, () =>
      editConnection({ ...edit, fields: { apiKey: "another-key-0042", mode: "production" } }),
    );
    expect(await openSecrets(connectionId)).toEqual({ apiKey: "another-key-0042" });
  });

  test("other credentials need their own keys, and the old ones are erased", async () => {
    const connectionId = await add({
      provider: "telestream",
      name: "Flip",
      fields: { auth: "signed", accessKey: "ak-123456", secretKey: "sk-123456", host: "gce" },
    });
    const edit = { connectionId, provider: "telestream", name: "Flip" };
    expect(
      await as(owner, () => editConnection({ ...edit, fields: { auth: "key", apiKey: "" } })),
    ).toMatchObject({
      ok: false,
      error: { code: "invalid", fields: { "fields.apiKey": expect.any(String) } },
    });
    await as(owner, () => editConnection({ ...edit, fields: { auth: "key", apiKey: "tcs_1234567" } }));
    expect(await openSecrets(connectionId)).toEqual({ apiKey: "tcs_1234567" });
  });

  test("an editor may not, and an unknown or another provider's connection is refused", async () => {
    const connectionId = await add();
    const edit = { ...input, connectionId };
    expect(await as(editor, () => editConnection(edit))).toMatchObject({
      ok: false,
      error: { code: "forbidden" },
    });
    expect(await as(owner, () => editConnection({ ...edit, connectionId: "nope" }))).toMatchObject({
      ok: false,
      error: { code: "not_found" },
    });
    const other = {
      ...edit,
      provider: "stupeflix",
      fields: { secret: "s-12345678", baseUrl: "https://x.example" },
    };
    expect(await as(owner, () => editConnection(other))).toMatchObject({
      ok: false,
      error: { code: "invalid" },
    });
  });
});

describe("pausing a connection", () => {
  test.each([
    ["paused", pauseConnection],
    ["active", resumeConnection],
  ])("the owner makes it %s; an editor may not; an unknown one is refused", async (state, act) => {
    const connectionId = await add();
    expect(await as(owner, () => act({ connectionId }))).toMatchObject({ ok: true });
    expect((await listed()).connections[0]?.state).toBe(state);
    expect(await as(editor, () => act({ connectionId }))).toMatchObject({
      ok: false,
      error: { code: "forbidden" },
    });
    expect(await as(owner, () => act({ connectionId: "nope" }))).toMatchObject({
      ok: false,
      error: { code: "not_found" },
    });
    expect(await as(owner, () => act({}))).toMatchObject({ ok: false, error: { code: "invalid" } });
  });
});

describe("removing a connection", () => {
  test("says how many videos go from here, asks nothing of the provider, and leaves no row", async () => {
    provider.videos.push(...standInVideos(120));
    const connectionId = await addTestConnection(provider.baseUrl);
    await walkConnection(await openAccount(connectionId), new AbortController().signal);
    provider.requests.length = 0;
    expect(await as(owner, () => removeConnection({ connectionId }))).toEqual({
      ok: true,
      value: { assetCount: 120 },
    });
    expect((await listed()).connections).toEqual([]);
    expect(await dashboard.postgres.query("SELECT 1 FROM connection_secrets")).toEqual([]);
    await until("its rows to be cleared", async () => {
      const tables = ["assets", "asset_counts", "asset_tag_counts", "connections", "sync_states"];
      const counts = await Promise.all(
        tables.map((table) => dashboard.postgres.query(`SELECT 1 FROM ${table}`)),
      );
      return counts.every((rows) => rows.length === 0);
    });
    expect(provider.requests).toEqual([]);
    expect(provider.videos).toHaveLength(120);
  });

  test("an editor may not, and one that is gone already is refused in words", async () => {
    const connectionId = await add();
    expect(await as(editor, () => removeConnection({ connectionId }))).toMatchObject({
      ok: false,
      error: { code: "forbidden" },
    });
    await as(owner, () => removeConnection({ connectionId }));
    expect(await as(owner, () => removeConnection({ connectionId }))).toMatchObject({
      ok: false,
      error: { code: "not_found", message: "That connection no longer exists." },
    });
    expect(await as(owner, () => removeConnection({}))).toMatchObject({
      ok: false,
      error: { code: "invalid" },
    });
  });
});
