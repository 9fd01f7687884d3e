"use client";

import { cloneElement, type ReactElement, type ReactNode, useId } from "react";
import { cn } from "./class-names.ts";
import { Label } from "./label.tsx";

interface ControlProps {
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}

export interface FieldProps {
  label: ReactNode;
  /** Below the control; an error takes its place. */
  help?: ReactNode;
  error?: string | undefined;
  /** Says so beside the label. */
  optional?: boolean;
  className?: string;
  /** One control: it gets `id`, `aria-describedby` and `aria-invalid`. */
  children: ReactElement<ControlProps>;
}

/** Label above, help below, the error in place of help. */
export function Field({ label, help, error, optional, className, children }: FieldProps) {
  const generated = useId();
  const id = children.props.id ?? generated;
  const noteId = `${id}-note`;
  const note = error ?? help;
  return (
    <div className={cn("grid gap-1.5", className)}>
      <Label htmlFor={id}>
        {label}
        {optional && <span className="ms-1.5 font-normal text-muted-foreground">optional</span>}
      </Label>
      {cloneElement(children, {
        id,
        ...(note && { "aria-describedby": noteId }),
        ...(error && { "aria-invalid": true }),
      })}
      {note && (
        <p
          id={noteId}
          role={error ? "alert" : undefined}
          className={cn("text-xs", error ? "text-failed-text" : "text-muted-foreground")}
        >
          {note}
        </p>
      )}
    </div>
  );
}
