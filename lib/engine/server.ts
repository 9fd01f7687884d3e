import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Log } from "#lib/log.ts";
import type { ProtocolMount } from "./engine.ts";

/** A port that another process has, or that may not be opened; one line for a person. */
export class ListenError extends Error {
  override readonly name = "ListenError";
}

export interface EnginePort {
  readonly port: number;
  /** Stops taking connections, lets answers finish for `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

type Listener = (req: IncomingMessage, res: ServerResponse) => void;

/** Opens the port at once and answers 503 until `use` says what answers: a taken port is known before any work. */
export interface OpenedPort extends EnginePort {
  use(listener: Listener): void;
}

/** Listens on `host:port` (0 picks a free one). Throws `ListenError`. */
export async function openPort(name: string, host: string, port: number): Promise<OpenedPort> {
  let listener: Listener = (_req, res) => {
    res.writeHead(503, { "content-type": "application/json", "retry-after": "1" });
    res.end('{"error":"Starting","message":"The engine is starting."}');
  };
  const server = createServer(
    {
      // An upload may take hours; its own rate floor ends the slow ones.
      requestTimeout: 0,
      headersTimeout: 30_000,
      keepAliveTimeout: 30_000,
      maxHeaderSize: 32 * 1024,
      // A part arrives on a warm connection: without this each waits for a delayed acknowledgement.
      noDelay: true,
    },
    (req, res) => listener(req, res),
  );
  server.maxHeadersCount = 200;
  const chosen = await listen(server, name, host, port);
  return {
    port: chosen,
    use(next) {
      listener = next;
    },
    close: (graceMs) => closeServer(server, graceMs),
  };
}

async function listen(server: Server, name: string, host: string, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen({ host, port }, resolve);
  try {
    await promise;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    const why =
      code === "EADDRINUSE"
        ? "is already in use"
        : code === "EACCES"
          ? "needs more rights than this process has"
          : `cannot be opened (${error instanceof Error ? error.message : String(error)})`;
    throw new ListenError(
      `Port ${port} on ${host} for the engine's ${name} ${why}. Set ENGINE_PORT or HOST.`,
    );
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}

/** A protocol's `raw` first, then its Hono app; whatever either lets through is logged and answered 500. */
export function toListener({ app, raw }: ProtocolMount, provider: string, log: Log): Listener {
  const answerApp = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return (req, res) => {
    try {
      if (raw?.(req, res)) return;
      answerApp(req, res).catch((error) => answerBug(res, error, provider, log));
    } catch (error) {
      answerBug(res, error, provider, log);
    }
  };
}

function answerBug(res: ServerResponse, error: unknown, provider: string, log: Log): void {
  log.error({ err: error, provider }, "request failed");
  if (res.headersSent) {
    res.destroy();
    return;
  }
  res.writeHead(500, { "content-type": "application/json" });
  res.end(
    '{"error":"InternalError","message":"The engine failed on this request. Its log has the details."}',
  );
}
