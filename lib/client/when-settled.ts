let isWhole = false;
const waiting = new Set<() => void>();
/** A page that failed, or has no frame, never says that it is whole. */
const wholeWithinMs = 10_000;

/** The page's own part runs in the browser: React takes the frame first, and the page when it has time. */
export function notePageIsWhole(): void {
  isWhole = true;
  for (const run of waiting) run();
  waiting.clear();
}

/**
 * Runs once the page has loaded, all of it runs in the browser, and there is nothing better to do: what nobody waits
 * for must not compete with what somebody does. Nor may it change what a part of the page shows before React has
 * compared that part with what the server wrote. Answers the way to call it off.
 */
export function whenSettled(run: () => unknown): () => void {
  let cancel = () => {};
  const beIdle = () => {
    if ("requestIdleCallback" in window) {
      const idle = requestIdleCallback(() => void run(), { timeout: 3_000 });
      cancel = () => cancelIdleCallback(idle);
    } else {
      const timer = setTimeout(() => void run(), 500);
      cancel = () => clearTimeout(timer);
    }
  };
  const beWhole = () => {
    if (isWhole) return beIdle();
    const timer = setTimeout(notePageIsWhole, wholeWithinMs);
    const go = () => {
      clearTimeout(timer);
      beIdle();
    };
    waiting.add(go);
    cancel = () => {
      clearTimeout(timer);
      waiting.delete(go);
    };
  };
  if (document.readyState === "complete") beWhole();
  else {
    addEventListener("load", beWhole, { once: true });
    cancel = () => removeEventListener("load", beWhole);
  }
  return () => cancel();
}
