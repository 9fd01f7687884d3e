import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { dashboardPostgres } from "#lib/db/client.ts";
import type { ProviderId } from "#lib/domain/provider-id.ts";
import type { LiveHub } from "#lib/live/hub.ts";
import { createLiveHub, liveHub } from "#lib/live/hub.ts";
import { bodyLimitOf } from "#lib/server/body-limits.ts";
import { createEngineProxy, type EngineTarget } from "#lib/server/engine-proxy.ts";
import { readHealth } from "#lib/server/health.ts";
import { createLiveStreams } from "#lib/server/live.ts";
import { createDashboardServer, type NodeHandler } from "#lib/server/server.ts";
import { createWebhookIntake } from "#lib/server/webhooks.ts";

export interface TestServer {
  readonly port: number;
  readonly origin: string;
  readonly hub: LiveHub;
  readonly liveStreams: () => number;
  close(): Promise<void>;
}

/** Our node server on a free port, with `next` in Next's place. Needs the test dashboard's database. */
export async function startTestServer(
  options: {
    engine?: EngineTarget;
    next?: NodeHandler;
    /** The action that composes tasks. */
    composingAction?: string;
    heartbeatMs?: number;
    bufferBytes?: number;
    headersTimeoutMs?: number;
    /** A free one when absent. */
    port?: number;
  } = {},
): Promise<TestServer> {
  const engine = options.engine ?? { host: "127.0.0.1", port: 9 };
  const targets: Record<ProviderId, EngineTarget> = {
    ziggeo: engine,
    telestream: engine,
    stupeflix: engine,
    apivideo: engine,
  };
  const hub = createLiveHub("test");
  const live = createLiveStreams({
    hub,
    heartbeatMs: options.heartbeatMs ?? 20_000,
    bufferBytes: options.bufferBytes ?? 256 * 1024,
  });
  const engineProxy = createEngineProxy(targets);
  const webhooks = createWebhookIntake({ hub: liveHub() });
  const server = createDashboardServer({
    dev: false,
    engineProxy,
    live,
    health: () =>
      readHealth({
        postgres: dashboardPostgres(),
        engineUrl: `http://${engine.host}:${engine.port}`,
        liveStreams: () => live.count,
      }),
    download: async () => false,
    bodyLimit: bodyLimitOf((id) => id === options.composingAction),
    webhooks,
    next:
      options.next ??
      (async (_request, response) => {
        response.writeHead(200, { "content-type": "text/plain" }).end("page");
      }),
    browserOrigins: () => [],
    ...(options.headersTimeoutMs && { headersTimeoutMs: options.headersTimeoutMs }),
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    hub,
    liveStreams: () => live.count,
    async close() {
      live.close();
      webhooks.close();
      engineProxy.close();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
