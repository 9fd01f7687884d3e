export const domainErrorCodes = [
  "not_found",
  "invalid",
  "forbidden",
  "unauthenticated",
  "conflict",
  "rate_limited",
  "provider_unavailable",
  "provider_refused",
] as const;
export type DomainErrorCode = (typeof domainErrorCodes)[number];

/** An expected failure, told in words a person can act on. Everything else thrown is a bug. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly code: DomainErrorCode;
  /** Messages per input field, for forms. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(
    code: DomainErrorCode,
    message: string,
    options: { cause?: unknown; fields?: Readonly<Record<string, string>> } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.fields = options.fields ?? {};
  }
}
