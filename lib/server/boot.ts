import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import path from "node:path";
import { loadAuthSecret } from "#lib/auth/auth-secret.ts";
import { pruneAttempts } from "#lib/auth/sign-in-limits.ts";
import { acquireDataLock } from "#lib/data-lock.ts";
import { closeDatabase, dashboardDatabaseLocation, openDatabase } from "#lib/db/client.ts";
import type { Env } from "#lib/env.ts";
import { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
import { liveHub } from "#lib/live/hub.ts";
import { relayLive } from "#lib/live/publish.ts";
import { createLog } from "#lib/log.ts";
import { startBackground } from "./background.ts";
import { readBodyLimit } from "./body-limits.ts";
import { watchBrowserOrigins } from "./browser-origins.ts";
import { handleDownload } from "./downloads.ts";
import { createEngineProxy, engineTargets } from "./engine-proxy.ts";
import { readHealth } from "./health.ts";
import { createLiveStreams } from "./live.ts";
import { openMaintenanceDoor } from "./maintenance-door.ts";
import { openNext } from "./next-app.ts";
import { openKeys } from "./open-keys.ts";
import { ensureOwnerFromEnv } from "./owner-from-env.ts";
import { createDashboardServer } from "./server.ts";
import { createWebhookIntake } from "./webhooks.ts";

const log = createLog("dashboard");

export interface RunningDashboard {
  readonly port: number;
  /** Ends everything in the reverse of the order it began in. */
  close(): Promise<void>;
}

export interface BootOptions {
  readonly env: Env;
  readonly dev: boolean;
}

/** Starts the dashboard: lock, database, keys, owner, connections, sync, Next, then the port. */
export async function bootDashboard({ env, dev }: BootOptions): Promise<RunningDashboard> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) {
      try {
        await closer();
      } catch (error) {
        // What comes after it, the lock last of all, must be let go of whatever fails here.
        log.error({ err: error }, "a part of the dashboard did not stop cleanly");
      }
    }
  };
  try {
    await checkPort(env.port, env.host);
    const lock = await acquireDataLock(path.join(env.dataDir, "dashboard"));
    closers.push(() => lock.release());
    const postgres = await openDatabase(dashboardDatabaseLocation(env));
    closers.push(closeDatabase);
    await openKeys(postgres.db, env);
    await loadAuthSecret(postgres.db);
    closers.push(await openMaintenanceDoor(env.dataDir));
    await ensureOwnerFromEnv(env.owner);
    await pruneAttempts();
    closers.push(await relayLive(postgres));
    await ensureLocalConnections();
    closers.push(await startBackground());
    const origins = await watchBrowserOrigins({
      postgres,
      hub: liveHub(),
      enginePublicUrl: env.enginePublicUrl,
    });
    closers.push(origins.stop);

    const engineProxy = createEngineProxy(engineTargets(env.host, env.enginePort));
    closers.push(engineProxy.close);
    const live = createLiveStreams({ hub: liveHub() });
    const webhooks = createWebhookIntake({ hub: liveHub() });
    closers.push(webhooks.close);
    const next = await openNext({ dev, port: env.port, hostname: env.host });
    closers.push(next.close);
    const engineUrl = `http://${engineTargets(env.host, env.enginePort).ziggeo.host}:${env.enginePort}`;
    const server = createDashboardServer({
      dev,
      engineProxy,
      live,
      health: () => readHealth({ postgres, engineUrl, liveStreams: () => live.count }),
      download: handleDownload,
      webhooks,
      bodyLimit: await readBodyLimit(".next"),
      next: next.handle,
      browserOrigins: origins.list,
    });
    await next.attach(server);
    server.listen(env.port, env.host);
    await once(server, "listening");
    closers.push(async () => {
      live.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      // Requests under way may finish; those that will not are not waited for longer than this.
      const cut = setTimeout(() => server.closeAllConnections(), 5_000);
      await closed;
      clearTimeout(cut);
    });
    const { port } = server.address() as AddressInfo;
    return { port, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Fails as listening would, before anything on disk is touched. */
async function checkPort(port: number, host: string): Promise<void> {
  const probe = createServer().listen(port, host);
  await once(probe, "listening");
  probe.close();
  await once(probe, "close");
}
