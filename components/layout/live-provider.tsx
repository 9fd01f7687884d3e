"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { LiveState } from "#lib/client/live-stream.ts";
import { whenSettled } from "#lib/client/when-settled.ts";
import type { LiveMessage } from "#lib/domain/live.ts";

type Handler = (message: LiveMessage) => void;
export type EngineState = Extract<LiveMessage, { type: "engine" }>["state"];

interface Live {
  readonly state: LiveState;
  readonly engine: EngineState;
  subscribe(handler: Handler): () => void;
}

const LiveContext = createContext<Live | undefined>(undefined);

export interface LiveProviderProps {
  /** The id of the newest live event when the page's data was read. */
  since?: string;
  engine?: EngineState;
  children: ReactNode;
}

/** The tab's one event stream. It keeps the react-query caches true; `useLive` hands the messages on. */
export function LiveProvider({ since, engine: engineAtFirst = "up", children }: LiveProviderProps) {
  const queryClient = useQueryClient();
  const [state, setState] = useState<LiveState>({ name: "connecting" });
  const [engine, setEngine] = useState<EngineState>(engineAtFirst);
  const handlers = useRef(new Set<Handler>());
  const firstSince = useRef(since);

  useEffect(() => {
    let close = () => {};
    let isGone = false;
    // What changes before the stream is open is sent when it opens: `since` says from where.
    const callOff = whenSettled(async () => {
      const [{ openLiveStream }, { createCacheUpdater }] = await Promise.all([
        import("#lib/client/live-stream.ts"),
        import("./live-caches.ts"),
      ]);
      if (isGone) return;
      const updateCaches = createCacheUpdater(queryClient);
      const stream = openLiveStream({
        since: firstSince.current,
        onState: setState,
        onMessage(message) {
          if (message.type === "engine") setEngine(message.state);
          updateCaches(message);
          for (const handler of handlers.current) handler(message);
        },
        onSignedOut: () => window.location.assign("/sign-in"),
      });
      close = () => stream.close();
    });
    return () => {
      isGone = true;
      callOff();
      close();
    };
  }, [queryClient]);

  const live = useMemo<Live>(
    () => ({
      state,
      engine,
      subscribe(handler) {
        handlers.current.add(handler);
        return () => handlers.current.delete(handler);
      },
    }),
    [state, engine],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

function useLiveContext(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("There is no LiveProvider above this component.");
  return live;
}

/** Calls `handler` with every live message while mounted; the handler may change between renders. */
export function useLive(handler: Handler): void {
  const { subscribe } = useLiveContext();
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => subscribe((message) => latest.current(message)), [subscribe]);
}

/** The stream's state, and whether our own engine answers. */
export function useLiveState(): Pick<Live, "state" | "engine"> {
  return useLiveContext();
}
