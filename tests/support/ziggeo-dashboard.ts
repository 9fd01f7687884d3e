import { writeFile } from "node:fs/promises";
import path from "node:path";
import { openAccount, toAccount } from "#lib/accounts/accounts.ts";
import { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
import { listConnections } from "#lib/features/connections/queries.ts";
import { ziggeoClient } from "#lib/providers/ziggeo/client.ts";
import { openTestDashboard, signInAs } from "./dashboard-people.ts";
import { startTestEngine } from "./engine.ts";

/** A dashboard connected to an engine of its own, with people of every role and a Ziggeo client beside it. */
export async function openZiggeoDashboard() {
  const engine = await startTestEngine();
  const dashboard = await openTestDashboard();
  const file = path.join(dashboard.directory, "credentials.json");
  await writeFile(file, JSON.stringify(engine.credentials));
  await ensureLocalConnections(file);
  const owner = await signInAs("owner");
  const editor = await signInAs("editor");
  const viewer = await signInAs("viewer");
  const connections = await listConnections(viewer.viewer);
  const connectionId = connections.find(({ provider }) => provider === "ziggeo")?.connectionId ?? "";
  const account = await openAccount(connectionId);
  return {
    engine,
    owner,
    editor,
    viewer,
    connectionId,
    account,
    client: ziggeoClient(await toAccount(account.connection)),
    async close() {
      await dashboard.close();
      await engine.close();
    },
  };
}
export type ZiggeoDashboard = Awaited<ReturnType<typeof openZiggeoDashboard>>;
