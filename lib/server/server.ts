import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { nonceHeader, requestPathHeader } from "#lib/auth/request-facts.ts";
import { createLog } from "#lib/log.ts";
import { sendError, sendJson } from "./answers.ts";
import { clientFacts, stampRequest } from "./client-facts.ts";
import type { createEngineProxy } from "./engine-proxy.ts";
import type { DashboardHealth } from "./health.ts";
import type { createLiveStreams } from "./live.ts";
import { contentPolicy, setCommonHeaders, setPageHeaders } from "./security-headers.ts";

const log = createLog("server");

export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface ServerParts {
  readonly dev: boolean;
  readonly engineProxy: ReturnType<typeof createEngineProxy>;
  readonly live: ReturnType<typeof createLiveStreams>;
  health(): Promise<DashboardHealth>;
  /** `/files/*`; answers false when it is not its path. */
  download(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Pages, actions and API routes. */
  readonly next: NodeHandler;
  /** Origins that pages may load media from and upload to, beside our own and the providers'. */
  browserOrigins(): readonly string[];
}

/** Pages take forms, actions and small JSON; videos take other ways. */
const nextBodyLimitBytes = 2 * 1024 * 1024;
const nextBodyTimeoutMs = 30_000;
const maxUrlLength = 8 * 1024;
const maxHeaders = 150;

/** The dashboard's own server: what must stream or be fast is answered here, everything else by Next. */
export function createDashboardServer(parts: ServerParts): Server {
  const server = createServer(
    {
      // An upload of hours is a request of hours; the headers, though, come at once.
      requestTimeout: 0,
      headersTimeout: 15_000,
      connectionsCheckingInterval: 5_000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 32 * 1024,
      noDelay: true,
    },
    (request, response) => {
      respond(parts, request, response).catch((error: unknown) => {
        log.error({ err: error, method: request.method, path: pathOf(request) }, "a request failed");
        if (response.headersSent) response.destroy();
        else sendError(response, 500, "internal", "Something went wrong on this server. Its log says what.");
      });
    },
  );
  return server;
}

async function respond(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if ((request.url ?? "").length > maxUrlLength) {
    return sendError(response, 414, "invalid", "The address is too long.", { close: true });
  }
  if (request.rawHeaders.length / 2 > maxHeaders) {
    return sendError(response, 431, "invalid", "There are too many headers.", { close: true });
  }
  const facts = clientFacts(request);
  stampRequest(request, facts);
  setCommonHeaders(response, facts.protocol);

  const path = pathOf(request);
  if (path.startsWith("/engine/") && parts.engineProxy.handle(request, response)) return;
  if (path === "/live") return parts.live.handle(request, response);
  if (path === "/api/health") {
    const health = await parts.health();
    return sendJson(response, health.status === "down" ? 503 : 200, health);
  }
  if (path.startsWith("/files/") && (await parts.download(request, response))) return;
  await respondWithNext(parts, request, response);
}

async function respondWithNext(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!acceptsBody(request, response)) return;
  const nonce = randomBytes(16).toString("base64");
  const policy = contentPolicy({ nonce, origins: parts.browserOrigins(), dev: parts.dev });
  // Next reads the nonce for its own scripts from the request, and pages read ours.
  request.headers["content-security-policy"] = policy;
  request.headers[nonceHeader] = nonce;
  request.headers[requestPathHeader] = (request.url ?? "/").replace(/[?&]_rsc=[^&]*/, "");
  setPageHeaders(response, policy);
  await parts.next(request, response);
}

/** Turns away bodies that no page of ours sends, before a byte of them is read. */
function acceptsBody(request: IncomingMessage, response: ServerResponse): boolean {
  const { method } = request;
  if (method === "GET" || method === "HEAD") return true;
  const length = request.headers["content-length"];
  if (length === undefined && request.headers["transfer-encoding"] !== undefined) {
    sendError(response, 411, "invalid", "Say the body's length.", { close: true });
    return false;
  }
  if (Number(length ?? 0) > nextBodyLimitBytes) {
    sendError(response, 413, "invalid", "The body is over 2 MiB.", { close: true });
    return false;
  }
  const action = request.headers["next-action"];
  if (action !== undefined && !/^[0-9a-f]{40,64}$/.test(String(action))) {
    sendError(response, 400, "invalid", "There is no such action.", { close: true });
    return false;
  }
  const timer = setTimeout(() => request.destroy(), nextBodyTimeoutMs);
  const stop = () => clearTimeout(timer);
  request.once("end", stop);
  request.once("close", stop);
  return true;
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?", 1)[0] ?? "/";
}
