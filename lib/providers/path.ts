/** A path whose inserted parts are encoded, so that an id with a slash in it stays one segment. */
export function path(strings: TemplateStringsArray, ...parts: readonly (string | number)[]): string {
  return strings.reduce(
    (joined, text, index) => joined + encodeURIComponent(String(parts[index - 1] ?? "")) + text,
  );
}
