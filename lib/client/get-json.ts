import { z } from "zod";

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

const problem = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

type QueryValue = string | number | boolean | readonly string[] | undefined | null;

export interface GetJsonOptions<Schema extends z.ZodType> {
  /** Lists go as `a,b`; empty values are left out, so that a default view has a bare address. */
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly schema: Schema;
  readonly signal?: AbortSignal;
  /** Milliseconds; the default is 15,000. */
  readonly timeoutMs?: number;
}

/** Reads JSON from our own server and parses it. Throws `RequestError`; an abort is thrown on as it is. */
export async function getJson<Schema extends z.ZodType>(
  path: string,
  { query = {}, schema, signal, timeoutMs = 15_000 }: GetJsonOptions<Schema>,
): Promise<z.output<Schema>> {
  const deadline = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(withQuery(path, query), {
      headers: { accept: "application/json" },
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    body = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestError(0, "unreachable", "Reelyard did not answer. Is it still running?", {
      cause: error,
    });
  }
  if (!response.ok) {
    const told = problem.safeParse(body);
    throw told.success
      ? new RequestError(response.status, told.data.error.code, told.data.error.message)
      : new RequestError(response.status, "unknown", `Reelyard answered ${response.status}.`);
  }
  return schema.parse(body);
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
