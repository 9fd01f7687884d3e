import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "#lib/log.ts";
import { isCode } from "../../storage.ts";
import { FormError } from "../../uploads/receive-form.ts";
import { toAscii } from "./ascii-json.ts";
import { toProblemBody, ZiggeoProblem } from "./problems.ts";

/** Pages of any origin may ask: what protects an answer is a token, never a cookie. */
export const corsHeaders: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, HEAD, POST, DELETE, OPTIONS",
  "access-control-allow-headers": "Content-Type, Range, X-Requested-With",
  "access-control-max-age": "86400",
};

/** How long a refused sender may go on before its connection is cut, so that it reads why. */
const drainMs = 2_000;

export function answerJson(res: ServerResponse, status: number, body: unknown, headers = {}): void {
  const text = toAscii(body);
  res.writeHead(status, {
    "content-type": "application/json",
    "content-length": text.length,
    "cache-control": "no-store",
    ...headers,
  });
  res.end(text);
}

export function answerEmpty(res: ServerResponse, status: number, headers = {}): void {
  res.writeHead(status, { ...(status === 204 ? {} : { "content-length": 0 }), ...headers });
  res.end();
}

/** Runs a handler on bare streams; what it throws becomes the protocol's problem, and bugs are logged. */
export function answering(
  log: Log,
  req: IncomingMessage,
  res: ServerResponse,
  handler: () => Promise<void>,
  headers: Readonly<Record<string, string>> = {},
): void {
  handler().catch((error: unknown) => {
    const problem = toProblem(error);
    if (problem.status === 500) log.error({ err: error, path: req.url?.split("?")[0] }, "request failed");
    refuse(req, res, problem, headers);
  });
}

function toProblem(error: unknown): ZiggeoProblem {
  if (error instanceof ZiggeoProblem) return error;
  if (error instanceof FormError) return new ZiggeoProblem(400, `${error.message}.`);
  return new ZiggeoProblem(isCode(error, "ENOSPC") ? 507 : 500);
}

/** Answers before the body has been read: the rest is thrown away for a moment, then the line is cut. */
function refuse(
  req: IncomingMessage,
  res: ServerResponse,
  problem: ZiggeoProblem,
  headers: Readonly<Record<string, string>>,
): void {
  if (res.headersSent || res.destroyed) {
    res.destroy();
    return;
  }
  const isWaiting = !req.complete;
  answerJson(res, problem.status, toProblemBody(problem), {
    ...headers,
    ...(isWaiting ? { connection: "close" } : {}),
  });
  if (!isWaiting) return;
  req.on("error", () => {});
  req.resume();
  const timer = setTimeout(() => req.destroy(), drainMs);
  req.once("close", () => clearTimeout(timer));
}

/** The address as this engine was asked. */
export const urlOf = (req: IncomingMessage) =>
  new URL(req.url ?? "/", `http://${req.headers.host ?? `127.0.0.1:${req.socket.localPort}`}`);
