/** Flip's error body: `{"error":"Name","message":"text"}` (`telestream.md` §4). Thrown by handlers, answered in one place. */
export class TelestreamProblem extends Error {
  override readonly name = "TelestreamProblem";
  readonly status: number;
  readonly error: string;

  constructor(status: number, error: string, message: string) {
    super(message);
    this.status = status;
    this.error = error;
  }

  get body(): { error: string; message: string } {
    return { error: this.error, message: this.message };
  }
}

export const badRequest = (message: string) => new TelestreamProblem(400, "BadRequest", message);

export const missingParameters = (names: readonly string[]) =>
  badRequest(`All required parameters were not supplied: ${names.join(", ")}`);

export const onlyJson = () => badRequest("Currently only .json is supported as a format");

export const notAuthorized = (message: "Signatures do not match" | "Signatures expired") =>
  new TelestreamProblem(401, "NotAuthorized", message);

export const recordNotFound = (
  kind: "Video" | "Encoding" | "Profile" | "Factory" | "Upload session" | "Delivery",
  id: string,
) => new TelestreamProblem(404, "RecordNotFound", `Couldn't find ${kind} with ID=${id}`);

export const pathNotFound = (path: string) =>
  new TelestreamProblem(404, "RecordNotFound", `There is nothing at ${path}`);

export const noFileSubmitted = () => new TelestreamProblem(400, "NoFileSubmitted", "No file was submitted");

export const filenameHasNoExtension = () =>
  new TelestreamProblem(422, "FormatNotRecognised", "Filename has no extension");

export const fileSizeLimitExceeded = (limitBytes: number) =>
  new TelestreamProblem(
    413,
    "FileSizeLimitExceeded",
    `File size limit for this account is set to ${limitBytes} bytes`,
  );

/** Not the vendor's: their disks do not fill up. */
export const insufficientStorage = (missingBytes: number) =>
  new TelestreamProblem(
    507,
    "InsufficientStorage",
    `The server's disk is full: ${missingBytes} more bytes are needed`,
  );

export const internalError = () =>
  new TelestreamProblem(500, "InternalError", "The engine failed on this request. Its log has the details.");

/** The problem an error is, once the caller has logged what is none. */
export function toProblem(error: unknown): TelestreamProblem {
  return error instanceof TelestreamProblem ? error : internalError();
}
