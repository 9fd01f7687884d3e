"use client";

import { formatDuration } from "#lib/client/format.ts";
import { type Cue, CueError, parseCues } from "#lib/domain/cues.ts";

export interface ChapterBarProps {
  vtt: string;
  durationMs: number;
  onSeek(ms: number): void;
}

/** Chapters where they are in the video; each leads there. */
export function ChapterBar({ vtt, durationMs, onSeek }: ChapterBarProps) {
  const chapters = readChapters(vtt);
  if (chapters.length === 0 || durationMs <= 0) return null;
  return (
    <ol className="relative h-8 overflow-hidden rounded-md bg-gray-3">
      {chapters.map(({ startMs, endMs, text }) => {
        const start = Math.min(100, (startMs / durationMs) * 100);
        const end = Math.min(100, (endMs / durationMs) * 100);
        return (
          <li
            key={`${startMs} ${text}`}
            className="absolute inset-y-0 border-s border-background"
            style={{ insetInlineStart: `${start}%`, inlineSize: `${Math.max(0, end - start)}%` }}
          >
            <button
              type="button"
              title={`${formatDuration(startMs)} ${text}`}
              onClick={() => onSeek(startMs)}
              className="clip-line size-full px-1.5 text-start text-xs hover:bg-gray-4 focus-visible:-outline-offset-2"
            >
              {text}
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function readChapters(vtt: string): readonly Cue[] {
  try {
    return parseCues(vtt);
  } catch (error) {
    if (error instanceof CueError) return [];
    throw error;
  }
}
