"use client";

import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import { Input } from "#components/ui/input.tsx";
import { ariaOf, type ControlProps, toTextValue } from "./control-props.ts";
import { MediaButtons, Sending } from "./media-control.tsx";
import { useFileField } from "./use-file-field.ts";

/** Media in an order, each typed, picked or sent. */
export function MediaListControl(props: ControlProps) {
  const urls = Array.isArray(props.value) ? props.value.map(toTextValue) : [];
  const set = (changed: readonly string[]) => props.onChange(changed.length > 0 ? changed : undefined);
  const field = useFileField((sent) => set([...urls, ...sent]), true);
  const swap = (index: number, other: number) =>
    set(
      urls.map((url, at) => (at === index ? (urls[other] ?? "") : at === other ? (urls[index] ?? "") : url)),
    );
  const rows = urls.map((url, index) => ({ url, index, key: `row-${index}` }));
  return (
    <div
      className={cn(
        "grid gap-2 rounded-md",
        field.isOver && "outline-2 outline-offset-2 outline-selected outline-dashed",
      )}
      {...field.dropZone}
    >
      {rows.map(({ url, index, key }) => (
        <span key={key} className="flex items-center gap-1">
          <span className="w-6 text-end text-xs text-muted-foreground tabular">{index + 1}</span>
          <Input
            type="url"
            aria-label={`Address ${index + 1}`}
            className="min-w-32 flex-1"
            spellCheck={false}
            placeholder="https://"
            value={url}
            onChange={({ target }) => set(urls.map((each, at) => (at === index ? target.value : each)))}
          />
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Move ${index + 1} up`}
            disabled={index === 0}
            onClick={() => swap(index, index - 1)}
          >
            <ArrowUp aria-hidden="true" />
          </Button>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Move ${index + 1} down`}
            disabled={index === urls.length - 1}
            onClick={() => swap(index, index + 1)}
          >
            <ArrowDown aria-hidden="true" />
          </Button>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Leave ${index + 1} out`}
            onClick={() => set(urls.filter((_url, at) => at !== index))}
          >
            <X aria-hidden="true" />
          </Button>
        </span>
      ))}
      <Sending {...field} />
      <span className="flex flex-wrap gap-2">
        <Button {...ariaOf(props)} variant="outline" className="h-9" onClick={() => set([...urls, ""])}>
          <Plus aria-hidden="true" /> Address
        </Button>
        <MediaButtons
          accepts={props.parameter.accepts}
          isMany
          onFiles={(files) => void field.send(files)}
          onPick={(url) => set([...urls, url])}
        />
      </span>
    </div>
  );
}
