import { setTimeout as delay } from "node:timers/promises";

/**
 * Asks again every `everyMs` until the answer is neither undefined, null nor false, and resolves with it. Rejects
 * after `withinMs` with `what` and the last error, so that a test that hangs says what it was waiting for.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  { withinMs = 60_000, everyMs = 50 }: { withinMs?: number; everyMs?: number } = {},
): Promise<T> {
  const deadline = Date.now() + withinMs;
  let lastError: unknown;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    await delay(everyMs);
  }
  throw new Error(`Waited ${withinMs} ms for: ${what}`, { cause: lastError });
}
