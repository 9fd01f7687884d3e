/** A small file on its way to the service: pictures, captions, chapters. */
export interface FilePart {
  readonly fileName: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A form with one file, and text parts before it. */
export function toForm(
  { fileName, mimeType, bytes }: FilePart,
  fields: Record<string, string> = {},
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", new Blob([bytes], { type: mimeType }), fileName);
  return form;
}
