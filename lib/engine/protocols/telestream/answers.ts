import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "#lib/log.ts";
import { type TelestreamProblem, toProblem } from "./problems.ts";

/** Pages of any origin may send and read: what protects an upload is its signature or its session's id. */
export const corsHeaders: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, HEAD, PUT, POST, DELETE, OPTIONS",
  "access-control-allow-headers":
    "Content-Type, Content-Range, Cache-Control, Range, X-Requested-With, X-Part, X-Part-Offset, X-Part-Crc32, X-Extra-File-Tag",
  "access-control-expose-headers": "Location, Range, Content-Range, Content-Length, Accept-Ranges",
  "access-control-max-age": "86400",
};

/** How long a refused sender may go on before its connection is cut, so that it reads why. */
const drainMs = 2_000;

export function answerJson(res: ServerResponse, status: number, body: object, headers = {}): void {
  const text = JSON.stringify(body);
  res.writeHead(status, {
    ...corsHeaders,
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    ...headers,
  });
  res.end(text);
}

export function answerEmpty(res: ServerResponse, status: number, headers = {}): void {
  res.writeHead(status, {
    ...corsHeaders,
    ...(status === 204 ? {} : { "content-length": 0 }),
    "cache-control": "no-store",
    ...headers,
  });
  res.end();
}

/** Answers before the body has been read: the rest is thrown away for a moment, then the line is cut. */
export function refuse(req: IncomingMessage, res: ServerResponse, problem: TelestreamProblem): void {
  if (res.headersSent || res.destroyed) return;
  const isWaiting = !req.complete;
  answerJson(res, problem.status, problem.body, isWaiting ? { connection: "close" } : {});
  if (!isWaiting) return;
  req.on("error", () => {});
  req.resume();
  const timer = setTimeout(() => req.destroy(), drainMs);
  req.once("close", () => clearTimeout(timer));
}

/** Runs a handler on bare streams; what it throws becomes the protocol's problem, and bugs are logged. */
export function answering(
  log: Log,
  req: IncomingMessage,
  res: ServerResponse,
  handler: () => Promise<void>,
): void {
  handler().catch((error: unknown) => {
    const problem = toProblem(error);
    if (problem.status === 500) log.error({ err: error, path: req.url?.split("?")[0] }, "request failed");
    refuse(req, res, problem);
  });
}

/** Who was asked, for the addresses in the answer. */
export function originOf(req: IncomingMessage): string {
  return `http://${req.headers.host ?? `127.0.0.1:${req.socket.localPort}`}`;
}
