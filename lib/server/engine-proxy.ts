import {
  Agent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { type ProviderId, providerIds } from "#lib/domain/provider-id.ts";
import { sendError } from "./answers.ts";

/** Where a provider's protocol listens. */
export interface EngineTarget {
  readonly host: string;
  readonly port: number;
}

const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  // Node has answered 100 Continue already.
  "expect",
]);

/** The engine's ports in the order the design gives them: Ziggeo +1, Telestream +2, Stupeflix +3, api.video +4. */
export function engineTargets(host: string, enginePort: number): Record<ProviderId, EngineTarget> {
  const reached = host === "0.0.0.0" || host === "::" || host === "localhost" ? "127.0.0.1" : host;
  return {
    ziggeo: { host: reached, port: enginePort + 1 },
    telestream: { host: reached, port: enginePort + 2 },
    stupeflix: { host: reached, port: enginePort + 3 },
    apivideo: { host: reached, port: enginePort + 4 },
  };
}

/**
 * Streams `/engine/<provider>/*` to the engine and back: plain pipes, nothing buffered, no time limit, ranges and
 * lengths as they are. The engine's own authentication holds there; our cookies never reach it.
 * Answers false when the path is not the engine's.
 */
export function createEngineProxy(targets: Record<ProviderId, EngineTarget>) {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 32 });
  return {
    handle(request: IncomingMessage, response: ServerResponse): boolean {
      const match = /^\/engine\/([a-z]+)(\/.*|\?.*)?$/.exec(request.url ?? "");
      if (!match) return false;
      const provider = providerIds.find((id) => id === match[1]);
      if (!provider) {
        sendError(
          response,
          404,
          "not_found",
          "The engine speaks ziggeo, telestream, stupeflix and apivideo.",
        );
        return true;
      }
      const rest = match[2] ?? "/";
      pipeThrough(request, response, targets[provider], rest.startsWith("/") ? rest : `/${rest}`, agent);
      return true;
    },
    close() {
      agent.destroy();
    },
  };
}

function pipeThrough(
  request: IncomingMessage,
  response: ServerResponse,
  target: EngineTarget,
  path: string,
  agent: Agent,
): void {
  const upstream = httpRequest({
    agent,
    host: target.host,
    port: target.port,
    method: request.method,
    path,
    headers: toEngineHeaders(request, target),
  });
  // A page asking for one range after another must not wait for Nagle.
  upstream.setNoDelay(true);
  upstream.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, toBrowserHeaders(answer.headers));
    answer.pipe(response);
    answer.on("error", () => response.destroy());
    // The engine may refuse before the body has come in: let the rest of it run out.
    answer.on("end", () => request.unpipe(upstream).resume());
  });
  upstream.on("error", () => {
    request.unpipe(upstream).resume();
    if (response.headersSent) response.destroy();
    else
      sendError(response, 503, "provider_unavailable", "The engine does not answer. It may be restarting.");
  });
  response.on("close", () => {
    if (!response.writableFinished) upstream.destroy();
  });
  request.on("error", () => upstream.destroy());
  request.pipe(upstream);
}

function toEngineHeaders(request: IncomingMessage, target: EngineTarget): IncomingHttpHeaders {
  const headers: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(request.headers)) {
    const ours = name === "cookie" || name.startsWith("x-forwarded-") || name.startsWith("x-reelyard-");
    if (!ours && !hopByHop.has(name)) headers[name] = value;
  }
  if (request.headers["transfer-encoding"]) headers["transfer-encoding"] = "chunked";
  // Signatures name the host; a local connection's base URL says 127.0.0.1.
  headers.host = `127.0.0.1:${target.port}`;
  return headers;
}

/** The engine's media is on our origin here, so it may not act as a page of ours, whatever it is. */
function toBrowserHeaders(given: IncomingHttpHeaders): IncomingHttpHeaders {
  const headers: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(given)) {
    if (name !== "set-cookie" && !hopByHop.has(name)) headers[name] = value;
  }
  headers["content-security-policy"] ??= "sandbox; default-src 'none'";
  headers["x-content-type-options"] = "nosniff";
  return headers;
}
