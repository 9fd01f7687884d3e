"use client";

import { Choice } from "#components/ui/choice.tsx";
import type { FactoryOption } from "./board-filters.tsx";

export interface FactoryChoiceProps {
  chosen: string | undefined;
  factories: readonly FactoryOption[];
  onChange(factoryId: string | undefined): void;
}

const all = "all";

/** One factory, or all of them. */
export function FactoryChoice({ chosen, factories, onChange }: FactoryChoiceProps) {
  return (
    <Choice
      aria-label="Factory"
      className="h-8 w-48"
      value={chosen ?? all}
      options={[
        { value: all, label: "All factories" },
        ...factories.map(({ factoryId, name }) => ({ value: factoryId, label: name })),
      ]}
      onChange={(value) => onChange(value === all ? undefined : value)}
    />
  );
}
