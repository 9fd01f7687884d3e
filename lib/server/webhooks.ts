import type { IncomingMessage, ServerResponse } from "node:http";
import { clientAddressHeader } from "#lib/auth/request-facts.ts";
import { type AddressBook, createAddressBook } from "#lib/features/inbox/address-book.ts";
import { storeEvent } from "#lib/features/inbox/intake.ts";
import { testEventHeader } from "#lib/features/inbox/test-event.ts";
import type { LiveHub } from "#lib/live/hub.ts";
import { createLog } from "#lib/log.ts";
import { sendError, sendJson } from "./answers.ts";
import { createMissLimit, type MissLimit } from "./miss-limit.ts";

const log = createLog("webhooks");
const path = /^\/hooks\/([\w-]{1,64})\/([\w-]{20,128})\/?(?:\?|$)/;
/** Events are small; what is larger is no event. */
const maxBodyBytes = 10_000_000;
/** A sender that takes longer for one body is not sending one. */
const bodyTimeoutMs = 30_000;
/** Credentials somebody's proxy may add are nobody's evidence. */
const secretHeaders: ReadonlySet<string> = new Set(["authorization", "cookie", "proxy-authorization"]);

export interface WebhookIntake {
  /** Answers `/hooks/*`; false for any other path. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  close(): void;
}

/**
 * Takes what providers send: kept raw first, then answered, and only then looked at. An address nobody could guess is
 * all that is asked here; what an event may change is decided when it is processed.
 */
export function createWebhookIntake({ hub }: { hub: LiveHub }): WebhookIntake {
  const book = createAddressBook();
  const misses = createMissLimit();
  const forgetHub = hub.subscribe(({ message }) => {
    if (message.type === "connection" || message.type === "resync") book.forget();
  });
  return {
    async handle(request, response) {
      if (!request.url?.startsWith("/hooks/")) return false;
      await receive(request, response, book, misses);
      return true;
    },
    close: forgetHub,
  };
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  book: AddressBook,
  misses: MissLimit,
): Promise<void> {
  const client = String(request.headers[clientAddressHeader] ?? "unknown");
  if (misses.isOver(client)) {
    response.setHeader("retry-after", "60");
    return sendError(response, 429, "rate_limited", "Too many wrong addresses.", { close: true });
  }
  const [, connectionId = "", secret = ""] = path.exec(request.url ?? "") ?? [];
  let known: string | undefined;
  try {
    known = secret === "" ? undefined : await book.find(connectionId, secret);
  } catch (error) {
    return unavailable(response, error);
  }
  if (!known) {
    misses.count(client);
    return sendError(response, 404, "not_found", "There is no inbox at this address.", { close: true });
  }
  if (request.method !== "POST" && request.method !== "PUT") {
    response.setHeader("allow", "POST, PUT");
    return sendError(response, 405, "invalid", "Send events with POST.", { close: true });
  }
  const body = await readBody(request);
  if (body === "too_large") {
    return sendError(response, 413, "invalid", "The body is over 10 MB.", { close: true });
  }
  if (body === "broken") {
    return sendError(response, 400, "invalid", "The body did not arrive whole.", { close: true });
  }
  if (body.length === 0) return sendError(response, 400, "invalid", "The body is empty.");
  try {
    const headers = readHeaders(request);
    const isTest = headers.some(([name]) => name.toLowerCase() === testEventHeader);
    const origin = isTest ? "test" : "webhook";
    const eventId = await storeEvent({ connectionId: known, origin, headers, body });
    sendJson(response, 200, { received: true, eventId });
  } catch (error) {
    unavailable(response, error);
  }
}

/** Nothing was kept: the sender is told to come again. */
function unavailable(response: ServerResponse, error: unknown): void {
  log.error({ err: error }, "an event could not be stored");
  response.setHeader("retry-after", "5");
  sendError(response, 503, "provider_unavailable", "The event could not be stored now. Send it again.");
}

function readHeaders({ rawHeaders }: IncomingMessage): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    const isSecret = secretHeaders.has(name.toLowerCase());
    pairs.push([name, isSecret ? "(not kept)" : (rawHeaders[index + 1] ?? "")]);
  }
  return pairs;
}

/** Reads by events: an iterator over each of thousands of small bodies costs more than everything else about them. */
function readBody(request: IncomingMessage): Promise<Buffer | "too_large" | "broken"> {
  if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes) return Promise.resolve("too_large");
  return new Promise((resolve) => {
    const timer = setTimeout(() => request.destroy(), bodyTimeoutMs);
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (result: Buffer | "too_large" | "broken") => {
      clearTimeout(timer);
      request.off("data", take);
      resolve(result);
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > maxBodyBytes) finish("too_large");
    };
    request.on("data", take);
    request.once("end", () => finish(Buffer.concat(chunks, size)));
    // A request that closed before its end has no end: what came of it is a part.
    request.once("error", () => finish("broken"));
    request.once("close", () => finish("broken"));
  });
}
