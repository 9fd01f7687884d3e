import { toAscii } from "./ascii-json.ts";

export const encodeJson = (message: unknown): Uint8Array => Buffer.from(toAscii(message));

/** `data[video][tags][0]=a`: nesting in brackets, as PHP's forms have it. Nothing is left out. */
export function encodeForm(message: Readonly<Record<string, unknown>>): Uint8Array {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(message)) append(form, name, value);
  return Buffer.from(form.toString());
}

function append(form: URLSearchParams, name: string, value: unknown): void {
  if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) append(form, `${name}[${key}]`, inner);
    return;
  }
  form.append(name, value === null || value === undefined ? "" : String(value));
}
