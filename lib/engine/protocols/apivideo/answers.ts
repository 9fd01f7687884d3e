import type { IncomingMessage, ServerResponse } from "node:http";
import { corsHeaders } from "./cors.ts";
import { type ApivideoProblem, toProblemJson } from "./problems.ts";

/** How long a refused sender may go on before its connection is cut, so that it reads why. */
const drainMs = 2_000;

type Headers = Readonly<Record<string, string>>;

/** An answer on bare streams. */
export function answerJson(res: ServerResponse, status: number, body: object, headers: Headers = {}): void {
  const text = JSON.stringify(body);
  res.writeHead(status, {
    ...corsHeaders,
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(text)),
    "cache-control": "no-store",
    ...headers,
  });
  res.end(text);
}

/** Answers before the body has been read: the rest is thrown away for a moment, then the line is cut. */
export function refuse(
  req: IncomingMessage,
  res: ServerResponse,
  problem: ApivideoProblem,
  headers: Headers = {},
): void {
  if (res.headersSent || res.destroyed) return;
  const isWaiting = !req.complete;
  answerJson(res, problem.status, toProblemJson(problem), {
    ...headers,
    ...(isWaiting && { connection: "close" }),
  });
  if (!isWaiting) return;
  req.on("error", () => {});
  req.resume();
  const timer = setTimeout(() => req.destroy(), drainMs);
  req.once("close", () => clearTimeout(timer));
}

/** Who was asked, for the addresses in the answer. */
export function originOf(req: IncomingMessage): string {
  return `http://${req.headers.host ?? `127.0.0.1:${req.socket.localPort}`}`;
}
