import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureInboxPath, renewInboxPath } from "#lib/accounts/inbox-addresses.ts";
import { addTestConnection } from "#tests/support/add-connection.ts";
import { openTestDashboard } from "#tests/support/dashboard-people.ts";
import { startTestServer, type TestServer } from "#tests/support/dashboard-server.ts";
import { until } from "#tests/support/until.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let server: TestServer;
const ids = { telestream: "", ziggeo: "" };

beforeAll(async () => {
  dashboard = await openTestDashboard();
  ids.telestream = await addTestConnection("http://127.0.0.1:9", { provider: "telestream", secrets: {} });
  ids.ziggeo = await addTestConnection("http://127.0.0.1:9");
  server = await startTestServer();
});
afterAll(async () => {
  await server.close();
  await dashboard.close();
});

describe("the address", () => {
  test("a wrong secret, another's secret and an unknown connection are answered alike", async () => {
    const good = await ensureInboxPath(ids.telestream);
    const secret = good.split("/").at(-1) ?? "";
    const wrong = [
      `/hooks/${ids.telestream}/${"a".repeat(32)}`,
      `/hooks/${ids.ziggeo}/${secret}`,
      `/hooks/${crypto.randomUUID()}/${secret}`,
      "/hooks/",
      `/hooks/${ids.telestream}`,
    ];
    const answers = await Promise.all(
      wrong.map(async (address) => {
        const answer = await fetch(server.origin + address, { method: "POST", body: "x" });
        return [answer.status, await answer.text()];
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.[0]).toBe(404);
  });

  test("is only written to", async () => {
    const answer = await fetch(server.origin + (await ensureInboxPath(ids.telestream)));
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST, PUT");
  });

  test("renewed, the old one goes on working for what is under way", async () => {
    const old = await ensureInboxPath(ids.ziggeo);
    const renewed = await renewInboxPath(ids.ziggeo);
    expect(renewed).not.toBe(old);
    expect(await ensureInboxPath(ids.ziggeo)).toBe(renewed);
    for (const address of [old, renewed]) {
      const answer = await until("the new address to be known", async () => {
        const given = await fetch(server.origin + address, { method: "POST", body: "event_type=x" });
        return given.status === 200 ? given : undefined;
      });
      expect(answer.status).toBe(200);
    }
  });
});
