interface Waiter {
  readonly host: string;
  readonly order: number;
  enter: () => void;
}

/**
 * So many requests with a body per host, over all files: what the way there carries (`lanesFor`). Earlier files go
 * first, so the first one dropped is the first one done.
 */
export class HostLanes {
  readonly #lanesOf: (host: string) => number;
  readonly #busy = new Map<string, number>();
  readonly #waiting: Waiter[] = [];

  constructor(lanes: number | ((host: string) => number)) {
    this.#lanesOf = typeof lanes === "number" ? () => lanes : lanes;
  }

  /** Resolves to the way out of the lane; rejects with the signal's reason when it aborts first. */
  enter(host: string, order: number, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const waiter: Waiter = { host, order, enter: () => {} };
      const onAbort = () => {
        const place = this.#waiting.indexOf(waiter);
        if (place >= 0) this.#waiting.splice(place, 1);
        reject(signal.reason);
      };
      waiter.enter = () => {
        signal.removeEventListener("abort", onAbort);
        this.#busy.set(host, (this.#busy.get(host) ?? 0) + 1);
        resolve(this.#exitOf(host));
      };
      signal.addEventListener("abort", onAbort, { once: true });
      this.#waiting.push(waiter);
      this.#admit();
    });
  }

  #exitOf(host: string): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#busy.set(host, (this.#busy.get(host) ?? 1) - 1);
      this.#admit();
    };
  }

  #admit(): void {
    for (let next = this.#first(); next; next = this.#first()) {
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      next.enter();
    }
  }

  #first(): Waiter | undefined {
    let first: Waiter | undefined;
    for (const waiter of this.#waiting) {
      const isFree = (this.#busy.get(waiter.host) ?? 0) < this.#lanesOf(waiter.host);
      if (isFree && (!first || waiter.order < first.order)) first = waiter;
    }
    return first;
  }
}
