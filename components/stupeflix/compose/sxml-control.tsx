"use client";

import { useMemo, useRef, useState } from "react";
import { mediumOf } from "#components/stupeflix/medium.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import CodeEditor, { type EditorProblem } from "./code-editor.tsx";
import type { ControlProps } from "./controls/control-props.ts";
import { toTextValue } from "./controls/control-props.ts";
import { MediaButtons, Sending } from "./controls/media-control.tsx";
import { useFileField } from "./controls/use-file-field.ts";
import { placeProblem } from "./place-problem.ts";
import { type SxmlTemplate, sxmlTemplates } from "./sxml-templates.ts";

/** The film's text, with what the service says of it where it says it. */
export default function SxmlControl({ messages, ...props }: ControlProps & { messages: readonly string[] }) {
  const text = toTextValue(props.value);
  const [asked, setAsked] = useState<SxmlTemplate>();
  const isOwn = text.trim() !== "" && !sxmlTemplates.some(({ definition }) => definition === text);
  const insert = useRef<(text: string) => void>(undefined);
  const add = (urls: readonly string[]) => insert.current?.(urls.map(toElement).join("\n"));
  const field = useFileField(add, true);
  const problems = useMemo<EditorProblem[]>(
    () => messages.flatMap((message) => placeProblem(text, message) ?? []),
    [text, messages],
  );
  return (
    <div className="grid gap-2" {...field.dropZone}>
      <div className="flex flex-wrap items-center gap-1.5">
        <span className="text-xs text-muted-foreground">Begin with</span>
        {sxmlTemplates.map((template) => (
          <Button
            key={template.name}
            size="sm"
            variant="outline"
            title={template.about}
            onClick={() => (isOwn ? setAsked(template) : props.onChange(template.definition))}
          >
            {template.name}
          </Button>
        ))}
      </div>
      <CodeEditor
        label="Definition"
        language="xml"
        value={text}
        problems={problems}
        describedBy={props.describedBy}
        isWrong={props.isWrong}
        className="h-80 overflow-hidden rounded-md border"
        onChange={(written) => props.onChange(written || undefined)}
        onReady={(put) => {
          insert.current = put;
        }}
      />
      <Sending {...field} />
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-xs text-muted-foreground">Put in at the cursor</span>
        <MediaButtons
          accepts={undefined}
          isMany
          onFiles={(files) => void field.send(files)}
          onPick={(url) => add([url])}
        />
      </div>
      {asked && (
        <ConfirmDialog
          open
          onOpenChange={(isOpen) => !isOpen && setAsked(undefined)}
          title={`Begin anew with “${asked.name}”?`}
          confirmLabel="Replace what is written"
          onConfirm={() => {
            props.onChange(asked.definition);
            setAsked(undefined);
          }}
        >
          <p>What is written goes. The editor’s undo brings it back while this page is open.</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

/** What shows or plays a medium in a film. */
function toElement(url: string): string {
  const filename = url.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  switch (mediumOf(url)) {
    case "image":
      return `<image filename="${filename}"/>`;
    case "audio":
      return `<audio filename="${filename}"/>`;
    default:
      return `<video filename="${filename}"/>`;
  }
}
