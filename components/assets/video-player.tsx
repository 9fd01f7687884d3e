"use client";

import { Play } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import type { PlaybackSource } from "#lib/domain/asset.ts";
import { PlayerBar } from "./player-bar.tsx";
import { useAsShownPlayer } from "./shown-player.ts";
import { type Player, usePlayer } from "./use-player.ts";

export interface VideoPlayerProps {
  readonly title: string;
  readonly posterUrl: string | null;
  readonly durationMs: number | null;
  readonly sources: readonly PlaybackSource[];
  /** Said in place of the play button when there is nothing to play yet. */
  readonly emptyWords: string;
}

/** Poster and play button; everything that plays is fetched when somebody presses it. */
export function VideoPlayer({ title, posterUrl, durationMs, sources, emptyWords }: VideoPlayerProps) {
  const frame = useRef<HTMLElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const player = usePlayer(video, sources);
  useAsShownPlayer(video);
  const { state } = player;
  const canPlay = sources.length > 0;
  const toggleFullScreen = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void frame.current?.requestFullscreen();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!canPlay || event.ctrlKey || event.metaKey || event.altKey) return;
    // A focused button takes its own space bar.
    if (event.key === " " && event.target instanceof HTMLButtonElement) return;
    if (event.key === "f") toggleFullScreen();
    else if (!pressKey(event.key, player, durationMs)) return;
    event.preventDefault();
  };
  return (
    <section
      ref={frame}
      aria-label={`Player: ${title}`}
      onKeyDown={onKeyDown}
      className="group relative aspect-video max-h-[70dvh] w-full overflow-hidden rounded-lg bg-black text-white"
    >
      <video
        ref={video}
        poster={posterUrl ?? undefined}
        preload="none"
        playsInline
        aria-label={title}
        className="size-full object-contain"
      >
        <track kind="captions" />
      </video>
      {canPlay && (
        <button
          type="button"
          onClick={player.toggle}
          // Once it plays, the bar's own button is the one to reach by keyboard.
          tabIndex={state.hasStarted ? -1 : 0}
          aria-label={`${state.isPlaying ? "Pause" : "Play"} ${title}`}
          className="absolute inset-0 grid place-items-center focus-visible:-outline-offset-4"
        >
          {!state.hasStarted && (
            <span className="grid size-16 place-items-center rounded-full bg-black/60 transition-colors group-hover:bg-black/80">
              <Play className="ms-1 size-7 fill-current" aria-hidden="true" />
            </span>
          )}
        </button>
      )}
      {!canPlay && (
        <p className="absolute inset-0 grid place-items-center bg-black/60 p-6 text-center text-base">
          {emptyWords}
        </p>
      )}
      {state.isWaiting && !state.failure && (
        <div className="pointer-events-none absolute inset-0 grid place-items-center">
          <Spinner className="size-8" />
        </div>
      )}
      {state.failure && (
        <div
          role="alert"
          className="absolute inset-0 grid place-content-center justify-items-center gap-3 bg-black/80 p-6"
        >
          <p className="text-base">{state.failure}</p>
          <Button variant="secondary" onClick={player.play}>
            Try again
          </Button>
        </div>
      )}
      {state.hasStarted && !state.failure && (
        <PlayerBar
          player={player}
          durationMs={state.durationMs ?? durationMs}
          onFullScreen={toggleFullScreen}
        />
      )}
    </section>
  );
}

/** The keys people know from other players. True when the key meant something. */
export function pressKey(
  key: string,
  player: Pick<Player, "state" | "toggle" | "seek" | "setMuted">,
  durationMs: number | null,
): boolean {
  const { positionMs } = player.state;
  const length = player.state.durationMs ?? durationMs;
  const jumps: Readonly<Record<string, number>> = {
    ArrowLeft: -5_000,
    ArrowRight: 5_000,
    j: -10_000,
    l: 10_000,
  };
  const jump = jumps[key];
  if (jump !== undefined) player.seek(positionMs + jump);
  else if (key === " " || key === "k") player.toggle();
  else if (key === "m") player.setMuted(!player.state.isMuted);
  else if (key === "Home") player.seek(0);
  else if (/^[0-9]$/.test(key) && length !== null) player.seek((length * Number(key)) / 10);
  else return false;
  return true;
}
