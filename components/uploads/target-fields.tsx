"use client";

import { Field } from "#components/ui/field.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import type { UploadChoice, UploadTargetOption } from "#lib/features/uploads/schema.ts";
import { toFirstChoice } from "./remembered-choice.ts";
import { RenditionChoice } from "./rendition-choice.tsx";

export interface TargetFieldsProps {
  readonly targets: readonly UploadTargetOption[];
  readonly choice: UploadChoice;
  onChange(choice: UploadChoice): void;
}

/** Connection, the place in it, and what is to be made. */
export function TargetFields({ targets, choice, onChange }: TargetFieldsProps) {
  const target = targets.find(({ connectionId }) => connectionId === choice.connectionId);
  const destination = target?.destinations.find(
    ({ destinationId }) => destinationId === choice.destinationId,
  );
  const chooseIn = (options: readonly UploadTargetOption[], destinationId?: string) => {
    const wanted = destinationId === undefined ? undefined : { ...choice, destinationId };
    const first = toFirstChoice(options, wanted);
    if (first) onChange(first);
  };
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Connection">
          <PlacePicker
            value={choice.connectionId}
            places={targets.map(({ connectionId, connectionName, problem }) => ({
              value: connectionId,
              label: problem ? `${connectionName} (does not answer)` : connectionName,
              disabled: problem !== null,
            }))}
            onChange={(id) => chooseIn(targets.filter(({ connectionId }) => connectionId === id))}
          />
        </Field>
        {target && isChoice(target) && (
          <Field label="Factory">
            <PlacePicker
              value={choice.destinationId}
              places={target.destinations.map(({ destinationId, name }) => ({
                value: destinationId,
                label: name,
                disabled: false,
              }))}
              onChange={(id) => {
                const place = target.destinations.filter(({ destinationId }) => destinationId === id);
                chooseIn([{ ...target, destinations: place }]);
              }}
            />
          </Field>
        )}
      </div>
      {destination && target?.provider === "telestream" && (
        <RenditionChoice
          names={destination.renditionNames}
          chosen={choice.renditionNames}
          onChange={(renditionNames) => onChange({ ...choice, renditionNames })}
        />
      )}
      {target?.provider === "apivideo" && (
        <p className="text-xs text-muted-foreground">
          api.video makes every quality that the file is good for, by itself.
        </p>
      )}
    </div>
  );
}

/** Telestream's factories have profiles of their own; an account that is one place leaves nothing to choose. */
const isChoice = ({ provider, destinations }: UploadTargetOption) =>
  provider === "telestream" || destinations.length > 1;

interface PlacePickerProps {
  readonly value: string;
  readonly places: readonly { value: string; label: string; disabled: boolean }[];
  onChange(value: string): void;
  /** Given by `Field`. */
  readonly id?: string;
  readonly "aria-describedby"?: string;
}

function PlacePicker({ value, places, onChange, ...given }: PlacePickerProps) {
  return (
    <Select value={value} onValueChange={onChange}>
      <SelectTrigger {...given}>
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {places.map((place) => (
          <SelectItem key={place.value} value={place.value} disabled={place.disabled}>
            {place.label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
