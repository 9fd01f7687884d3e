import { Check } from "lucide-react";
import { cn } from "#components/ui/class-names.ts";

export interface SelectMarkProps {
  title: string;
  isSelected: boolean;
  className?: string;
}

const heardByTheList = () => {};

/** A checkbox without state of its own: the list owns what is selected, and hears the click. */
export function SelectMark({ title, isSelected, className }: SelectMarkProps) {
  return (
    <span className={cn("relative block size-5", className)}>
      <input
        type="checkbox"
        checked={isSelected}
        onChange={heardByTheList}
        aria-label={`Select ${title}`}
        tabIndex={-1}
        data-select=""
        className="peer block size-5 appearance-none rounded-md border border-gray-9 bg-card checked:border-selected checked:bg-selected forced-colors:appearance-auto"
      />
      <Check
        className="pointer-events-none absolute inset-1 size-3 text-white opacity-0 peer-checked:opacity-100 dark:text-black forced-colors:hidden"
        strokeWidth={3.5}
        aria-hidden="true"
      />
    </span>
  );
}
