"use client";

import { useId } from "react";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";

export interface RenditionChoiceProps {
  readonly names: readonly string[];
  readonly chosen: readonly string[];
  onChange(chosen: string[]): void;
}

/** The factory's profiles; none is a choice, too: the file is kept as it is. */
export function RenditionChoice({ names, chosen, onChange }: RenditionChoiceProps) {
  const id = useId();
  const toggle = (name: string, isWanted: boolean) =>
    onChange(names.filter((each) => (each === name ? isWanted : chosen.includes(each))));
  return (
    <fieldset className="grid gap-2">
      <div className="flex items-center justify-between">
        <legend className="text-sm font-medium">Profiles</legend>
        <span className="flex gap-3 text-xs">
          <Button variant="link" size="inline" onClick={() => onChange([...names])}>
            All
          </Button>
          <Button variant="link" size="inline" onClick={() => onChange([])}>
            None
          </Button>
        </span>
      </div>
      <div className="flex flex-wrap gap-2">
        {names.map((name) => (
          <label
            key={name}
            htmlFor={`${id}-${name}`}
            className="flex h-7 items-center gap-2 rounded-md border border-border-strong bg-card ps-2 pe-2.5 text-sm hover:bg-gray-3"
          >
            <Checkbox
              id={`${id}-${name}`}
              checked={chosen.includes(name)}
              onCheckedChange={(isWanted) => toggle(name, isWanted === true)}
            />
            {name}
          </label>
        ))}
      </div>
      <p className="text-xs text-muted-foreground">
        {chosen.length === 0
          ? "Nothing is encoded; the file is kept as it is."
          : `${chosen.length} of ${names.length}: each becomes a rendition of the video.`}
      </p>
    </fieldset>
  );
}
