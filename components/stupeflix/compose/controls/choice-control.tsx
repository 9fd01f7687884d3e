"use client";

import { Choice } from "#components/ui/choice.tsx";
import { ariaOf, type ControlProps, toTextValue } from "./control-props.ts";

/** Radix has no empty choice: this one stands for "not set". */
const unset = "unset";

export function ChoiceControl(props: ControlProps) {
  const { choices = [], default: given, unit } = props.parameter;
  const value = props.value ?? given;
  const isStrange = value !== undefined && !choices.some((choice) => choice === value);
  const options = [
    ...(given === undefined ? [{ value: unset, label: "Not set" }] : []),
    ...choices.map((choice) => ({
      value: String(choice),
      label: `${choice}${unit === "degrees" ? "°" : ""}${choice === given ? " (default)" : ""}`,
    })),
    ...(isStrange ? [{ value: toTextValue(value), label: toTextValue(value) }] : []),
  ];
  return (
    <Choice
      {...ariaOf(props)}
      className="w-56 max-w-full"
      value={value === undefined ? unset : toTextValue(value)}
      options={options}
      onChange={(chosen) => {
        const choice = choices.find((each) => String(each) === chosen);
        props.onChange(choice === given ? undefined : choice);
      }}
    />
  );
}
