"use client";

import type { ReactNode } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Textarea } from "#components/ui/input.tsx";
import { type DetailName, detailWords } from "#lib/features/ziggeo/schema/details.ts";
import type { BulkValues } from "./bulk-values.ts";
import { firstDeletionDay } from "./detail-values.ts";
import { JsonField } from "./json-field.tsx";

export interface BulkFieldsProps {
  values: BulkValues;
  faults: Partial<Record<DetailName, string>>;
  onChange(change: Partial<BulkValues>): void;
}

const patternHelp = "{n} counts from 1; {title} and {key} are the video's own. Empty takes it away.";
const tagsHow = [
  { value: "add", label: "Add" },
  { value: "remove", label: "Remove" },
  { value: "replace", label: "Replace all" },
] as const;
const dataHow = [
  { value: "merge", label: "Merge into what is there" },
  { value: "replace", label: "Replace what is there" },
] as const;

/** Every member behind a box: only what is ticked is changed. */
export function BulkFields({ values, faults, onChange }: BulkFieldsProps) {
  const member = (name: DetailName, control: ReactNode) => (
    <Member
      key={name}
      name={name}
      isOn={values.chosen.includes(name)}
      onToggle={(isOn) =>
        onChange({
          chosen: isOn ? [...values.chosen, name] : values.chosen.filter((each) => each !== name),
        })
      }
    >
      {control}
    </Member>
  );
  const text = (
    name: "key" | "title" | "minDurationSeconds" | "maxDurationSeconds",
    label: string,
    help: string,
  ) =>
    member(
      name,
      <Field label={label} error={faults[name]} help={help}>
        <Input
          value={values[name]}
          dir={name === "title" ? "auto" : undefined}
          inputMode={name.endsWith("Seconds") ? "decimal" : "text"}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      </Field>,
    );
  return (
    <div className="grid divide-y rounded-lg border">
      {member(
        "tags",
        <div className="grid gap-2 sm:grid-cols-[9rem_minmax(0,1fr)]">
          <Choice
            aria-label="What to do with tags"
            value={values.tagsHow}
            options={tagsHow}
            onChange={(how) =>
              onChange({ tagsHow: tagsHow.find(({ value }) => value === how)?.value ?? "add" })
            }
          />
          <Field
            label={<span className="sr-only">Tags</span>}
            error={faults.tags}
            help="Set apart by commas."
          >
            <Input
              value={values.tags}
              dir="auto"
              onChange={(event) => onChange({ tags: event.target.value })}
            />
          </Field>
        </div>,
      )}
      {text("title", "New title", patternHelp)}
      {member(
        "description",
        <Field label="New description" error={faults.description} help="Empty takes it away.">
          <Textarea
            value={values.description}
            dir="auto"
            onChange={(event) => onChange({ description: event.target.value })}
          />
        </Field>,
      )}
      {text("key", "New key", patternHelp)}
      {text("minDurationSeconds", "Shortest, in seconds", "Empty: no limit.")}
      {text("maxDurationSeconds", "Longest, in seconds", "Empty: no limit.")}
      {member(
        "deletionDay",
        <Field label="New deletion date" error={faults.deletionDay} help="Of UTC. Empty: never.">
          <Input
            type="date"
            min={firstDeletionDay()}
            value={values.deletionDay}
            onChange={(event) => onChange({ deletionDay: event.target.value })}
          />
        </Field>,
      )}
      {member(
        "isVolatile",
        <Choice
          aria-label="Volatile or not"
          value={values.isVolatile ? "on" : "off"}
          options={[
            { value: "on", label: "On: vanishes if no video is ever attached" },
            { value: "off", label: "Off: stays, empty or not" },
          ]}
          onChange={(value) => onChange({ isVolatile: value === "on" })}
        />,
      )}
      {member(
        "data",
        <div className="grid gap-2">
          <Choice
            aria-label="What to do with custom data"
            value={values.dataHow}
            options={dataHow}
            onChange={(how) =>
              onChange({ dataHow: dataHow.find(({ value }) => value === how)?.value ?? "merge" })
            }
          />
          <JsonField
            value={values.data}
            error={faults.data}
            help="A JSON object."
            onChange={(data) => onChange({ data })}
          />
        </div>,
      )}
    </div>
  );
}

interface MemberProps {
  name: DetailName;
  isOn: boolean;
  children: ReactNode;
  onToggle(isOn: boolean): void;
}

function Member({ name, isOn, children, onToggle }: MemberProps) {
  const id = `change-${name}`;
  return (
    <div className="grid items-start gap-x-4 gap-y-2 p-3 sm:grid-cols-[9rem_minmax(0,1fr)]">
      <label htmlFor={id} className="flex items-center gap-2 py-1 text-sm font-medium">
        <Checkbox id={id} checked={isOn} onCheckedChange={(checked) => onToggle(checked === true)} />
        {detailWords[name]}
      </label>
      {isOn ? (
        children
      ) : (
        <span className="py-1 text-sm text-muted-foreground max-sm:hidden">stays as each has it</span>
      )}
    </div>
  );
}
