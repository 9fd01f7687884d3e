import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { nonceHeader, requestPathHeader } from "#lib/auth/request-facts.ts";
import { createLog } from "#lib/log.ts";
import { sendError, sendJson } from "./answers.ts";
import type { BodyLimit } from "./body-limits.ts";
import { clientFacts, stampRequest } from "./client-facts.ts";
import type { createEngineProxy } from "./engine-proxy.ts";
import type { DashboardHealth } from "./health.ts";
import type { createLiveStreams } from "./live.ts";
import { admitToNext } from "./next-gate.ts";
import { contentPolicy, setCommonHeaders, setPageHeaders } from "./security-headers.ts";
import type { WebhookIntake } from "./webhooks.ts";

const log = createLog("server");

export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface ServerParts {
  readonly dev: boolean;
  readonly engineProxy: ReturnType<typeof createEngineProxy>;
  readonly live: ReturnType<typeof createLiveStreams>;
  health(): Promise<DashboardHealth>;
  /** `/files/*`; answers false when it is not its path. */
  download(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** `/hooks/*`, what providers send. */
  readonly webhooks: WebhookIntake;
  /** What bodies of pages' writes may weigh. */
  readonly bodyLimit: BodyLimit;
  /** Pages, actions and API routes. */
  readonly next: NodeHandler;
  /** How long a request's headers may take; a test does not wait fifteen seconds. */
  readonly headersTimeoutMs?: number;
  /** Origins that pages may load media from and upload to, beside our own and the providers'. */
  browserOrigins(): readonly string[];
}

const maxUrlLength = 8 * 1024;
const maxHeaders = 150;

/** The dashboard's own server: what must stream or be fast is answered here, everything else by Next. */
export function createDashboardServer(parts: ServerParts): Server {
  const server = createServer(
    {
      // An upload of hours is a request of hours; the headers, though, come at once.
      requestTimeout: 0,
      headersTimeout: parts.headersTimeoutMs ?? 15_000,
      connectionsCheckingInterval: Math.min(parts.headersTimeoutMs ?? 5_000, 5_000),
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
  server.on("clientError", answerBrokenRequest);
  return server;
}

const brokenAnswers: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

/**
 * Answers what is no request we can read. The socket stays open for a moment: closed with bytes unread, it would
 * be reset, and the answer lost with it.
 */
function answerBrokenRequest(error: Error, socket: Duplex): void {
  // Every further piece of the same flood ends here again.
  if (!socket.writable || socket.writableEnded) return;
  const code = "code" in error ? String(error.code) : "";
  socket.end(
    `HTTP/1.1 ${brokenAnswers[code] ?? "400 Bad Request"}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
  setTimeout(() => socket.destroy(), 1_000).unref();
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
  if (path.startsWith("/hooks/") && (await parts.webhooks.handle(request, response))) return;
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
  const admitted = await admitToNext(request, response, parts.bodyLimit);
  if (!admitted) return;
  const nonce = randomBytes(16).toString("base64");
  const policy = contentPolicy({ nonce, origins: parts.browserOrigins(), dev: parts.dev });
  // Next reads the nonce for its own scripts from the request, and pages read ours.
  request.headers["content-security-policy"] = policy;
  request.headers[nonceHeader] = nonce;
  request.headers[requestPathHeader] = (request.url ?? "/").replace(/[?&]_rsc=[^&]*/, "");
  setPageHeaders(response, policy);
  await parts.next(admitted, response);
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?", 1)[0] ?? "/";
}
