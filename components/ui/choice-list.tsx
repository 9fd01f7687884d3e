"use client";

import type { ChoiceProps } from "./choice.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "./select.tsx";

export interface ChoiceListProps extends Omit<ChoiceProps, "dir"> {
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** What `Choice` becomes once it is used. */
export function ChoiceList({
  value,
  options,
  onChange,
  open,
  onOpenChange,
  disabled,
  ...trigger
}: ChoiceListProps) {
  return (
    <Select
      value={value}
      onValueChange={onChange}
      open={open}
      onOpenChange={onOpenChange}
      {...(disabled !== undefined && { disabled })}
    >
      <SelectTrigger {...trigger}>
        <SelectValue>{options.find((option) => option.value === value)?.label}</SelectValue>
      </SelectTrigger>
      <SelectContent>
        {options.map((option) => (
          <SelectItem key={option.value} value={option.value} disabled={option.disabled ?? false}>
            {option.label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
