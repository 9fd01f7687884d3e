"use client";

import { lazy, Suspense, useId } from "react";
import { cn } from "#components/ui/class-names.ts";
import { Label } from "#components/ui/label.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Switch } from "#components/ui/switch.tsx";
import type { Parameter } from "#lib/features/stupeflix/schema/kinds.ts";
import { CallbackControl } from "./controls/callback-control.tsx";
import { ChoiceControl } from "./controls/choice-control.tsx";
import { ColorControl } from "./controls/color-control.tsx";
import { ariaOf, type ControlProps } from "./controls/control-props.ts";
import { MediaControl } from "./controls/media-control.tsx";
import { MediaListControl } from "./controls/media-list-control.tsx";
import { NumberControl } from "./controls/number-control.tsx";
import { ListControl, TextControl } from "./controls/text-control.tsx";
import { TimeControl } from "./controls/time-control.tsx";
import { helpOf, isNarrow, labelOf } from "./parameter-words.ts";

const SxmlControl = lazy(() => import("./sxml-control.tsx"));

export interface ParameterFieldProps {
  name: string;
  parameter: Parameter;
  value: unknown;
  messages: readonly string[];
  /** The medium that times of this task are of. */
  source: unknown;
  onChange(value: unknown): void;
}

/** One parameter: its name, the control that fits it, and below it what it does or what is wrong with it. */
export function ParameterField({ name, parameter, value, messages, source, onChange }: ParameterFieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const isWrong = messages.length > 0;
  const control: ControlProps = { id, describedBy: noteId, isWrong, parameter, value, onChange };
  const label = labelOf(name);
  return (
    <div
      data-parameter={name}
      className={cn("grid content-start gap-1.5", !isNarrow(parameter) && "sm:col-span-2")}
    >
      <span className="flex items-baseline gap-2">
        <Label htmlFor={id}>{label}</Label>
        <code className="text-xs text-muted-foreground">{name}</code>
        {!parameter.required && parameter.default === undefined && (
          <span className="text-xs text-muted-foreground">optional</span>
        )}
      </span>
      <Control control={control} messages={messages} source={source} label={label} />
      <p
        id={noteId}
        role={isWrong ? "alert" : undefined}
        className={cn(
          "text-xs text-pretty whitespace-pre-line",
          isWrong ? "text-failed-text" : "text-muted-foreground",
        )}
      >
        {isWrong ? messages.join("\n") : helpOf(parameter)}
      </p>
    </div>
  );
}

interface ControlChoice {
  control: ControlProps;
  messages: readonly string[];
  source: unknown;
  label: string;
}

function Control({ control, messages, source, label }: ControlChoice) {
  switch (control.parameter.control) {
    case "sxml":
      return (
        <Suspense fallback={<Skeleton className="h-96" />}>
          <SxmlControl {...control} messages={messages} />
        </Suspense>
      );
    case "multiline":
      return <TextControl {...control} as="paragraph" />;
    case "secret":
      return <TextControl {...control} as="secret" />;
    case "number":
      return <NumberControl {...control} />;
    case "time":
      return <TimeControl {...control} source={source} label={label} />;
    case "switch":
      return <SwitchControl {...control} />;
    case "choice":
      return <ChoiceControl {...control} />;
    case "color":
      return <ColorControl {...control} />;
    case "media-url":
      return <MediaControl {...control} />;
    case "media-urls":
      return <MediaListControl {...control} />;
    case "callback-url":
      return <CallbackControl {...control} />;
    case "tags":
      return <ListControl {...control} />;
    case "text":
    case "page-url":
      return <TextControl {...control} as="line" />;
  }
}

function SwitchControl(props: ControlProps) {
  const given = props.parameter.default === true;
  return (
    <span className="flex h-9 items-center">
      <Switch
        {...ariaOf(props)}
        checked={(props.value ?? given) === true}
        onCheckedChange={(isOn) => props.onChange(isOn === given ? undefined : isOn)}
      />
    </span>
  );
}
