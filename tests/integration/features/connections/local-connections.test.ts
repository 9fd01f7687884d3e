import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openSecrets } from "#lib/accounts/accounts.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import { openTestDashboard } from "#tests/support/dashboard-people.ts";

const viewer: Viewer = { userId: "u", name: "Ada", email: "ada@example.com", role: "owner" };
let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let file: string;
beforeAll(async () => {
  dashboard = await openTestDashboard();
  file = path.join(dashboard.directory, "credentials.json");
});
beforeEach(() => dashboard.postgres.query("TRUNCATE connections, local_connections CASCADE"));
afterAll(() => dashboard.close());

const credentials = (port: number, secretKey = "engine-secret-key-1234") => ({
  ziggeo: {
    baseUrl: `http://127.0.0.1:${port + 1}`,
    applicationToken: "engine-token-aaaa",
    privateKey: "engine-private-bbbb",
    encryptionKey: "engine-encryption-cccc",
  },
  telestream: {
    baseUrl: `http://127.0.0.1:${port + 2}`,
    accessKey: "engine-access-dddd",
    secretKey,
    apiKey: "tcs_engine-api-eeee",
    factoryId: "f".repeat(32),
  },
  stupeflix: {
    baseUrl: `http://127.0.0.1:${port + 3}`,
    secret: "engine-secret-ffff",
    apiKey: "engine-api-gggg",
  },
  apivideo: { baseUrl: `http://127.0.0.1:${port + 4}`, apiKey: "engine-api-hhhh" },
});
const ensure = async (given: unknown) => {
  await writeFile(file, JSON.stringify(given));
  await ensureLocalConnections(file);
  return listConnections(viewer);
};

describe("the connections to our own engine", () => {
  test("four are made at the first start, with sealed keys and the names people know", async () => {
    const made = await ensure(credentials(4100));
    expect(made.map(({ name, provider, baseUrl }) => [name, provider, baseUrl])).toEqual([
      ["Local api.video", "apivideo", "http://127.0.0.1:4104"],
      ["Local Stupeflix", "stupeflix", "http://127.0.0.1:4103"],
      ["Local Telestream", "telestream", "http://127.0.0.1:4102"],
      ["Local Ziggeo", "ziggeo", "http://127.0.0.1:4101"],
    ]);
    expect(made.every(({ isLocal, state }) => isLocal && state === "active")).toBe(true);
    expect(made[2]?.settings).toEqual({ factoryId: "f".repeat(32) });
    expect(made[2]?.secretHints).toEqual({ accessKey: "dddd", secretKey: "1234", apiKey: "eeee" });
    const stored = JSON.stringify(await dashboard.postgres.query("SELECT * FROM connection_secrets"));
    expect(stored).not.toContain("engine-");
  });

  test("later starts change nothing, or follow the engine to its new ports and keys under the same ids", async () => {
    const [, , first] = await ensure(credentials(4100));
    const [, , same] = await ensure(credentials(4100));
    expect(same).toEqual(first);
    const versions = await dashboard.postgres.query("SELECT DISTINCT version FROM connections");
    expect(versions).toEqual([{ version: 1 }]);
    const [, , moved] = await ensure(credentials(5100, "engine-secret-key-5678"));
    expect(moved).toMatchObject({ connectionId: first?.connectionId, baseUrl: "http://127.0.0.1:5102" });
    expect(await openSecrets(moved?.connectionId ?? "")).toMatchObject({
      secretKey: "engine-secret-key-5678",
    });
  });

  test("one that a person removed does not come back", async () => {
    const [first] = await ensure(credentials(4100));
    await dashboard.postgres.query("DELETE FROM connections WHERE connection_id = $1", [first?.connectionId]);
    expect((await ensure(credentials(4100))).map(({ name }) => name)).not.toContain("Local api.video");
  });

  test("several starts at once make four, not eight", async () => {
    await writeFile(file, JSON.stringify(credentials(4100)));
    await Promise.all([1, 2, 3].map(() => ensureLocalConnections(file)));
    expect(await listConnections(viewer)).toHaveLength(4);
  });

  test("an engine that has not written its accounts yet leaves everything as it is", async () => {
    await ensureLocalConnections(path.join(dashboard.directory, "absent.json"));
    await ensureLocalConnections(undefined);
    expect(await listConnections(viewer)).toEqual([]);
  });
});
