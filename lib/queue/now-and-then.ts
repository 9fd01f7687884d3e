import "server-only";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Does something at once and then this often, from the end of one time to the beginning of the next. What fails is told
 * to `onFailure`, and tried again at the next time. Answers the way to stop, which waits for what is being done.
 */
export function nowAndThen(
  everyMs: number,
  act: () => Promise<unknown>,
  onFailure: (error: unknown) => void,
): () => Promise<void> {
  const stopping = new AbortController();
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await act();
      } catch (error) {
        onFailure(error);
      }
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return async () => {
    stopping.abort();
    await watching;
  };
}
