"use client";

import { useEffect, useRef, useState } from "react";
import { peaksOf, toPath } from "./peaks.ts";

const pieces = 600;
/** More than this is not decoded for a picture. */
const mostBytes = 60_000_000;
const sampleRate = 11_025;

export interface SoundPlayerProps {
  src: string;
  name: string;
  /** Seconds. */
  beats?: readonly number[];
  downbeats?: readonly number[];
  durationSeconds?: number;
}

/** A sound over its waveform, its beats as lines: stronger where a bar begins. */
export default function SoundPlayer({
  src,
  name,
  beats = [],
  downbeats = [],
  durationSeconds,
}: SoundPlayerProps) {
  const player = useRef<HTMLAudioElement>(null);
  const [wave, setWave] = useState<{ readonly path: string; readonly seconds: number }>();
  const [at, setAt] = useState(0);
  const [playable, setPlayable] = useState<number>();
  const seconds = wave?.seconds ?? playable ?? durationSeconds ?? 0;

  useEffect(() => {
    const gone = new AbortController();
    drawWave(src, gone.signal).then(setWave, () => undefined);
    return () => gone.abort();
  }, [src]);

  const x = (time: number) => (seconds > 0 ? (time / seconds) * pieces : 0);
  const bars = new Set(downbeats);
  return (
    <div className="grid gap-2">
      {(wave || beats.length > 0) && seconds > 0 && (
        <div className="relative h-20 overflow-hidden rounded-md border bg-gray-2">
          <svg
            viewBox={`0 0 ${pieces} 2`}
            preserveAspectRatio="none"
            aria-hidden="true"
            className="absolute inset-0 size-full"
          >
            {wave && <path d={wave.path} className="fill-gray-8" />}
            <g vectorEffect="non-scaling-stroke">
              {beats.map((time) => (
                <line
                  key={time}
                  data-beat={bars.has(time) ? "bar" : ""}
                  x1={x(time)}
                  x2={x(time)}
                  y1={bars.has(time) ? 0 : 0.35}
                  y2={bars.has(time) ? 2 : 1.65}
                  vectorEffect="non-scaling-stroke"
                  strokeWidth={bars.has(time) ? 2 : 1}
                  className={bars.has(time) ? "stroke-selected" : "stroke-working"}
                />
              ))}
              <line
                x1={x(at)}
                x2={x(at)}
                y1={0}
                y2={2}
                vectorEffect="non-scaling-stroke"
                strokeWidth={2}
                className="stroke-gray-12"
              />
            </g>
          </svg>
          <input
            type="range"
            aria-label={`Place in ${name}`}
            className="absolute inset-0 size-full opacity-0 focus-visible:opacity-40"
            min={0}
            max={seconds}
            step={0.01}
            value={Math.min(at, seconds)}
            onChange={({ target }) => {
              const time = Number(target.value);
              setAt(time);
              if (player.current) player.current.currentTime = time;
            }}
          />
        </div>
      )}
      {beats.length > 0 && (
        <p className="text-xs text-muted-foreground tabular">
          {beats.length} beats, {downbeats.length} bars
          {beats.length > 2 && `, about ${Math.round(tempoOf(beats))} a minute`}
        </p>
      )}
      <audio
        ref={player}
        controls
        preload="metadata"
        src={src}
        aria-label={name}
        className="h-10 w-full"
        onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
        onLoadedMetadata={({ currentTarget }) => {
          if (Number.isFinite(currentTarget.duration)) setPlayable(currentTarget.duration);
        }}
      >
        <track kind="captions" />
      </audio>
    </div>
  );
}

/** Of the middle distance: one beat that was missed does not change it. */
function tempoOf(beats: readonly number[]): number {
  const distances = beats.slice(1).map((time, index) => time - (beats[index] ?? 0));
  const middle = distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 1;
  return 60 / middle;
}

async function drawWave(src: string, signal: AbortSignal) {
  const answer = await fetch(src, { signal });
  if (!answer.ok || Number(answer.headers.get("content-length") ?? 0) > mostBytes) {
    await answer.body?.cancel();
    throw new Error("There is no picture of it.");
  }
  const context = new OfflineAudioContext(1, 1, sampleRate);
  const sound = await context.decodeAudioData(await answer.arrayBuffer());
  signal.throwIfAborted();
  return { path: toPath(peaksOf(sound.getChannelData(0), pieces)), seconds: sound.duration };
}
