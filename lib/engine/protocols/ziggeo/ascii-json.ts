/**
 * JSON in pure ASCII: the Python SDK decodes answers as ASCII and raises otherwise, the Node SDK reads their
 * bytes as latin-1 and garbles them.
 */
export function toAscii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

export const asciiJson = (value: unknown, status = 200): Response => jsonText(toAscii(value), status);

/** What is JSON already. */
export function jsonText(text: string, status = 200): Response {
  return new Response(text, { status, headers: { "content-type": "application/json" } });
}
