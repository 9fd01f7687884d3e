"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/input.tsx";
import { tidyJson } from "#lib/features/ziggeo/schema/bulk-edit.ts";
import { findJsonFault } from "#lib/features/ziggeo/schema/json-object.ts";

export interface JsonFieldProps {
  value: string;
  error?: string | undefined;
  disabled?: boolean;
  help?: string;
  onChange(text: string): void;
}

/** An object as JSON, checked when somebody leaves it; what is wrong is told with its line. */
export function JsonField({ value, error, disabled = false, help, onChange }: JsonFieldProps) {
  const [isTyping, setTyping] = useState(false);
  const fault = value.trim() === "" ? undefined : findJsonFault(value);
  const shown = isTyping ? undefined : (fault ?? error);
  return (
    <div className="grid gap-1.5">
      <Field
        label="Custom data"
        optional
        error={shown}
        help={help ?? "A JSON object that Ziggeo keeps with the video and hands to webhooks."}
      >
        <Textarea
          value={value}
          rows={Math.min(16, Math.max(4, value.split("\n").length))}
          spellCheck={false}
          disabled={disabled}
          placeholder={'{ "order": 17 }'}
          className="font-mono text-xs leading-5"
          onChange={(event) => {
            setTyping(true);
            onChange(event.target.value);
          }}
          onBlur={() => setTyping(false)}
        />
      </Field>
      {!disabled && value.trim() !== "" && !fault && tidyJson(value) !== value && (
        <Button
          variant="link"
          size="inline"
          className="justify-self-start text-xs"
          onClick={() => onChange(tidyJson(value))}
        >
          Tidy up
        </Button>
      )}
    </div>
  );
}
