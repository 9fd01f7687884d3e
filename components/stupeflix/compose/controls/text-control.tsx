"use client";

import { Input, Textarea } from "#components/ui/input.tsx";
import { ariaOf, type ControlProps, toTextValue } from "./control-props.ts";

/** A line, a paragraph, or what must not be read over a shoulder. */
export function TextControl({ as, ...props }: ControlProps & { as: "line" | "paragraph" | "secret" }) {
  const shared = {
    ...ariaOf(props),
    value: toTextValue(props.value),
    onChange: ({ target }: { target: { value: string } }) => props.onChange(target.value || undefined),
  };
  if (as === "paragraph") return <Textarea {...shared} rows={3} dir="auto" />;
  if (as === "secret") return <Input {...shared} type="password" autoComplete="off" spellCheck={false} />;
  return <Input {...shared} dir="auto" placeholder={toTextValue(props.parameter.default)} />;
}

/** One text a line. */
export function ListControl(props: ControlProps) {
  const lines = Array.isArray(props.value) ? props.value.map(toTextValue) : [];
  return (
    <Textarea
      {...ariaOf(props)}
      rows={3}
      dir="auto"
      value={lines.join("\n")}
      placeholder="One on each line"
      onChange={({ target }) => props.onChange(target.value === "" ? undefined : target.value.split("\n"))}
    />
  );
}
