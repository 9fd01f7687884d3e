import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { POST as testSaved } from "#app/api/connections/[connectionId]/test/route.ts";
import { POST as testForm } from "#app/api/connections/test/route.ts";
import { editConnection } from "#lib/features/connections/actions.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { openTestDashboard, type SignedIn, signInAs, testOrigin } from "#tests/support/dashboard-people.ts";
import { asRequest } from "#tests/support/next-headers.ts";
import { startZiggeoStandIn, type ZiggeoStandIn } from "#tests/support/ziggeo-stand-in.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let owner: SignedIn;
let editor: SignedIn;
let provider: ZiggeoStandIn;

beforeAll(async () => {
  dashboard = await openTestDashboard();
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
afterAll(() => dashboard.close());

const as = <T>(person: SignedIn, run: () => Promise<T>) => asRequest(person.headers, run);
const post = (person: SignedIn, body: unknown): Request =>
  new Request(`${testOrigin}/api/connections/test`, {
    method: "POST",
    headers: { ...person.headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });

describe("testing a connection", () => {
  const testById = (person: SignedIn, connectionId: string) =>
    testSaved(post(person, {}), { params: Promise.resolve({ connectionId }) });

  test("what is wrong is named, and kept for everyone to see", async () => {
    const connectionId = await addTestConnection(provider.baseUrl);
    expect(await (await testById(owner, connectionId)).json()).toMatchObject({ cause: "ok" });
    provider.mood = "refuse";
    expect(await (await testById(owner, connectionId)).json()).toMatchObject({ cause: "unauthorized" });
    expect((await listConnections(editor.viewer))[0]?.health.cause).toBe("unauthorized");
    expect((await testById(editor, connectionId)).status).toBe(200);
    expect((await testById(await signInAs("viewer"), connectionId)).status).toBe(403);
    expect((await testById(owner, "nope")).status).toBe(404);
  });

  test("a form is tried before it is saved, with the keys that are kept", async () => {
    const connectionId = await addTestConnection(provider.baseUrl);
    await dashboard.postgres.query(`UPDATE connections SET settings = '{"region":"custom"}'`);
    const fields = { applicationToken: "", privateKey: "", region: "custom", baseUrl: provider.baseUrl };
    const draft = { connectionId, provider: "ziggeo", fields };
    expect(await (await testForm(post(owner, draft))).json()).toMatchObject({ cause: "ok" });
    expect((await testForm(post(editor, draft))).status).toBe(403);
    expect((await testForm(post(owner, { provider: "ziggeo", fields: {} }))).status).toBe(400);
  });

  test("kept keys are never sent to another address, where they could be read", async () => {
    const connectionId = await addTestConnection("http://127.0.0.1:9");
    const fields = { applicationToken: "", privateKey: "", region: "custom", baseUrl: provider.baseUrl };
    const answer = await testForm(post(owner, { connectionId, provider: "ziggeo", fields }));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("enter the keys again");
    const edit = { connectionId, provider: "ziggeo", name: "Stand-in", fields };
    await dashboard.postgres.query("UPDATE connections SET is_local = false");
    expect(await as(owner, () => editConnection(edit))).toMatchObject({
      ok: false,
      error: { code: "invalid" },
    });
    expect(provider.requests).toEqual([]);
  });

  test("an address on a private network is refused by name unless it is allowed", async () => {
    const fields = {
      applicationToken: "token-12",
      privateKey: "key-1234",
      region: "custom",
      baseUrl: provider.baseUrl,
    };
    const answer = await testForm(post(owner, { provider: "ziggeo", fields }));
    expect(await answer.json()).toMatchObject({ cause: "blocked_address" });
    expect(provider.requests).toEqual([]);
  });
});
