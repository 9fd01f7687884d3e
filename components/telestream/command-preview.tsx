"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { copyText } from "#components/assets/copy-text.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { toast } from "#components/ui/toast.ts";
import { resultingCommandQuery } from "#lib/features/telestream/client.ts";
import type { CommandRequest } from "#lib/features/telestream/schema/command.ts";
import type { PresetCard } from "#lib/features/telestream/schema/presets.ts";
import { type CommandLine, toCommandLines } from "#lib/features/telestream/schema/profile-command.ts";
import { toOptions } from "./command-words.ts";

/** Between two letters typed: one question, not one a letter. */
const typingMs = 250;

export interface CommandPreviewProps {
  /** Of a profile from a preset. */
  card: PresetCard | undefined;
  sketch: CommandRequest;
}

/** The command that the form comes to as it stands, by the word of who will run it. */
export function CommandPreview({ card, sketch }: CommandPreviewProps) {
  const { data, error, isPlaceholderData, refetch } = useQuery(resultingCommandQuery(useSettled(sketch)));
  const commands = data?.commands ?? [];
  const guess = card && data?.commands === null ? toCommandLines(card, sketch.settings) : [];
  const text = [
    ...commands.map((words) => toOptions(words).join(" ")),
    guess.map(({ args }) => args).join(" "),
  ]
    .filter(Boolean)
    .join("\n");
  const copy = async () => {
    if (await copyText(text)) toast.success("Command copied");
    else toast.error("The browser did not let this page copy.");
  };
  return (
    <section
      aria-label="Resulting command"
      aria-busy={isPlaceholderData}
      className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-lg border bg-card p-4"
    >
      <div className="flex min-h-8 items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">Resulting command</h3>
        {text && (
          <Button variant="ghost" size="sm" onClick={() => void copy()}>
            Copy
          </Button>
        )}
      </div>
      {!data && !error && <Skeleton className="h-40" />}
      {error && !data && (
        <p className="flex flex-wrap items-center gap-2 text-sm text-soft-foreground">
          <StatusMark status="degraded" />
          <span className="min-w-0 flex-1 text-pretty">{error.message}</span>
          <Button variant="outline" size="sm" onClick={() => void refetch()}>
            Try again
          </Button>
        </p>
      )}
      {data?.fault && (
        <p role="status" className="flex items-start gap-2 text-sm text-pretty text-failed-text">
          <StatusMark status="failed" className="mt-[3px]" />
          {data.fault}
        </p>
      )}
      {commands.length > 0 && <Commands commands={commands} isOld={isPlaceholderData} />}
      {guess.length > 0 && <Lines lines={guess} />}
      {data && !data.fault && (
        <p className="border-t pt-2 text-xs text-pretty text-muted-foreground">
          {data.commands === null
            ? "How the settings read as ffmpeg. The service may add what its encoders need; sizes follow each source."
            : commands.length > 0
              ? "For a source of 1920×1080 at 30 frames a second with sound. Sizes and rates follow each source; nothing goes through a shell."
              : card?.family === "stills"
                ? "No command line: the engine seeks each frame itself and draws it."
                : "No encoding: the engine writes a playlist over the finished rungs."}
        </p>
      )}
    </section>
  );
}

function Commands({ commands, isOld }: { commands: readonly (readonly string[])[]; isOld: boolean }) {
  return (
    <ol className={cn("grid gap-3 transition-opacity", isOld && "opacity-60")}>
      {commands.map((words, index) => (
        // Two passes may be the same but for one word.
        // biome-ignore lint/suspicious/noArrayIndexKey: the commands have an order and nothing else
        <li key={index}>
          <code className="block text-xs leading-5">
            {toOptions(words).map((option, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an option may come twice
              <span key={place} className="block ps-4 -indent-4 [overflow-wrap:anywhere]">
                {option}
              </span>
            ))}
          </code>
        </li>
      ))}
    </ol>
  );
}

function Lines({ lines }: { lines: readonly CommandLine[] }) {
  return (
    <ol className="grid gap-2">
      {lines.map(({ args, about }) => (
        <li key={about} className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
          <code className="text-xs break-words [overflow-wrap:anywhere]">{args}</code>
          <span className="text-xs text-muted-foreground">{about}</span>
        </li>
      ))}
    </ol>
  );
}

/** What stood still for a moment. */
function useSettled(sketch: CommandRequest): CommandRequest {
  const [settled, setSettled] = useState(sketch);
  const text = JSON.stringify(sketch);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text)), typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
