import type { WireChange } from "#lib/providers/telestream/wire.ts";
import type { Engine } from "../../engine.ts";
import { corsHeaders } from "./answers.ts";
import type { Call, Routes } from "./calls.ts";

const heartbeatMs = 15_000;

/**
 * `GET /v3.0/reelyard/changes`: the account's changes as server-sent events, from now until the reader goes
 * (decision 0003). A comment at once says that the feed is open, and one every 15 s that it still is.
 */
export function changeFeedRoutes(routes: Routes, engine: Engine): void {
  routes.get("/reelyard/changes", async (call) => {
    return new Response(openFeed(engine, call), {
      headers: {
        ...corsHeaders,
        "content-type": "text/event-stream",
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
      },
    });
  });
}

function openFeed(engine: Engine, call: Call): ReadableStream<Uint8Array> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, call.signal]);
  const encoder = new TextEncoder();
  let heartbeat: NodeJS.Timeout | undefined;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const say = (text: string) => {
        if (!signal.aborted) controller.enqueue(encoder.encode(text));
      };
      const end = () => {
        clearInterval(heartbeat);
        stop.abort();
      };
      // Watching begins before the reader is told that it has.
      const changes = engine.events.watch(call.account.accountId, signal);
      const forward = async () => {
        for await (const change of changes) {
          const event: WireChange = { video_ids: [...change.assetIds], changed_at_ms: change.changedAtMs };
          say(`data: ${JSON.stringify(event)}\n\n`);
        }
      };
      forward()
        .catch((error: unknown) => engine.log.error({ err: error }, "change feed broke"))
        .finally(() => {
          end();
          // Already closed when it was the reader who went.
          if (!call.signal.aborted && !stop.signal.aborted) controller.close();
        });
      heartbeat = setInterval(() => say(": still here\n\n"), heartbeatMs);
      say(": open\n\n");
    },
    cancel() {
      clearInterval(heartbeat);
      stop.abort();
    },
  });
}
