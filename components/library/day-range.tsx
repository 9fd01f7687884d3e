"use client";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { ChipMenuPlace } from "#components/ui/menu-chip.tsx";
import { Popover, PopoverAnchor, PopoverContent } from "#components/ui/popover.tsx";
import type { AssetFilter } from "#lib/features/library/schema.ts";

export interface DayRangeProps extends ChipMenuPlace {
  filter: AssetFilter;
  onChange(change: Partial<AssetFilter>): void;
}

const presets = [
  { label: "Today", days: 0 },
  { label: "7 days", days: 6 },
  { label: "30 days", days: 29 },
] as const;

/** First and last day, both within. */
export function DayRange({ filter, onChange, ...place }: DayRangeProps) {
  return (
    <Popover open={place.open} onOpenChange={place.onOpenChange}>
      <PopoverAnchor asChild>{place.anchor}</PopoverAnchor>
      <PopoverContent aria-label={place.label} onCloseAutoFocus={place.onClosed} className="grid w-72 gap-3">
        <div className="flex gap-2">
          {presets.map(({ label, days }) => (
            <Button
              key={label}
              variant="secondary"
              size="sm"
              className="flex-1"
              onClick={() => onChange({ from: dayBefore(days), to: undefined })}
            >
              {label}
            </Button>
          ))}
        </div>
        <Field label="From">
          <Input
            type="date"
            value={filter.from ?? ""}
            max={filter.to}
            onChange={(event) => onChange({ from: event.target.value || undefined })}
          />
        </Field>
        <Field label="To">
          <Input
            type="date"
            value={filter.to ?? ""}
            min={filter.from}
            onChange={(event) => onChange({ to: event.target.value || undefined })}
          />
        </Field>
        {(filter.from || filter.to) && (
          <Button variant="ghost" size="sm" onClick={() => onChange({ from: undefined, to: undefined })}>
            Any day
          </Button>
        )}
      </PopoverContent>
    </Popover>
  );
}

/** The day `days` before today, in the reader's zone, as a date field writes it. */
function dayBefore(days: number): string {
  const day = new Date();
  day.setDate(day.getDate() - days);
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
}
