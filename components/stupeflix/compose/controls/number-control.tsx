"use client";

import { type ReactNode, useState } from "react";
import { Input } from "#components/ui/input.tsx";
import { ariaOf, type ControlProps, toTextValue } from "./control-props.ts";

/** A number with its unit. What is no number is kept as it was typed: the service says what is wrong with it. */
export function NumberControl({ children, ...props }: ControlProps & { children?: ReactNode }) {
  const { unit, type, default: given } = props.parameter;
  const [typed, setTyped] = useState("");
  // "1.0" on the way to "1.05" is the number 1: what was typed stays while it means the value.
  const shown = toValue(typed) === props.value ? typed : toTextValue(props.value);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Input
        {...ariaOf(props)}
        inputMode={type === "integer" ? "numeric" : "decimal"}
        className="w-32 tabular"
        value={shown}
        placeholder={toTextValue(given)}
        onChange={({ target }) => {
          setTyped(target.value);
          props.onChange(toValue(target.value));
        }}
      />
      {unit && <span className="text-sm text-muted-foreground">{unit}</span>}
      {children}
    </span>
  );
}

function toValue(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : text;
}
