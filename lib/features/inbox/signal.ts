/** Something waited for may have happened. A wake that comes while nobody waits is kept for the next who does. */
export interface WakeSignal {
  wake(): void;
  /** Resolves after `withinMs`, sooner when woken or aborted. */
  wait(withinMs: number, signal: AbortSignal): Promise<void>;
}

export function createWake(): WakeSignal {
  let isPending = false;
  let release: (() => void) | undefined;
  return {
    wake() {
      isPending = true;
      release?.();
    },
    async wait(withinMs, signal) {
      if (!isPending && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(done, withinMs);
          function done() {
            clearTimeout(timer);
            signal.removeEventListener("abort", done);
            release = undefined;
            resolve();
          }
          release = done;
          signal.addEventListener("abort", done, { once: true });
        });
      }
      isPending = false;
    },
  };
}
