/** What api.video answers instead of a result: section 4 of the protocol. */
export class ApivideoProblem extends Error {
  override readonly name = "ApivideoProblem";
  readonly status: number;
  readonly body: ProblemBody;

  constructor(status: number, body: ProblemBody) {
    super(body.title);
    this.status = status;
    this.body = body;
  }
}

/** One thing that is wrong with a request. */
export interface Fault {
  readonly type?: string;
  readonly title: string;
  /** The parameter at fault. */
  readonly name?: string;
}

export interface ProblemBody extends Fault {
  readonly detail?: string;
  readonly range?: { readonly min?: number; readonly max?: number };
  /** All faults of several, the first one first; it is the body's own. */
  readonly problems?: readonly Fault[];
}

const typeOf = (slug: string) => `https://docs.api.video/reference/${slug}`;

const authenticationTitles = {
  "authentication-invalid-api-key": "The API key is invalid.",
  "authentication-invalid-access-token": "The access token is invalid or expired.",
  "authentication-invalid-upload-token": "The upload token is invalid or expired.",
  "authentication-invalid-authorization-header-value": 'The "Authorization" header value is invalid.',
  "authentication-missing-authorization-header": 'The "Authorization" header is missing.',
  "authentication-missing-upload-token": "The upload token is missing.",
} as const;

export const unauthorized = (slug: keyof typeof authenticationTitles) =>
  new ApivideoProblem(401, { type: typeOf(slug), title: authenticationTitles[slug] });

/** Of `/auth/*`: a key or refresh token that is not ours. The sample has an empty name. */
export const invalidCredentials = () =>
  new ApivideoProblem(400, {
    type: typeOf("authentication-invalid-user-credentials"),
    title: "The user credentials were incorrect.",
    name: "",
  });

export const invalidPayload = () =>
  new ApivideoProblem(400, { type: typeOf("invalid-payload"), title: "The payload is invalid." });

const required = (name: string): Fault => ({
  type: typeOf("attribute-required"),
  title: "This attribute is required.",
  name,
});

export const attributeRequired = (name: string) => new ApivideoProblem(400, required(name));

export const requiredFault = required;
export const invalidFault = (name: string, title = "An attribute is invalid."): Fault => ({
  type: typeOf("invalid-attribute"),
  title,
  name,
});

/** @param detail which attribute, and why, for a person */
export const invalidAttribute = (name: string, detail: string) =>
  new ApivideoProblem(400, { ...invalidFault(name), detail });

/** Several faults at once. */
export function invalidAttributes(faults: readonly Fault[], detail?: string): ApivideoProblem {
  const [first = invalidFault("")] = faults;
  return new ApivideoProblem(400, { ...first, ...(detail !== undefined && { detail }), problems: faults });
}

export const invalidQueryParameter = (name: string, detail: string) =>
  new ApivideoProblem(400, {
    type: typeOf("request-invalid-query-parameter"),
    title: "A query parameter is invalid.",
    detail,
    name,
  });

export const outOfRange = (name: string, range: { min?: number; max?: number }) =>
  new ApivideoProblem(400, {
    type: typeOf("request-invalid-query-parameter"),
    title: "This parameter is out of the allowed range of values.",
    name,
    range,
  });

export const notFound = (name: string) =>
  new ApivideoProblem(404, {
    type: typeOf("resource-not-found"),
    title: "The requested resource was not found.",
    name,
  });

export const unrecognizedUrl = () =>
  new ApivideoProblem(404, { type: typeOf("unrecognized-request-url"), title: "Unrecognized request URL." });

export const methodNotAllowed = () =>
  new ApivideoProblem(405, {
    type: typeOf("method-not-allowed"),
    title: "Method is not allowed for this route.",
  });

export const webhookLimitReached = () =>
  new ApivideoProblem(400, {
    type: typeOf("webhook-limit-reached"),
    title: "Your account has reached the webhook urls limit.",
  });

export const summaryExists = (name: "videoId" | "transcriptSummary") =>
  new ApivideoProblem(409, {
    type: typeOf("summary-already-exists"),
    title: "A summary already exists or is being created on this video.",
    name,
  });

export const tooManyRequests = () =>
  new ApivideoProblem(429, { type: typeOf("too-many-requests"), title: "Too many requests." });

const fileTitles = {
  "uploaded-file-empty": "The uploaded file is empty.",
  "uploaded-file-extension-invalid": "Only [jpeg, jpg, JPG, JPEG] extensions are supported.",
  "uploaded-file-invalid-file": "The uploaded file is invalid.",
  "uploaded-file-multiple-files": "There is more than one uploaded file in the request.",
  "uploaded-file-no-file": "There is no uploaded file in the request.",
  "uploaded-file-too-large": "The uploaded file is too large.",
} as const;

export const fileProblem = (slug: keyof typeof fileTitles, detail?: string) =>
  new ApivideoProblem(400, {
    type: typeOf(slug),
    title: fileTitles[slug],
    name: "file",
    ...(detail !== undefined && { detail }),
  });

const sourceTitles = {
  "video-source-already-uploaded": "The source of the video is already uploaded.",
  "video-source-already-downloaded":
    "The source of the video has already been downloaded when the video was created.",
  "video-source-already-copied":
    "The source of the video has already been copied when the video was created.",
} as const;

export const sourceProblem = (slug: keyof typeof sourceTitles) =>
  new ApivideoProblem(400, { type: typeOf(slug), title: sourceTitles[slug], name: "file" });

/** Rules of `Content-Range`, by the end of their slug. */
export const contentRangeProblem = (rule: string, title: string) =>
  new ApivideoProblem(400, {
    type: typeOf(`video-content-range-${rule}`),
    title: `The "Content-Range" header is not valid: ${title}`,
    name: "Content-Range",
  });

/** The sender is slower than the engine's floor. */
export const tooSlow = () =>
  new ApivideoProblem(408, { title: "The upload is slower than this server accepts." });

export const noRoom = (missingBytes: number) =>
  new ApivideoProblem(507, {
    title: "The disk of this server is full.",
    detail: `It lacks ${missingBytes} bytes for this upload. What has arrived is kept.`,
  });

export const serverError = () => new ApivideoProblem(500, { title: "Server error" });

/** One fault stands at the top; the list below it repeats it. */
export function toProblemJson({ status, body }: ApivideoProblem): object {
  const { type, title, name } = body;
  const problems =
    body.problems ?? (name === undefined || status === 404 ? undefined : [{ type, title, name }]);
  return { ...body, status, ...(problems && { problems }) };
}

export function toProblemResponse(problem: ApivideoProblem): Response {
  return jsonResponse(toProblemJson(problem), problem.status);
}

/** The Node client compares the content type as a string: no charset may follow it. */
export const jsonResponse = (value: unknown, status = 200): Response =>
  jsonTextResponse(JSON.stringify(value), status);

/** For JSON that is already written. */
export const jsonTextResponse = (text: string, status = 200): Response =>
  new Response(text, { status, headers: { "content-type": "application/json" } });

/** Without a content type and a body, or the Node client throws. */
export const emptyResponse = (status: 202 | 204 = 204) => new Response(null, { status });
