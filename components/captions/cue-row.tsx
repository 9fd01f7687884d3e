"use client";

import { Combine, Crosshair, Play, Scissors, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import { Input } from "#components/ui/input.tsx";
import { type Cue, CueError, formatTimestamp, parseTimestamp } from "#lib/domain/cues.ts";

export interface CueRowProps {
  cue: Cue;
  number: number;
  isShown: boolean;
  isLast: boolean;
  /** Where the player stands, asked when somebody presses a button. */
  readPosition(): number;
  onChange(cue: Cue): void;
  onPlay(): void;
  onSplit(): void;
  onMerge(): void;
  onRemove(): void;
}

/** One cue: from, to, what is said, and what can be done with it. */
export function CueRow(props: CueRowProps) {
  const { cue, number, isShown, isLast, readPosition, onChange, onPlay, onSplit, onMerge, onRemove } = props;
  return (
    <li
      className={cn(
        "grid gap-2 rounded-md border p-2 sm:grid-cols-[8.5rem_minmax(0,1fr)_auto]",
        isShown && "border-ring",
        cue.endMs <= cue.startMs && "border-failed",
      )}
    >
      <div className="grid content-start gap-1">
        <TimeField
          label={`Cue ${number} begins`}
          valueMs={cue.startMs}
          onChange={(startMs) => onChange({ ...cue, startMs })}
          onTake={() => onChange({ ...cue, startMs: readPosition() })}
        />
        <TimeField
          label={`Cue ${number} ends`}
          valueMs={cue.endMs}
          onChange={(endMs) => onChange({ ...cue, endMs })}
          onTake={() => onChange({ ...cue, endMs: readPosition() })}
        />
      </div>
      <textarea
        aria-label={`Cue ${number} says`}
        dir="auto"
        rows={2}
        value={cue.text}
        onChange={(event) => onChange({ ...cue, text: event.target.value })}
        className="min-h-17 w-full resize-y rounded-md border border-border-strong bg-card px-2.5 py-1.5 text-sm"
      />
      <div className="flex gap-1 sm:grid sm:grid-cols-2 sm:content-start">
        <RowButton label={`Play cue ${number}`} onClick={onPlay} icon={<Play aria-hidden="true" />} />
        <RowButton label={`Split cue ${number}`} onClick={onSplit} icon={<Scissors aria-hidden="true" />} />
        <RowButton
          label={`Merge cue ${number} with the next`}
          onClick={onMerge}
          isDisabled={isLast}
          icon={<Combine aria-hidden="true" />}
        />
        <RowButton label={`Remove cue ${number}`} onClick={onRemove} icon={<Trash2 aria-hidden="true" />} />
      </div>
      {cue.settings && (
        <p className="truncate font-mono text-xs text-muted-foreground sm:col-span-3" title={cue.settings}>
          {cue.settings}
        </p>
      )}
      {cue.endMs <= cue.startMs && (
        <p role="alert" className="text-xs text-failed-text sm:col-span-3">
          It ends before it begins.
        </p>
      )}
    </li>
  );
}

interface RowButtonProps {
  label: string;
  icon: React.ReactNode;
  isDisabled?: boolean;
  onClick(): void;
}

function RowButton({ label, icon, isDisabled = false, onClick }: RowButtonProps) {
  return (
    <Button
      type="button"
      variant="ghost"
      size="icon-sm"
      aria-label={label}
      title={label}
      disabled={isDisabled}
      onClick={onClick}
    >
      {icon}
    </Button>
  );
}

interface TimeFieldProps {
  label: string;
  valueMs: number;
  onChange(ms: number): void;
  /** The moment the player shows. */
  onTake(): void;
}

/** A time that may be half typed: it counts once it can be read. */
function TimeField({ label, valueMs, onChange, onTake }: TimeFieldProps) {
  const [typed, setTyped] = useState<string>();
  const isWrong = typed !== undefined && readTime(typed) === undefined;
  return (
    <div className="flex items-center gap-1">
      <Input
        aria-label={label}
        aria-invalid={isWrong || undefined}
        value={typed ?? formatTimestamp(valueMs)}
        onChange={(event) => {
          setTyped(event.target.value);
          const ms = readTime(event.target.value);
          if (ms !== undefined) onChange(ms);
        }}
        onBlur={() => setTyped(undefined)}
        className="h-7 px-1.5 font-mono text-xs"
      />
      <Button
        type="button"
        variant="ghost"
        size="icon-sm"
        aria-label={`${label} where the player stands`}
        title="Where the player stands"
        onClick={() => {
          setTyped(undefined);
          onTake();
        }}
      >
        <Crosshair aria-hidden="true" />
      </Button>
    </div>
  );
}

function readTime(text: string): number | undefined {
  try {
    return parseTimestamp(text);
  } catch (error) {
    if (error instanceof CueError) return undefined;
    throw error;
  }
}
