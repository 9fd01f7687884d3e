import type { LiveMessage } from "#lib/domain/live.ts";

/** A message with its place in this process's stream. Ids are `<boot>-<number>`, so another boot's are told apart. */
export interface LiveEvent {
  readonly id: string;
  readonly message: LiveMessage;
}

export type LiveListener = (event: LiveEvent) => void;

export interface LiveHub {
  /** Numbers the message, remembers it for late comers, and hands it to every listener. */
  emit(message: LiveMessage): LiveEvent;
  /** Answers the way to stop. */
  subscribe(listener: LiveListener): () => void;
  /** Everything after `lastEventId`, or undefined when that can no longer be told: the client must resync. */
  since(lastEventId: string): readonly LiveEvent[] | undefined;
  /** The newest id given out. */
  latestId(): string;
  readonly listenerCount: number;
}

/** How many messages a reconnecting page can catch up on: minutes of busy encoding. */
const remembered = 2_000;

/** A hub of its own; the product uses `liveHub()`. `boot` names the process's run. */
export function createLiveHub(boot: string, capacity = remembered): LiveHub {
  const ring: LiveEvent[] = [];
  const listeners = new Set<LiveListener>();
  let count = 0;

  return {
    emit(message) {
      count += 1;
      const event = { id: `${boot}-${count}`, message };
      ring.push(event);
      if (ring.length > capacity) ring.shift();
      for (const listener of listeners) listener(event);
      return event;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    since(lastEventId) {
      const [givenBoot, givenNumber] = splitId(lastEventId);
      if (givenBoot !== boot || !(givenNumber <= count)) return undefined;
      const missed = count - givenNumber;
      return missed > ring.length ? undefined : ring.slice(ring.length - missed);
    },
    latestId: () => `${boot}-${count}`,
    get listenerCount() {
      return listeners.size;
    },
  };
}

function splitId(id: string): [boot: string, number: number] {
  const at = id.lastIndexOf("-");
  const number = id.slice(at + 1);
  return [id.slice(0, Math.max(at, 0)), /^\d{1,15}$/.test(number) ? Number(number) : Number.NaN];
}

const key = Symbol.for("reelyard.live.hub");
const shared = globalThis as typeof globalThis & { [key]?: LiveHub };

/** The process's one hub, shared by Next's module instances and our own server. */
export function liveHub(): LiveHub {
  shared[key] ??= createLiveHub(crypto.randomUUID().slice(0, 8));
  return shared[key];
}
