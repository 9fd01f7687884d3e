"use client";

import { FolderOpen, Library, X } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { mediumOf } from "#components/stupeflix/medium.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import { Input } from "#components/ui/input.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { useComposerPlace } from "../composer-context.ts";
import { ariaOf, type ControlProps, toTextValue } from "./control-props.ts";
import { useFileField } from "./use-file-field.ts";

const MediaPicker = lazy(() => import("../media-picker.tsx"));

/** A medium: its address typed, a file of the library, or one dropped here and sent. */
export function MediaControl(props: ControlProps) {
  const { accepts } = props.parameter;
  const { shownOf } = useComposerPlace();
  const field = useFileField(([url]) => url && props.onChange(url));
  const shown = shownOf(props.value);
  return (
    <div
      className={cn(
        "grid gap-2 rounded-md",
        field.isOver && "outline-2 outline-offset-2 outline-selected outline-dashed",
      )}
      {...field.dropZone}
    >
      <span className="flex flex-wrap gap-2">
        <Input
          {...ariaOf(props)}
          type="url"
          className="min-w-48 flex-1"
          spellCheck={false}
          placeholder="https://, or drop a file here"
          value={toTextValue(props.value)}
          onChange={({ target }) => props.onChange(target.value || undefined)}
        />
        <MediaButtons accepts={accepts} onFiles={(files) => void field.send(files)} onPick={props.onChange} />
      </span>
      <Sending {...field} />
      {shown && mediumOf(shown) === "image" && (
        <img src={shown} alt="" className="max-h-24 max-w-48 justify-self-start rounded-md border" />
      )}
    </div>
  );
}

const fileTypes: Readonly<Record<string, string>> = {
  audio: "audio/*",
  image: "image/*",
  video: "video/*",
  "audio or video": "audio/*,video/*",
};

/** The two ways beside typing. */
export function MediaButtons({
  accepts,
  isMany = false,
  onFiles,
  onPick,
}: {
  accepts: ControlProps["parameter"]["accepts"];
  isMany?: boolean;
  onFiles(files: readonly File[]): void;
  onPick(url: string): void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(false);
  const { connectionId, remember } = useComposerPlace();
  return (
    <>
      {accepts !== "image" && (
        <Button variant="outline" className="h-9" onClick={() => setOpen(true)}>
          <Library aria-hidden="true" /> Library…
        </Button>
      )}
      <Button variant="outline" className="h-9" onClick={() => input.current?.click()}>
        <FolderOpen aria-hidden="true" /> {isMany ? "Files…" : "File…"}
      </Button>
      <input
        ref={input}
        type="file"
        aria-label={isMany ? "Files to send" : "File to send"}
        className="hidden"
        multiple={isMany}
        accept={accepts && fileTypes[accepts]}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = "";
        }}
      />
      {isOpen && (
        <Suspense fallback={null}>
          <MediaPicker
            connectionId={connectionId}
            accepts={accepts}
            onClose={() => setOpen(false)}
            onPick={({ url, browserUrl }) => {
              remember(url, browserUrl);
              onPick(url);
              setOpen(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** A file on its way, or why it did not arrive. */
export function Sending({
  sending,
  failure,
  stop,
}: Pick<ReturnType<typeof useFileField>, "sending" | "failure" | "stop">) {
  if (failure) {
    return (
      <p role="alert" className="text-xs text-failed-text">
        {failure}
      </p>
    );
  }
  if (!sending) return null;
  return (
    <span className="grid gap-1 text-xs text-muted-foreground">
      <span className="flex items-center gap-2">
        <span className="clip-line max-w-48">{sending.name}</span>
        <ProgressBar percent={sending.percent} label={`Sending ${sending.name}`} className="flex-1" />
        <Button variant="ghost" size="icon-sm" aria-label={`Stop sending ${sending.name}`} onClick={stop}>
          <X aria-hidden="true" />
        </Button>
      </span>
      {sending.isBroken && (
        <span role="status">
          The service does not answer. The file goes on from where it was when it does.
        </span>
      )}
    </span>
  );
}
