"use client";

import { Input } from "#components/ui/input.tsx";
import { ariaOf, type ControlProps, toTextValue } from "./control-props.ts";

/** A colour picked, or written as #RRGGBB. */
export function ColorControl(props: ControlProps) {
  const text = toTextValue(props.value);
  const shown = text || toTextValue(props.parameter.default);
  return (
    <span className="flex items-center gap-2">
      <input
        type="color"
        aria-label="Pick the colour"
        className="size-9 shrink-0 rounded-md border border-gray-8 bg-card p-1"
        value={toSixDigits(shown)}
        onChange={({ target }) => props.onChange(target.value.toUpperCase())}
      />
      <Input
        {...ariaOf(props)}
        className="w-32 font-mono"
        spellCheck={false}
        value={text}
        placeholder={toTextValue(props.parameter.default)}
        onChange={({ target }) => props.onChange(target.value || undefined)}
      />
    </span>
  );
}

/** The browser's own picker knows no shorter form. */
function toSixDigits(color: string): string {
  if (/^#[0-9a-f]{6}$/i.test(color)) return color;
  const [, r, g, b] = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(color) ?? [];
  return r && g && b ? `#${r}${r}${g}${g}${b}${b}` : "#000000";
}
