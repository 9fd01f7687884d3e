import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { dashboardPostgres } from "#lib/db/client.ts";
import { liveHub } from "#lib/live/hub.ts";
import { publishLive } from "#lib/live/publish.ts";
import { createLog } from "#lib/log.ts";
import { claimEvents, releaseClaims } from "./claim.ts";
import { readIntakeRate } from "./intake.ts";
import { isEnd, noteEnd, settlePolled } from "./polled.ts";
import { processEvents } from "./process-events.ts";
import { processorWake } from "./wake.ts";

/** Small enough that an event just received never waits long for the statements about others. */
const batch = 25;
/** Storing comes first: at so many events a second, processing takes half of the time, at ten times as many a tenth. */
const evenRate = 500;
const restAtMostMs = 1_000;
/** Finds what no wake told of: events that came due, and those of another dashboard that died. */
const lookEveryMs = 2_000;
const tidyEveryMs = 30_000;
/** After the database could not be asked. */
const pauseMs = 5_000;
/** How long evidence is kept. */
const keepDays = 30;

/** Processes what comes into the inbox. Called once at boot; resolves to the way to stop. */
export async function startInbox(): Promise<() => Promise<void>> {
  const log = createLog("inbox");
  const stopping = new AbortController();
  const { signal } = stopping;
  const wake = processorWake();
  await releaseClaims();
  const forgetHub = liveHub().subscribe(({ message }) => {
    if (message.type !== "asset" || !isEnd(message)) return;
    noteEnd(message).catch((error: unknown) => log.warn({ err: error }, "an end could not be noted"));
  });

  const running = (async () => {
    let tidiedMs = 0;
    while (!signal.aborted) {
      try {
        const startedMs = performance.now();
        const events = await claimEvents(batch);
        if (events.length > 0) await processEvents(events, { signal, log });
        const restMs = ((performance.now() - startedMs) * readIntakeRate()) / evenRate;
        if (events.length > 0 && restMs >= 1) await delay(Math.min(restMs, restAtMostMs));
        if (Date.now() - tidiedMs > tidyEveryMs) {
          tidiedMs = Date.now();
          await tidy();
        }
        if (events.length === 0) await wake.wait(lookEveryMs, signal);
      } catch (error) {
        if (signal.aborted) return;
        log.error({ err: error }, "the inbox could not go on; it tries again");
        await wake.wait(pauseMs, signal);
      }
    }
  })();

  return async () => {
    stopping.abort(new Error("The inbox was stopped."));
    forgetHub();
    await running;
  };
}

async function tidy(): Promise<void> {
  if ((await settlePolled()) > 0) publishLive({ type: "inbox" });
  await dashboardPostgres().query(
    "DELETE FROM inbox_events WHERE state <> 'waiting' AND received_at < now() - make_interval(days => $1)",
    [keepDays],
  );
}
