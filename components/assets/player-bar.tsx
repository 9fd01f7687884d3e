"use client";

import { Maximize, Pause, Play, Volume2, VolumeX } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/class-names.ts";
import { formatDuration } from "#lib/client/format.ts";
import { speakDuration } from "#lib/client/format-media.ts";
import type { Player } from "./use-player.ts";

export interface PlayerBarProps {
  readonly player: Player;
  readonly durationMs: number | null;
  onFullScreen(): void;
}

/** The controls over the picture's lower edge. */
export function PlayerBar({ player, durationMs, onFullScreen }: PlayerBarProps) {
  const { state, better } = player;
  const length = durationMs ?? 0;
  return (
    <div
      className={cn(
        "absolute inset-x-0 bottom-0 flex items-center gap-3 bg-linear-to-t from-black/80 to-transparent px-3 pt-8 pb-2.5 text-sm tabular transition-opacity",
        // While it plays only who points at it, or works it by keyboard, wants to see this.
        state.isPlaying && "opacity-0 group-hover:opacity-100 group-has-[:focus-visible]:opacity-100",
      )}
    >
      <Control label={state.isPlaying ? "Pause" : "Play"} onClick={player.toggle}>
        {state.isPlaying ? (
          <Pause className="size-4 fill-current" />
        ) : (
          <Play className="size-4 fill-current" />
        )}
      </Control>
      <span>{formatDuration(state.positionMs)}</span>
      <Scrubber player={player} lengthMs={length} />
      <span>{formatDuration(length)}</span>
      {better && (
        <button
          type="button"
          onClick={player.change}
          className="rounded-sm bg-white px-1.5 text-xs font-medium text-black"
        >
          Better quality ready
        </button>
      )}
      {state.label && <span className="rounded-sm border border-white/60 px-1.5 text-xs">{state.label}</span>}
      <Control label={state.isMuted ? "Unmute" : "Mute"} onClick={() => player.setMuted(!state.isMuted)}>
        {state.isMuted ? <VolumeX className="size-4" /> : <Volume2 className="size-4" />}
      </Control>
      <Control label="Full screen" onClick={onFullScreen}>
        <Maximize className="size-4" />
      </Control>
    </div>
  );
}

function Scrubber({ player, lengthMs }: { player: Player; lengthMs: number }) {
  const { positionMs, bufferedMs } = player.state;
  const share = (ms: number) => (lengthMs > 0 ? Math.min(100, (ms / lengthMs) * 100) : 0);
  return (
    <div className="relative h-4 min-w-0 flex-1">
      <div className="absolute inset-x-0 top-1.5 h-1 overflow-hidden rounded-full bg-white/30">
        <div className="absolute inset-y-0 start-0 bg-white/40" style={{ width: `${share(bufferedMs)}%` }} />
        <div
          className="forced-fill absolute inset-y-0 start-0 bg-white"
          style={{ width: `${share(positionMs)}%` }}
        />
      </div>
      <input
        type="range"
        aria-label="Position"
        aria-valuetext={`${speakDuration(positionMs)} of ${speakDuration(lengthMs)}`}
        min={0}
        max={Math.max(1, lengthMs)}
        step={100}
        value={Math.min(positionMs, Math.max(1, lengthMs))}
        onChange={(event) => player.seek(Number(event.target.value))}
        className="absolute inset-0 w-full cursor-pointer appearance-none rounded-full bg-transparent [&::-moz-range-thumb]:size-3 [&::-moz-range-thumb]:rounded-full [&::-moz-range-thumb]:border-0 [&::-moz-range-thumb]:bg-white [&::-webkit-slider-thumb]:size-3 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full [&::-webkit-slider-thumb]:bg-white"
      />
    </div>
  );
}

function Control({ label, onClick, children }: { label: string; onClick(): void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className="grid size-7 shrink-0 place-items-center rounded-md hover:bg-white/20 focus-visible:outline-white"
    >
      {children}
    </button>
  );
}
