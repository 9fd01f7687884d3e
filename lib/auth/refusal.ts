import type { z } from "zod";
import { type DomainError, type DomainErrorCode, domainErrorCodes } from "#lib/domain/errors.ts";
import type { Failure } from "#lib/domain/result.ts";

/**
 * The failure to tell, when the error is one that was expected. By name, not `instanceof`: a service kept on
 * `globalThis` may throw the `DomainError` of another of Next's module instances.
 */
export function toFailure(error: unknown): Failure | undefined {
  if (!isDomainError(error)) return undefined;
  return { code: error.code, message: error.message, fields: error.fields };
}

function isDomainError(error: unknown): error is DomainError {
  return (
    error instanceof Error &&
    error.name === "DomainError" &&
    "code" in error &&
    domainErrorCodes.some((code) => code === error.code)
  );
}

/** An input that does not parse, with one message per field for the form. */
export function invalidInput(error: z.ZodError): Failure {
  const fields: Record<string, string> = {};
  for (const { path, message } of error.issues) fields[path.join(".")] ??= message;
  const [first] = error.issues;
  return { code: "invalid", message: first?.message ?? "That is not valid.", fields };
}

export const notSignedIn: Failure = {
  code: "unauthenticated",
  message: "You are signed out. Sign in again to go on.",
  fields: {},
};

export const notAllowed: Failure = {
  code: "forbidden",
  message: "Your role does not allow this. Ask the owner of this Reelyard.",
  fields: {},
};

export const notFromOurPages: Failure = {
  code: "forbidden",
  message: "This request did not come from a Reelyard page.",
  fields: {},
};

/** The HTTP status that goes with each code. */
export const statusOf: Record<DomainErrorCode, number> = {
  not_found: 404,
  invalid: 400,
  forbidden: 403,
  unauthenticated: 401,
  conflict: 409,
  rate_limited: 429,
  provider_unavailable: 503,
  provider_refused: 502,
};
