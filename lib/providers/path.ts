import { DomainError } from "#lib/domain/errors.ts";

/**
 * A path whose inserted parts are encoded, so that an id with a slash in it stays one segment. Throws
 * `not_found` for `.` and `..`, which a URL would take for directions however they are encoded.
 */
export function path(strings: TemplateStringsArray, ...parts: readonly (string | number)[]): string {
  return strings.reduce(
    (joined, text, index) => joined + encodeSegment(String(parts[index - 1] ?? "")) + text,
  );
}

function encodeSegment(segment: string): string {
  if (segment === "." || segment === "..")
    throw new DomainError("not_found", "There is nothing of that name.");
  return encodeURIComponent(segment);
}
