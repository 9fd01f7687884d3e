/** Resolves after `ms`, at once when woken; rejects with the signal's reason when it aborts. */
export function pause(ms: number, signal: AbortSignal, wake?: Wake): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", aborted);
      forget?.();
    };
    const done = () => {
      end();
      resolve();
    };
    const aborted = () => {
      end();
      reject(signal.reason);
    };
    const timer = setTimeout(done, ms);
    const forget = wake?.onWake(done);
    signal.addEventListener("abort", aborted, { once: true });
  });
}

/** Something waited for may have happened: whoever pauses with it goes on at once. */
export interface Wake {
  wake(): void;
  onWake(listener: () => void): () => void;
}

export function createWake(): Wake {
  const listeners = new Set<() => void>();
  return {
    wake: () => {
      for (const listener of [...listeners]) listener();
    },
    onWake(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
