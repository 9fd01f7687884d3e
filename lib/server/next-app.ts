import type { Server } from "node:http";
import type { NodeHandler } from "./server.ts";

export interface NextApp {
  readonly handle: NodeHandler;
  /** Prepares Next, with the server that carries its development socket. */
  attach(server: Server): Promise<void>;
  close(): Promise<void>;
}

/** Next as a handler of our own server. */
export async function openNext(options: { dev: boolean; hostname: string; port: number }): Promise<NextApp> {
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  // next-auth builds its URLs from the host our server vouches for, instead of a fixed NEXTAUTH_URL.
  process.env.AUTH_TRUST_HOST = "1";
  // Where Next sends an action that another page brings. Left out, it follows the Host header wherever that points.
  process.env.__NEXT_PRIVATE_ORIGIN = ownOrigin(options);
  const { default: next } = await import("next");
  let app: ReturnType<typeof next> | undefined;
  let handle: NodeHandler | undefined;
  return {
    handle: async (request, response) => {
      if (!handle) throw new Error("Next is not prepared yet.");
      await handle(request, response);
    },
    async attach(httpServer) {
      const { dev, hostname, port } = options;
      app = next({
        dev,
        dir: process.cwd(),
        hostname,
        port,
        httpServer,
        ...(dev ? { turbopack: true } : {}),
      });
      await app.prepare();
      handle = app.getRequestHandler();
    },
    async close() {
      await app?.close();
    },
  };
}

function ownOrigin({ hostname, port }: { hostname: string; port: number }): string {
  const reached = hostname === "0.0.0.0" || hostname === "::" ? "127.0.0.1" : hostname;
  return `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`;
}
