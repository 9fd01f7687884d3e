import type { LiveMessage } from "#lib/domain/live.ts";
import { readLiveMessage } from "./live-message.ts";

export type LiveState =
  | { readonly name: "connecting" | "live" }
  | { readonly name: "reconnecting" | "offline"; readonly sinceMs: number };

export interface LiveStreamOptions {
  /** The event id that the page's data was read at; what came since is sent again. */
  readonly since: string | undefined;
  onMessage(message: LiveMessage): void;
  onState(state: LiveState): void;
  /** The session has ended. */
  onSignedOut(): void;
}

/** After this long without a stream the page stops saying "reconnecting". */
const offlineAfterMs = 10_000;
/** A browser opens six connections to one host; a tab nobody sees gives its own back. */
const hiddenForMs = 60_000;

/** Follows `/live` until closed. The browser retries a lost stream; a refused one is tried again by us, slower each time. */
export function openLiveStream(options: LiveStreamOptions): { close(): void } {
  let source: EventSource | undefined;
  let lastEventId = options.since;
  let lostAtMs: number | undefined;
  let refusals = 0;
  let isClosed = false;
  const timers = new Set<ReturnType<typeof setTimeout>>();

  const after = (delayMs: number, run: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, delayMs);
    timers.add(timer);
    return () => {
      clearTimeout(timer);
      timers.delete(timer);
    };
  };

  function connect() {
    if (isClosed || source) return;
    const opened = new EventSource(lastEventId ? `/live?since=${encodeURIComponent(lastEventId)}` : "/live");
    source = opened;
    opened.onopen = () => {
      lostAtMs = undefined;
      refusals = 0;
      options.onState({ name: "live" });
    };
    opened.onmessage = (event) => {
      lastEventId = event.lastEventId || lastEventId;
      const message = readLiveMessage(String(event.data));
      if (message) options.onMessage(message);
    };
    opened.onerror = () => {
      lose();
      if (opened.readyState !== EventSource.CLOSED) return;
      disconnect();
      refusals += 1;
      void askWhy().then((isSignedOut) => {
        if (isSignedOut) options.onSignedOut();
        else after(Math.min(30_000, 1_000 * 2 ** refusals) * (0.5 + Math.random()), connect);
      });
    };
  }

  function disconnect() {
    source?.close();
    source = undefined;
  }

  function lose() {
    if (lostAtMs !== undefined) return;
    const sinceMs = Date.now();
    lostAtMs = sinceMs;
    options.onState({ name: navigator.onLine ? "reconnecting" : "offline", sinceMs });
    after(offlineAfterMs, () => {
      if (lostAtMs === sinceMs) options.onState({ name: "offline", sinceMs });
    });
  }

  let cancelHiding = () => {};
  const onVisibility = () => {
    cancelHiding();
    if (document.visibilityState === "visible") connect();
    else cancelHiding = after(hiddenForMs, disconnect);
  };
  const onOnline = () => {
    disconnect();
    connect();
  };

  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("online", onOnline);
  window.addEventListener("offline", lose);
  connect();

  return {
    close() {
      isClosed = true;
      disconnect();
      for (const timer of timers) clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("online", onOnline);
      window.removeEventListener("offline", lose);
    },
  };
}

/** An EventSource does not say why it was refused. True when it was for want of a session. */
async function askWhy(): Promise<boolean> {
  try {
    const response = await fetch("/live", { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.status === 401;
  } catch {
    return false;
  }
}
