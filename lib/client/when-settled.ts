/**
 * Runs once the page has loaded and the browser has nothing better to do: what nobody waits for must not
 * compete with what somebody does. Answers the way to call it off.
 */
export function whenSettled(run: () => unknown): () => void {
  let cancel = () => {};
  const wait = () => {
    if ("requestIdleCallback" in window) {
      const idle = requestIdleCallback(() => void run(), { timeout: 3_000 });
      cancel = () => cancelIdleCallback(idle);
    } else {
      const timer = setTimeout(() => void run(), 500);
      cancel = () => clearTimeout(timer);
    }
  };
  if (document.readyState === "complete") wait();
  else {
    addEventListener("load", wait, { once: true });
    cancel = () => removeEventListener("load", wait);
  }
  return () => cancel();
}
