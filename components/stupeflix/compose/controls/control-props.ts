import type { Parameter } from "#lib/features/stupeflix/schema/kinds.ts";

/** What every control of a parameter is given. */
export interface ControlProps {
  readonly id: string;
  readonly describedBy: string;
  readonly isWrong: boolean;
  readonly parameter: Parameter;
  readonly value: unknown;
  /** Undefined leaves the parameter out. */
  onChange(value: unknown): void;
}

/** For the element that a label names. */
export const ariaOf = ({ id, describedBy, isWrong }: ControlProps) => ({
  id,
  "aria-describedby": describedBy,
  "aria-invalid": isWrong || undefined,
});

/** A value in a text box, whatever it is. */
export const toTextValue = (value: unknown): string =>
  value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
