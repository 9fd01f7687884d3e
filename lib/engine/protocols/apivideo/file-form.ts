import { fileProblem, invalidPayload } from "./problems.ts";

export interface FormFile {
  readonly fileName: string;
  readonly bytes: Buffer;
}

/** What a form may have around its file. */
const roomForForm = 64 * 1024;

/**
 * The one file of a small form, whatever its part is called: the Node client names it after the file. Text parts
 * come by name.
 */
export async function readFileForm(
  request: Request,
  maxBytes: number,
): Promise<{ file: FormFile; fields: ReadonlyMap<string, string> }> {
  const contentType = request.headers.get("content-type") ?? "";
  if (!contentType.toLowerCase().startsWith("multipart/form-data"))
    throw fileProblem("uploaded-file-no-file");
  const body = await readAtMost(request, maxBytes + roomForForm);
  let form: FormData;
  try {
    form = await new Response(body, { headers: { "content-type": contentType } }).formData();
  } catch {
    throw invalidPayload();
  }
  const files: File[] = [];
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    if (typeof value === "string") fields.set(name, value);
    else files.push(value);
  }
  const [file, ...others] = files;
  if (!file) throw fileProblem("uploaded-file-no-file");
  if (others.length > 0) throw fileProblem("uploaded-file-multiple-files");
  if (file.size === 0) throw fileProblem("uploaded-file-empty");
  if (file.size > maxBytes) throw fileProblem("uploaded-file-too-large");
  return { file: { fileName: file.name, bytes: Buffer.from(await file.arrayBuffer()) }, fields };
}

async function readAtMost(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw fileProblem("uploaded-file-too-large");
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

export type PictureFormat = "jpeg" | "png" | "webp";

export const pictureMimeTypes = { jpeg: "image/jpeg", png: "image/png", webp: "image/webp" } as const;
const extensions: Readonly<Record<PictureFormat, RegExp>> = {
  jpeg: /\.jpe?g$/i,
  png: /\.png$/i,
  webp: /\.webp$/i,
};

/** Looks at the bytes, not at the name. Throws 400 when they are none of the formats allowed. */
export function checkPicture(
  { bytes, fileName }: FormFile,
  allowed: readonly PictureFormat[],
): PictureFormat {
  const format = pictureFormatOf(bytes);
  if (format && allowed.includes(format)) return format;
  const claimsToBeOne = allowed.some((one) => extensions[one].test(fileName));
  throw fileProblem(
    claimsToBeOne ? "uploaded-file-invalid-file" : "uploaded-file-extension-invalid",
    `It must be a picture: ${allowed.join(", ")}.`,
  );
}

function pictureFormatOf(bytes: Buffer): PictureFormat | undefined {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return "jpeg";
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])))
    return "png";
  const isRiff = bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP";
  return isRiff ? "webp" : undefined;
}
