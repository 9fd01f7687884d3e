import type { IncomingMessage, ServerResponse } from "node:http";
import { isSameOriginWrite, readNodeHeaders } from "#lib/auth/request-facts.ts";
import { ActionBodyError, readActionRequest } from "./action-body.ts";
import { sendError } from "./answers.ts";
import type { BodyLimit } from "./body-limits.ts";

const bodyTimeoutMs = 30_000;
/** A longer one is not waited for when it is refused. */
const drainedBytes = 2 * 1024 * 1024;

/**
 * Turns away what no page of ours sends, before Next sees it. Answers the request to hand on, or undefined when
 * it has answered itself. Authorisation is not here: every action and route has its own door.
 */
export async function admitToNext(
  request: IncomingMessage,
  response: ServerResponse,
  limitOf: BodyLimit,
): Promise<IncomingMessage | undefined> {
  const { method, headers } = request;
  if (method === "GET" || method === "HEAD") return request;
  const length = headers["content-length"];
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  const action = headers["next-action"];
  const limit = limitOf({ action: action === undefined ? undefined : String(action), path });
  const refuse = async (status: number, message: string) => {
    if (Number(length ?? 0) <= drainedBytes) await drain(request);
    sendError(response, status, status === 403 ? "forbidden" : "invalid", message, { close: true });
  };
  destroyIfSlow(request);

  if (!isSameOriginWrite(readNodeHeaders(headers))) {
    await refuse(403, "This request did not come from a Reelyard page.");
    return undefined;
  }
  // An action that Next forwards to itself comes in chunks; its body is measured as it is read, below.
  if (action === undefined && length === undefined && headers["transfer-encoding"] !== undefined) {
    await refuse(411, "Say the body's length.");
    return undefined;
  }
  if (Number(length ?? 0) > limit) {
    await refuse(413, `The body is over ${limit / 1024 / 1024} MiB.`);
    return undefined;
  }
  if (path.startsWith("/api/")) return request;

  if (action === undefined) {
    // A form sent before the page's script was there: back to it, where it will work.
    response.writeHead(303, { location: path.startsWith("//") ? "/" : path, connection: "close" }).end();
    return undefined;
  }
  if (!/^[0-9a-f]{40,64}$/.test(String(action))) {
    await refuse(400, "There is no such action.");
    return undefined;
  }
  try {
    return await readActionRequest(request, limit);
  } catch (error) {
    if (!(error instanceof ActionBodyError)) throw error;
    await refuse(error.status, error.message);
    return undefined;
  }
}

/**
 * Lets a small body arrive before it is refused: closing a connection that still brings bytes resets it, and the
 * sender may never read the answer. What comes without a length is not waited for.
 */
function drain(request: IncomingMessage): Promise<void> {
  if (request.headers["content-length"] === undefined || request.readableEnded || request.destroyed) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    for (const event of ["end", "close", "error"]) request.once(event, () => resolve());
    request.resume();
  });
}

/** A body that a page sends does not take this long; our server itself sets no limit, for the uploads' sake. */
function destroyIfSlow(request: IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), bodyTimeoutMs);
  const stop = () => clearTimeout(timer);
  request.once("end", stop);
  request.once("close", stop);
}
