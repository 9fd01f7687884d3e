import { once } from "node:events";
import { chmod, rm } from "node:fs/promises";
import { createServer, type RequestListener, request } from "node:http";
import path from "node:path";
import { json, text } from "node:stream/consumers";
import { z } from "zod";
import { DomainError } from "#lib/domain/errors.ts";
import { createLog } from "#lib/log.ts";
import { type MaintenanceRequest, maintenanceRequest, runMaintenance } from "./maintenance.ts";

const log = createLog("maintenance");

/** What a socket's address can hold on every system we run on. */
const maxPathBytes = 103;

/** Where a running dashboard takes maintenance commands; undefined where such an address is not to be had. */
export function maintenanceSocket(dataDir: string): string | undefined {
  if (process.platform === "win32") return undefined;
  const file = path.join(dataDir, "dashboard", "maintenance.sock");
  return Buffer.byteLength(file) <= maxPathBytes ? file : undefined;
}

const answer = z.object({ ok: z.boolean(), message: z.string() });
export type MaintenanceAnswer = z.output<typeof answer>;

/**
 * Opens the door: a socket in the data directory that only its owner may use. Whoever can write there can read
 * the database and the keys anyway, so the file system's word is enough. The caller holds the directory's lock.
 */
export async function openMaintenanceDoor(dataDir: string): Promise<() => Promise<void>> {
  const socket = maintenanceSocket(dataDir);
  if (!socket) return async () => {};
  const server = createServer(handle);
  try {
    // What a killed process left; the lock says that nobody listens there.
    await rm(socket, { force: true });
    server.listen(socket);
    await once(server, "listening");
    await chmod(socket, 0o600);
  } catch (error) {
    // Some mounted folders know no sockets. Maintenance then has to wait for a stop; nothing else does.
    log.warn({ err: error }, "maintenance commands cannot reach this dashboard while it runs");
    server.close();
    return async () => {};
  }
  return async () => {
    server.close();
    await once(server, "close");
  };
}

const handle: RequestListener = async (incoming, response) => {
  let told: MaintenanceAnswer;
  try {
    told = { ok: true, message: await runMaintenance(maintenanceRequest.parse(await json(incoming))) };
  } catch (error) {
    if (!(error instanceof DomainError)) log.error({ err: error }, "a maintenance command failed");
    const message = "It failed. data/logs/dashboard.log says why.";
    told = { ok: false, message: error instanceof DomainError ? error.message : message };
  }
  response.writeHead(told.ok ? 200 : 400, { "content-type": "application/json" }).end(JSON.stringify(told));
};

/** Asks the dashboard that runs on this data directory; undefined when none does. */
export async function askRunningDashboard(
  dataDir: string,
  asked: MaintenanceRequest,
): Promise<MaintenanceAnswer | undefined> {
  const socketPath = maintenanceSocket(dataDir);
  if (!socketPath) return undefined;
  const outgoing = request({ socketPath, method: "POST", path: "/" });
  outgoing.end(JSON.stringify(asked));
  try {
    const [incoming] = await once(outgoing, "response");
    return answer.parse(JSON.parse(await text(incoming)));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ECONNREFUSED") return undefined;
    throw error;
  }
}
