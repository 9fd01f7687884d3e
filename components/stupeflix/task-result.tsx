"use client";

import { Copy } from "lucide-react";
import { lazy, Suspense } from "react";
import { copyText } from "#components/assets/copy-text.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.ts";
import type { TaskView } from "#lib/features/stupeflix/schema/task.ts";
import { JsonTree } from "./json-tree.tsx";
import { mediumOf } from "./medium.ts";

const SoundPlayer = lazy(() => import("./sound-player.tsx"));

export interface TaskResultProps {
  task: Pick<TaskView, "result">;
  /** Its source as this browser reaches it: beats are drawn over it. */
  source?: string | null;
  /** Beside something else: the tree is folded. */
  isSmall?: boolean;
}

/** A result as what it is: pictures shown, sound and video played, a text read, everything else as a tree. */
export function TaskResult({ task: { result }, source = null, isSmall = false }: TaskResultProps) {
  if (typeof result === "string") {
    return (
      <p className="rounded-md border bg-card p-3 text-sm" dir="auto">
        {result}
      </p>
    );
  }
  const text = JSON.stringify(result, null, 2);
  const beats = timesOf(result, "beats");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {beats && source && (
        <Suspense fallback={<Skeleton className="h-32" />}>
          <SoundPlayer
            src={source}
            name="the sound with its beats"
            beats={beats}
            downbeats={timesOf(result, "downbeats") ?? []}
          />
        </Suspense>
      )}
      {listMedia(result).map(({ name, url }) => (
        <Media key={name} name={name} url={url} />
      ))}
      <div className={cn("relative rounded-md border bg-card p-3", isSmall && "p-2")}>
        <Button
          variant="outline"
          size="sm"
          className="absolute end-2 top-2"
          onClick={() => void copyText(text).then((isCopied) => isCopied && toast.success("Copied."))}
        >
          <Copy aria-hidden="true" /> Copy
        </Button>
        <div className="max-h-96 overflow-auto pe-20">
          <JsonTree value={result} isOpen={!isSmall} />
        </div>
      </div>
    </div>
  );
}

function Media({ name, url }: { name: string; url: string }) {
  const medium = mediumOf(url);
  return (
    <figure className="grid grid-cols-[minmax(0,1fr)] gap-1">
      {medium === "image" && (
        <img
          src={url}
          alt={`The task’s ${name}`}
          className="max-h-[28rem] max-w-full justify-self-start rounded-md border"
        />
      )}
      {medium === "audio" && (
        <Suspense fallback={<Skeleton className="h-32" />}>
          <SoundPlayer src={url} name={name} />
        </Suspense>
      )}
      {medium === "video" && (
        <video
          controls
          preload="metadata"
          src={url}
          aria-label={name}
          className="max-h-[28rem] w-full rounded-md border bg-black"
        >
          <track kind="captions" />
        </video>
      )}
      <figcaption className="flex justify-between gap-2 text-xs text-muted-foreground">
        {name}
        <a href={url} target="_blank" rel="noreferrer" className="underline underline-offset-2">
          Open
        </a>
      </figcaption>
    </figure>
  );
}

function timesOf(result: unknown, name: string): readonly number[] | undefined {
  const given: unknown =
    typeof result === "object" && result !== null ? Reflect.get(result, name) : undefined;
  return Array.isArray(given) && given.every((time) => typeof time === "number") ? given : undefined;
}

/** The outputs that the task itself stored: `output`, `preview`, `thumbnail` and so on. */
function listMedia(result: unknown): readonly { name: string; url: string }[] {
  if (typeof result !== "object" || result === null) return [];
  return Object.entries(result).flatMap(([name, value]) =>
    typeof value === "string" &&
    /^(https?:\/\/[^?#]*|\/engine\/stupeflix)\/storage\//.test(value) &&
    mediumOf(value) !== "other"
      ? [{ name, url: value }]
      : [],
  );
}
