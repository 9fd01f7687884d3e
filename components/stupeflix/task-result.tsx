"use client";

import { Copy } from "lucide-react";
import { copyText } from "#components/assets/copy-text.ts";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import { JsonTree } from "./json-tree.tsx";
import { mediumOf } from "./medium.ts";

/** A result as what it is: pictures shown, sound and video played, everything else as a tree. */
export function TaskResult({ result }: { result: unknown }) {
  const text = JSON.stringify(result, null, 2);
  return (
    <div className="grid gap-4">
      {listMedia(result).map(({ name, url }) => (
        <Media key={name} name={name} url={url} />
      ))}
      <div className="relative rounded-md border bg-card p-3">
        <Button
          variant="outline"
          size="sm"
          className="absolute end-2 top-2"
          onClick={() => void copyText(text).then((isCopied) => isCopied && toast.success("Copied."))}
        >
          <Copy aria-hidden="true" /> Copy
        </Button>
        <div className="max-h-96 overflow-auto">
          <JsonTree value={result} />
        </div>
      </div>
    </div>
  );
}

function Media({ name, url }: { name: string; url: string }) {
  const medium = mediumOf(url);
  return (
    <figure className="grid gap-1">
      {medium === "image" && (
        <img src={url} alt={`The task’s ${name}`} className="max-h-[28rem] max-w-full rounded-md border" />
      )}
      {medium === "audio" && (
        <audio controls preload="metadata" src={url} aria-label={name} className="w-full">
          <track kind="captions" />
        </audio>
      )}
      {medium === "video" && (
        <video
          controls
          preload="metadata"
          src={url}
          aria-label={name}
          className="max-h-[28rem] w-full rounded-md border"
        >
          <track kind="captions" />
        </video>
      )}
      <figcaption className="text-xs text-muted-foreground">{name}</figcaption>
    </figure>
  );
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
