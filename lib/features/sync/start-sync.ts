import "server-only";
import { listConnectionRows } from "#lib/accounts/accounts.ts";
import { env } from "#lib/env.ts";
import { liveHub } from "#lib/live/hub.ts";
import { createLog } from "#lib/log.ts";
import { watchEngine } from "./engine-state.ts";
import { pause } from "./pause.ts";
import { type ConnectionWatch, watchConnection } from "./watch-connection.ts";

/** Finds what no message told of: a row another program wrote. */
const lookEveryMs = 30_000;

interface Watched {
  readonly version: number;
  readonly isLocal: boolean;
  readonly watch: ConnectionWatch;
}

/**
 * Keeps the index in step with every active connection, and watches the local engine. Called once at boot,
 * after the database is open; resolves to the way to stop, which waits for everything it started.
 * @param onEngineUp called each time the engine has come (back), before its connections are tried again
 */
export async function startSync({
  onEngineUp,
}: {
  onEngineUp?: () => Promise<void>;
} = {}): Promise<() => Promise<void>> {
  const log = createLog("sync");
  const stopping = new AbortController();
  const watched = new Map<string, Watched>();
  let settling = Promise.resolve();

  const settle = async () => {
    const rows = await listConnectionRows();
    const active = new Map(
      rows.filter(({ state }) => state === "active").map((row) => [row.connectionId, row]),
    );
    for (const [connectionId, entry] of watched) {
      if (active.get(connectionId)?.version === entry.version) continue;
      watched.delete(connectionId);
      await entry.watch.stop();
    }
    if (stopping.signal.aborted) return;
    for (const { connectionId, version, isLocal, provider } of active.values()) {
      if (watched.has(connectionId)) continue;
      const watch = watchConnection(connectionId, log.child({ connectionId, provider }));
      watched.set(connectionId, { version, isLocal, watch });
    }
  };
  /** One at a time, in order: two at once would start two watches for one connection. */
  const look = () => {
    settling = settling
      .then(settle)
      .catch((error: unknown) => log.error({ err: error }, "the connections could not be read"));
    return settling;
  };
  const wakeLocal = () => {
    for (const { isLocal, watch } of watched.values()) if (isLocal) watch.wake();
  };

  const forgetLive = liveHub().subscribe(({ message }) => {
    if (message.type !== "connection") return;
    watched.get(message.connectionId)?.watch.wake();
    look();
  });
  const engine = watchEngine(engineUrl(), {
    signal: stopping.signal,
    onUp: () => {
      (onEngineUp?.() ?? Promise.resolve())
        .catch((error: unknown) => log.error({ err: error }, "the local connections could not be refreshed"))
        .then(look)
        .then(wakeLocal);
    },
    onGone: () => log.warn("the engine does not answer"),
  });
  const looking = (async () => {
    for (;;) {
      await pause(lookEveryMs, stopping.signal);
      await look();
    }
  })();
  await look();

  return async () => {
    stopping.abort(new Error("The sync was stopped."));
    forgetLive();
    await Promise.allSettled([engine, looking, settling]);
    await Promise.all([...watched.values()].map(({ watch }) => watch.stop()));
  };
}

function engineUrl(): string {
  const { host, enginePort } = env();
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${enginePort}`;
}
