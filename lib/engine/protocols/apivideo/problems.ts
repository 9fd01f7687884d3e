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

export interface ProblemBody {
  readonly type?: string;
  readonly title: string;
  /** The parameter at fault. */
  readonly name?: string;
  readonly detail?: string;
  readonly range?: { readonly min?: number; readonly max?: number };
}

const typeOf = (slug: string) => `https://docs.api.video/reference/${slug}`;

const authenticationTitles = {
  "authentication-invalid-api-key": "The API key is invalid.",
  "authentication-invalid-access-token": "The access token is invalid or expired.",
  "authentication-invalid-authorization-header-value": 'The "Authorization" header value is invalid.',
  "authentication-missing-authorization-header": 'The "Authorization" header is missing.',
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

export const attributeRequired = (name: string) =>
  new ApivideoProblem(400, {
    type: typeOf("attribute-required"),
    title: "This attribute is required.",
    name,
  });

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

export const tooManyRequests = () =>
  new ApivideoProblem(429, { type: typeOf("too-many-requests"), title: "Too many requests." });

export const serverError = () => new ApivideoProblem(500, { title: "Server error" });

/** One fault stands at the top; the list below it repeats it. */
export function toProblemResponse({ status, body }: ApivideoProblem): Response {
  const { type, title, name } = body;
  const problems = name === undefined || status === 404 ? undefined : [{ type, title, name }];
  return jsonResponse({ ...body, status, ...(problems && { problems }) }, status);
}

/** The Node client compares the content type as a string: no charset may follow it. */
export function jsonResponse(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), { status, headers: { "content-type": "application/json" } });
}
