import { DomainError } from "#lib/domain/errors.ts";
import { isProviderError, type ProviderErrorKind } from "#lib/providers/errors.ts";

/** The provider understood, and said no. */
const refusals: ReadonlySet<ProviderErrorKind> = new Set([
  "invalid",
  "conflict",
  "forbidden",
  "unauthorized",
  "not_found",
]);

/** A call that changes something: what a provider refused or could not be asked for, as an expected failure. */
export function inWords<T>(call: () => Promise<T>): Promise<T> {
  return tell(call, (message) => `${message} It may have happened all the same: look before you try again.`);
}

/** The same for a call that only reads. What is not there is `not_found`. */
export function readInWords<T>(call: () => Promise<T>): Promise<T> {
  return tell(call, (message) => message, "not_found");
}

async function tell<T>(
  call: () => Promise<T>,
  toUnanswered: (message: string) => string,
  absent: "not_found" | "provider_refused" = "provider_refused",
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!isProviderError(error)) throw error;
    const { kind, message } = error;
    if (kind === "not_found") throw new DomainError(absent, message, { cause: error });
    if (refusals.has(kind)) throw new DomainError("provider_refused", message, { cause: error });
    throw new DomainError("provider_unavailable", toUnanswered(message), { cause: error });
  }
}
