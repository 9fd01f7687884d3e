import type { DomainErrorCode } from "./errors.ts";

export interface Failure {
  readonly code: DomainErrorCode;
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What every server action answers. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure };
