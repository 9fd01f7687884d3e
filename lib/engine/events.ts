import { EventEmitter } from "node:events";
import { z } from "zod";
import { notify, type PostgresHandle } from "#lib/postgres/open-postgres.ts";

/** Named assets of one account changed: read them again. */
export interface EngineChange {
  readonly accountId: string;
  readonly assetIds: readonly string[];
  /** When the engine's state changed, epoch milliseconds. */
  readonly changedAtMs: number;
}

export interface EngineEvents {
  /** Tells every watcher of the account. `changedAtMs` defaults to now. */
  publish(change: { accountId: string; assetIds: readonly string[]; changedAtMs?: number }): void;
  /**
   * Tells of one asset with what is told of it next, after this many milliseconds at the latest: who reads it again
   * for each of two changes that come close together has the second one later.
   */
  publishWithNext(change: { accountId: string; assetId: string; withinMs: number }): void;
  /**
   * The account's changes from now until the signal aborts (the loop then ends without an error). Changes that
   * gather while the reader is busy arrive as one, with the oldest's time; an asset is named once.
   */
  watch(accountId: string, signal: AbortSignal): AsyncIterable<EngineChange>;
}

const channel = "engine_changes";
const changeMessage = z.object({
  from: z.string(),
  accountId: z.string(),
  assetIds: z.array(z.string()),
  changedAtMs: z.number(),
});

/**
 * In this process at once; to the other engines on a shared Postgres by NOTIFY, outside every transaction (inside
 * one it takes a global commit lock). `close` ends all watchers.
 */
export async function openEvents(
  postgres: PostgresHandle,
  onError: (error: unknown) => void,
): Promise<EngineEvents & { close(): Promise<void> }> {
  const emitter = new EventEmitter<{ change: [EngineChange] }>();
  emitter.setMaxListeners(0);
  const closing = new AbortController();
  const self = crypto.randomUUID();
  const stopListening =
    postgres.backend === "postgres"
      ? await postgres.listen(channel, (payload) => {
          const message = changeMessage.safeParse(JSON.parse(payload));
          if (message.success && message.data.from !== self) emitter.emit("change", message.data);
        })
      : undefined;

  const held = new Map<string, { readonly timer: NodeJS.Timeout; readonly changedAtMs: number }>();
  const takeHeld = (assetId: string) => {
    const before = held.get(assetId);
    clearTimeout(before?.timer);
    held.delete(assetId);
    return before?.changedAtMs ?? Infinity;
  };

  const publish: EngineEvents["publish"] = ({ accountId, assetIds, changedAtMs: givenMs = Date.now() }) => {
    const changedAtMs = Math.min(givenMs, ...assetIds.map(takeHeld));
    const change = { accountId, assetIds, changedAtMs };
    emitter.emit("change", change);
    if (!stopListening) return;
    // A NOTIFY payload may have 8,000 bytes: 100 ids of 32 characters fit.
    for (let start = 0; start < assetIds.length; start += 100) {
      const part = { from: self, ...change, assetIds: assetIds.slice(start, start + 100) };
      notify(postgres, channel, JSON.stringify(part)).catch(onError);
    }
  };

  return {
    publish,
    publishWithNext({ accountId, assetId, withinMs }) {
      if (held.has(assetId)) return;
      const timer = setTimeout(() => publish({ accountId, assetIds: [assetId] }), withinMs);
      held.set(assetId, { timer, changedAtMs: Date.now() });
    },
    watch: (accountId, signal) => watchChanges(emitter, accountId, AbortSignal.any([signal, closing.signal])),
    async close() {
      closing.abort();
      for (const { timer } of held.values()) clearTimeout(timer);
      await stopListening?.();
    },
  };
}

async function* watchChanges(
  emitter: EventEmitter<{ change: [EngineChange] }>,
  accountId: string,
  signal: AbortSignal,
): AsyncGenerator<EngineChange> {
  let gathered = new Set<string>();
  let oldestMs = 0;
  let wake = Promise.withResolvers<void>();
  const onChange = (change: EngineChange) => {
    if (change.accountId !== accountId) return;
    if (gathered.size === 0) oldestMs = change.changedAtMs;
    for (const assetId of change.assetIds) gathered.add(assetId);
    wake.resolve();
  };
  const onAbort = () => wake.resolve();
  emitter.on("change", onChange);
  signal.addEventListener("abort", onAbort);
  try {
    while (!signal.aborted) {
      if (gathered.size === 0) await wake.promise;
      wake = Promise.withResolvers<void>();
      if (signal.aborted || gathered.size === 0) continue;
      const assetIds = [...gathered];
      gathered = new Set();
      yield { accountId, assetIds, changedAtMs: oldestMs };
    }
  } finally {
    emitter.off("change", onChange);
    signal.removeEventListener("abort", onAbort);
  }
}
