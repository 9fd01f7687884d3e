"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { PlaybackSource } from "#lib/domain/asset.ts";
import { attachSource, browserAbilities, findPlayable, leaveOut, type Release } from "./play-source.ts";

export interface PlayerState {
  /** Nothing is loaded before the first play. */
  readonly hasStarted: boolean;
  readonly isPlaying: boolean;
  readonly isWaiting: boolean;
  readonly isMuted: boolean;
  readonly positionMs: number;
  readonly durationMs: number | null;
  readonly bufferedMs: number;
  /** "HLS 720p", "MP4". */
  readonly label: string | null;
  readonly failure: string | null;
}

const atRest: PlayerState = {
  hasStarted: false,
  isPlaying: false,
  isWaiting: false,
  isMuted: false,
  positionMs: 0,
  durationMs: null,
  bufferedMs: 0,
  label: null,
  failure: null,
};

export interface Player {
  readonly state: PlayerState;
  /** A better source has come since this one was started. */
  readonly better: PlaybackSource | null;
  play(): void;
  toggle(): void;
  seek(positionMs: number): void;
  setMuted(isMuted: boolean): void;
  /** Goes on with the better source at the same place. */
  change(): void;
}

/** A media element and what it plays. Loads on the first play, never before. */
export function usePlayer(
  video: RefObject<HTMLVideoElement | null>,
  sources: readonly PlaybackSource[],
): Player {
  const [state, setState] = useState<PlayerState>(atRest);
  const [current, setCurrent] = useState<PlaybackSource | null>(null);
  // Those that broke: the next one steps in by itself, and they are not offered as better.
  const [broken, setBroken] = useState<ReadonlySet<string>>(new Set());
  const release = useRef<Release>(undefined);
  const change = useCallback(
    (part: Partial<PlayerState>) => setState((before) => ({ ...before, ...part })),
    [],
  );

  useEffect(() => () => release.current?.(), []);
  useMediaEvents(video, change);

  const start = async (startMs: number, without: ReadonlySet<string>, lastWords?: string): Promise<void> => {
    const element = video.current;
    if (!element) return;
    const source = findPlayable(leaveOut(sources, without), browserAbilities(element));
    if (!source) {
      const failure = lastWords ?? "This browser can play none of its formats.";
      return change({ hasStarted: true, isWaiting: false, isPlaying: false, failure });
    }
    release.current?.();
    setCurrent(source);
    const kind = source.kind === "hls" ? "HLS" : source.label;
    change({ hasStarted: true, isWaiting: true, failure: null, label: kind });
    release.current = await attachSource(element, source, {
      startMs,
      onQuality: (quality) => change({ label: quality ? `${kind} ${quality}` : kind }),
      onFailure: (words) => {
        const all = new Set([...without, source.url]);
        setBroken(all);
        void start(element.currentTime * 1000 || startMs, all, words);
      },
    });
    await begin(element);
  };
  const play = () => {
    const element = video.current;
    if (!element) return;
    if (!state.hasStarted || state.failure) {
      // Asked for again by hand, all of them get another chance.
      setBroken(new Set());
      void start(state.positionMs, new Set());
    } else void begin(element);
  };
  const seek = (positionMs: number) => {
    const element = video.current;
    if (!element || !state.hasStarted) return change({ positionMs: Math.max(0, positionMs) });
    const end = Number.isFinite(element.duration) ? element.duration : Number.MAX_SAFE_INTEGER;
    element.currentTime = Math.min(Math.max(0, positionMs / 1000), end);
  };
  return {
    state,
    better: betterThan(current, leaveOut(sources, broken)),
    play,
    toggle: () => (state.isPlaying ? video.current?.pause() : play()),
    seek,
    setMuted: (isMuted) => {
      if (video.current) video.current.muted = isMuted;
      change({ isMuted });
    },
    change: () => void start(state.positionMs, broken),
  };
}

function betterThan(
  current: PlaybackSource | null,
  sources: readonly PlaybackSource[],
): PlaybackSource | null {
  if (!current) return null;
  const place = sources.findIndex(({ url }) => url === current.url);
  return place === 0 ? null : (sources[0] ?? null);
}

async function begin(element: HTMLVideoElement): Promise<void> {
  try {
    await element.play();
  } catch (error) {
    // Paused again before it began, or the browser wants another click: the button still says what to do.
    if (!(error instanceof DOMException)) throw error;
  }
}

function useMediaEvents(
  video: RefObject<HTMLVideoElement | null>,
  change: (part: Partial<PlayerState>) => void,
): void {
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const stop = new AbortController();
    const on = (name: keyof HTMLMediaElementEventMap, part: () => Partial<PlayerState>) =>
      element.addEventListener(name, () => change(part()), { signal: stop.signal });
    on("play", () => ({ isPlaying: true }));
    on("pause", () => ({ isPlaying: false }));
    on("ended", () => ({ isPlaying: false }));
    on("waiting", () => ({ isWaiting: true }));
    on("playing", () => ({ isWaiting: false, failure: null }));
    on("volumechange", () => ({ isMuted: element.muted }));
    on("seeking", () => ({ positionMs: element.currentTime * 1000 }));
    on("timeupdate", () => ({ positionMs: element.currentTime * 1000, bufferedMs: bufferedTo(element) }));
    on("progress", () => ({ bufferedMs: bufferedTo(element) }));
    on("durationchange", () =>
      Number.isFinite(element.duration) ? { durationMs: element.duration * 1000 } : {},
    );
    return () => stop.abort();
  }, [video, change]);
}

function bufferedTo({ buffered, currentTime }: HTMLVideoElement): number {
  for (let range = 0; range < buffered.length; range++) {
    if (buffered.start(range) <= currentTime && currentTime <= buffered.end(range))
      return buffered.end(range) * 1000;
  }
  return 0;
}
