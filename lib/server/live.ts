import type { IncomingMessage, ServerResponse } from "node:http";
import { readNodeHeaders } from "#lib/auth/request-facts.ts";
import { type CurrentSession, findSession } from "#lib/auth/session.ts";
import type { LiveMessage } from "#lib/domain/live.ts";
import type { LiveEvent, LiveHub } from "#lib/live/hub.ts";
import { createLog } from "#lib/log.ts";
import { sendError } from "./answers.ts";

const log = createLog("live");

export interface LiveOptions {
  readonly hub: LiveHub;
  /** How often a quiet stream says it is there, and its session is looked up again. */
  readonly heartbeatMs?: number;
  /** Bytes that may wait for one slow reader before it is told to resync instead. */
  readonly bufferBytes?: number;
  readonly maxStreams?: number;
}

/**
 * `GET /live`: one event stream per tab. Every event has an id; a page that comes back with `Last-Event-ID` (or
 * `?since=`, the id its data was read at) gets what it missed, or a `resync` when that is no longer known.
 */
export function createLiveStreams(options: LiveOptions) {
  const { hub, heartbeatMs = 20_000, bufferBytes = 256 * 1024, maxStreams = 5_000 } = options;
  const open = new Set<{ end(): void }>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== "GET") return sendError(response, 405, "invalid", "Live events are read by GET.");
    const headers = readNodeHeaders(request.headers);
    const session = await findSession(headers);
    if (!session) return sendError(response, 401, "unauthenticated", "Sign in to follow live events.");
    if (open.size >= maxStreams)
      return sendError(response, 503, "rate_limited", "Too many live streams are open.");
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    });
    stream(response, headers.get("last-event-id") ?? sinceParameter(request.url), () =>
      isStill(session, findSession(headers)),
    );
  }

  function stream(
    response: ServerResponse,
    lastEventId: string | undefined,
    isSignedIn: () => Promise<boolean>,
  ): void {
    let isLagging = false;
    const send = ({ id, message }: LiveEvent) => {
      if (isLagging) return;
      const isTaken = response.write(toFrame(id, message));
      // What is kept for a reader that stopped reading must not grow with the traffic. Only after a refused write
      // is there a "drain" to go on from.
      if (!isTaken && response.writableLength > bufferBytes) isLagging = true;
    };
    const resync = () => response.write(toFrame(hub.latestId(), { type: "resync" }));

    // A thousand pages of one restarted server should not come back in the same instant.
    response.write(`retry: ${1_000 + Math.floor(Math.random() * 2_000)}\n\n`);
    const missed = lastEventId === undefined ? [] : hub.since(lastEventId);
    if (missed) for (const event of missed) send(event);
    else resync();
    // An id without data is remembered by the browser and seen by no one.
    response.write(`id: ${hub.latestId()}\n\n`);

    const unsubscribe = hub.subscribe(send);
    response.on("drain", () => {
      if (!isLagging) return;
      isLagging = false;
      resync();
    });
    const heartbeat = setInterval(() => {
      if (!isLagging) response.write(": still here\n\n");
      isSignedIn()
        .then((isSignedInStill) => {
          if (!isSignedInStill) response.end();
        })
        .catch((error: unknown) =>
          log.warn({ err: error }, "a live stream's session could not be looked up"),
        );
    }, heartbeatMs);
    const entry = { end: () => response.end() };
    open.add(entry);
    response.on("close", () => {
      clearInterval(heartbeat);
      unsubscribe();
      open.delete(entry);
    });
  }

  return {
    handle,
    /** Ends every stream; the pages come back to whoever listens next. */
    close(): void {
      for (const { end } of open) end();
    },
    get count() {
      return open.size;
    },
  };
}

async function isStill(
  session: CurrentSession,
  lookup: Promise<CurrentSession | undefined>,
): Promise<boolean> {
  return (await lookup)?.sessionId === session.sessionId;
}

function sinceParameter(url = "/live"): string | undefined {
  return new URLSearchParams(url.split("?")[1] ?? "").get("since") ?? undefined;
}

function toFrame(id: string, message: LiveMessage): string {
  return `id: ${id}\ndata: ${JSON.stringify(message)}\n\n`;
}
