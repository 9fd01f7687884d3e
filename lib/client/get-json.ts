import type { z } from "zod";

/** A read that our own server refused or could not be asked for. `message` is for people. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  /** 0 when no answer came. */
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }
}

type QueryValue = string | number | boolean | readonly string[] | undefined | null;

export interface GetJsonOptions<Schema extends z.ZodType> {
  /** Lists go as `a,b`; empty values are left out, so that a default view has a bare address. */
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** What to ask by where it is too long for an address: sent as JSON. */
  readonly body?: object;
  /** Schemas are fetched with the first answer: parsing needs more code than a page does to be drawn. */
  readonly schema: () => Promise<Schema>;
  readonly signal?: AbortSignal;
  /** Milliseconds; the default is 15,000. */
  readonly timeoutMs?: number;
}

/** Reads JSON from our own server and parses it. Throws `RequestError`; an abort is thrown on as it is. */
export async function getJson<Schema extends z.ZodType>(
  path: string,
  { query = {}, body: asked, schema, signal, timeoutMs = 15_000 }: GetJsonOptions<Schema>,
): Promise<z.output<Schema>> {
  const deadline = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(withQuery(path, query), {
      headers: { accept: "application/json", ...(asked && { "content-type": "application/json" }) },
      ...(asked && { method: "POST", body: JSON.stringify(asked) }),
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    body = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestError(0, "unreachable", "Reelyard did not answer. Is it still running?", {
      cause: error,
    });
  }
  if (!response.ok) throw toRequestError(response.status, body);
  return (await schema()).parse(body);
}

/** Our routes answer `{"error":{"code","message"}}`; anything else came from in between. */
function toRequestError(status: number, body: unknown): RequestError {
  const error = memberOf(body, "error");
  const code = memberOf(error, "code");
  const message = memberOf(error, "message");
  return typeof code === "string" && typeof message === "string"
    ? new RequestError(status, code, message)
    : new RequestError(status, "unknown", `Reelyard answered ${status}.`);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** `path` with the values that say something. */
export function withQuery(path: string, query: Readonly<Record<string, QueryValue>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0))
      continue;
    parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}
