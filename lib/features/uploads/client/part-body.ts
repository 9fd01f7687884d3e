import type { PartForm } from "./ports.ts";

/** What a part's request carries: the bytes alone, or a form whose last member they are. */
export function toPartBody(bytes: Blob, form: PartForm | undefined): Blob | FormData {
  if (!form) return bytes;
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.set(name, value);
  body.set("file", bytes, form.fileName);
  return body;
}
