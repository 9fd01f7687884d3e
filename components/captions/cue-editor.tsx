"use client";

import { ChevronsLeft, ChevronsRight, FileUp, Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { positionOf, useShownPlayer } from "#components/assets/shown-player.ts";
import { Button } from "#components/ui/button.tsx";
import { countOf } from "#lib/client/format.ts";
import { type Cue, CueError, mergeCues, parseCues, shiftCues, splitCue } from "#lib/domain/cues.ts";
import { CueRow } from "./cue-row.tsx";
import { useCuePreview } from "./use-cue-preview.ts";

export interface CueEditorProps {
  /** As they are saved; the editor keeps what is typed until `onSave` says it is kept. */
  cues: readonly Cue[];
  /** "captions", "chapters": what they are called here. */
  noun: string;
  isPending: boolean;
  /** What they are timed by; absent, the page's own player. Null where there is nothing to play. */
  player?: HTMLVideoElement | null;
  /** Why the last save did not work. */
  problem: string | null;
  onSave(cues: readonly Cue[]): void;
  onCancel(): void;
}

const shiftMs = 100;
const newCueMs = 2_000;
/** Larger files are no captions. */
const maxFileBytes = 2_000_000;

interface KeyedCue extends Cue {
  /** Stays with a cue while others come and go around it, so that nobody's cursor jumps. */
  readonly key: number;
}

/** Cues as a list beside the player: what is typed shows over the picture at once. */
export function CueEditor({ cues, noun, isPending, problem, onSave, onCancel, ...props }: CueEditorProps) {
  const shown = useShownPlayer();
  const player = props.player === undefined ? shown : props.player;
  const nextKey = useRef(0);
  const withKeys = (list: readonly Cue[]): KeyedCue[] =>
    list.map((cue) =>
      "key" in cue && typeof cue.key === "number"
        ? { ...cue, key: cue.key }
        : { ...cue, key: nextKey.current++ },
    );
  const [edited, setEdited] = useState<readonly KeyedCue[]>(() => withKeys(cues));
  const [fileProblem, setFileProblem] = useState<string>();
  const change = (list: readonly Cue[]) => setEdited(withKeys(list));
  useCuePreview(player, edited, true);
  const shownAtMs = usePosition(player);
  const isWrong = edited.some(({ startMs, endMs }) => endMs <= startMs);

  const add = () => {
    // With nothing to play they follow each other.
    const startMs = player ? positionOf(player) : (edited.at(-1)?.endMs ?? 0);
    const at = edited.findIndex((cue) => cue.startMs > startMs);
    change(
      edited.toSpliced(at < 0 ? edited.length : at, 0, {
        startMs,
        endMs: startMs + newCueMs,
        text: "",
        key: nextKey.current++,
      }),
    );
  };
  const read = async (file: File) => {
    if (file.size > maxFileBytes) return setFileProblem("That file is too large to be captions.");
    try {
      change(parseCues(await file.text()));
      setFileProblem(undefined);
    } catch (error) {
      if (!(error instanceof CueError)) throw error;
      setFileProblem(`${file.name} was not read. ${error.message}`);
    }
  };
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Button type="button" variant="outline" onClick={add}>
          <Plus aria-hidden="true" />
          {player ? "Add where the player stands" : "Add a cue"}
        </Button>
        <Button asChild variant="outline">
          <label className="cursor-pointer focus-within:outline-2 focus-within:outline-ring">
            <FileUp aria-hidden="true" />
            Read a file
            <input
              type="file"
              accept=".vtt,.srt,text/vtt"
              className="sr-only"
              onChange={(event) => {
                const [file] = event.target.files ?? [];
                event.target.value = "";
                if (file) void read(file);
              }}
            />
          </label>
        </Button>
        <span className="ms-auto flex items-center gap-1 text-sm text-muted-foreground tabular">
          {countOf(edited.length, "cue")}
          <Button
            type="button"
            variant="ghost"
            size="icon-sm"
            aria-label="All a tenth of a second earlier"
            title="All 0.1 s earlier"
            onClick={() => change(shiftCues(edited, -shiftMs))}
          >
            <ChevronsLeft aria-hidden="true" />
          </Button>
          <Button
            type="button"
            variant="ghost"
            size="icon-sm"
            aria-label="All a tenth of a second later"
            title="All 0.1 s later"
            onClick={() => change(shiftCues(edited, shiftMs))}
          >
            <ChevronsRight aria-hidden="true" />
          </Button>
        </span>
      </div>
      {fileProblem && (
        <p role="alert" className="text-sm text-failed-text">
          {fileProblem}
        </p>
      )}
      {edited.length === 0 && (
        <p className="rounded-md border border-dashed p-6 text-center text-sm text-muted-foreground">
          No {noun} yet. Play the video and add a cue where it belongs, or read a WebVTT or SubRip file.
        </p>
      )}
      <ol className="grid max-h-[32rem] gap-2 overflow-y-auto p-0.5">
        {edited.map((cue, index) => (
          <CueRow
            key={cue.key}
            cue={cue}
            number={index + 1}
            isShown={shownAtMs >= cue.startMs && shownAtMs < cue.endMs}
            isLast={index === edited.length - 1}
            readPosition={() => positionOf(player)}
            onChange={(changed) => setEdited(edited.with(index, { ...changed, key: cue.key }))}
            onPlay={() => {
              if (!player) return;
              player.currentTime = cue.startMs / 1000;
              void player.play().catch(() => {});
            }}
            onSplit={() => change(splitCue(edited, index, positionOf(player)))}
            onMerge={() => change(mergeCues(edited, index))}
            onRemove={() => setEdited(edited.toSpliced(index, 1))}
          />
        ))}
      </ol>
      {problem && (
        <p role="alert" className="text-sm text-failed-text">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button type="button" variant="outline" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          type="button"
          pending={isPending}
          disabled={isWrong}
          onClick={() => onSave(edited.map(({ key: _key, ...cue }) => cue))}
        >
          Save {noun}
        </Button>
      </div>
    </div>
  );
}

function usePosition(player: HTMLVideoElement | null): number {
  const [positionMs, setPositionMs] = useState(0);
  useEffect(() => {
    if (!player) return;
    const look = () => setPositionMs(positionOf(player));
    player.addEventListener("timeupdate", look);
    player.addEventListener("seeked", look);
    return () => {
      player.removeEventListener("timeupdate", look);
      player.removeEventListener("seeked", look);
    };
  }, [player]);
  return positionMs;
}
