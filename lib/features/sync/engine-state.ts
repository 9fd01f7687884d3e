import "server-only";
import { publishLive } from "#lib/live/publish.ts";
import { pause } from "./pause.ts";

export type EngineState = "up" | "down" | "restarting";

const key = Symbol.for("reelyard.engine.state");
const shared = globalThis as typeof globalThis & { [key]?: EngineState };

/** What the local engine was last seen as; "restarting" until it first answers. */
export const engineState = (): EngineState => shared[key] ?? "restarting";

/** Asked this often: pages say within a second that it went or came. */
const askEveryMs = 500;
const askTimeoutMs = 1_500;
/** A busy engine may miss one; a dead one refuses at once. */
const missesToBelieve = 3;
/** The supervisor brings it back well within this; beyond, something is wrong with it. */
const restartMs = 20_000;

/**
 * Watches the engine's health address until the signal aborts, and tells open pages and `onUp` when it went or
 * came. Never rejects but with the signal's reason.
 */
export async function watchEngine(
  url: string,
  { signal, onUp, onGone }: { signal: AbortSignal; onUp: () => void; onGone: () => void },
): Promise<void> {
  let misses = 0;
  let lastSeenMs = Date.now();
  for (;;) {
    const answer = await ask(url, signal);
    const before = engineState();
    misses = answer === "up" ? 0 : misses + 1;
    if (answer === "up") lastSeenMs = Date.now();
    const isBelieved = answer === "up" || answer === "refused" || misses >= missesToBelieve;
    const now: EngineState =
      answer === "up" ? "up" : Date.now() - lastSeenMs > restartMs ? "down" : "restarting";
    if (isBelieved && now !== before) {
      shared[key] = now;
      publishLive({ type: "engine", state: now });
      if (now === "up") onUp();
      else if (before === "up") onGone();
    }
    await pause(askEveryMs, signal);
  }
}

async function ask(url: string, signal: AbortSignal): Promise<"up" | "refused" | "silent"> {
  try {
    const answer = await fetch(`${url}/health`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(askTimeoutMs)]),
    });
    await answer.body?.cancel();
    return "up";
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof DOMException && error.name === "TimeoutError" ? "silent" : "refused";
  }
}
