import "server-only";
import { z } from "zod";
import type { Failure } from "#lib/domain/result.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { createLog } from "#lib/log.ts";
import type { Permission } from "./permissions.ts";
import { invalidInput, notAllowed, notFromOurPages, notSignedIn, statusOf, toFailure } from "./refusal.ts";
import { isSameOriginWrite } from "./request-facts.ts";
import { findSession } from "./session.ts";

const log = createLog("route");
/** JSON that people's browsers send us is small; bytes of videos never come this way. */
const usualJsonBytes = 1024 * 1024;

export interface RouteContext<Input> {
  readonly viewer: Viewer;
  readonly input: Input;
  readonly request: Request;
  /** Where the definition says how many there may be; else empty. */
  readonly bytes: Buffer<ArrayBuffer>;
}

export interface RouteDefinition<Schema extends z.ZodType> {
  /** GET and DELETE read the query, writes read a JSON body; path parameters are merged in and win. */
  readonly input?: Schema;
  readonly permit: Permission<z.output<Schema>>;
  /** Of a JSON body that may be longer than usual; the server's gate has to let it in as well. */
  readonly maxJsonBytes?: number;
  /** The body is a small file of at most so many bytes; the query and the path are the input then. */
  readonly maxBytes?: number;
  /** What it answers is sent as JSON; a `Response` is sent as it is. */
  run(context: RouteContext<z.output<Schema>>): Promise<unknown>;
}

/** What Next hands a route handler beside the request. */
interface RouteArguments {
  readonly params: Promise<Record<string, string | string[] | undefined>>;
}

type RouteHandler = (request: Request, routeArguments?: RouteArguments) => Promise<Response>;

/** A route handler's one door, the same as an action's; errors are `{"error":{"code","message","fields"}}`. */
export function route<Schema extends z.ZodType>(
  definition: RouteDefinition<Schema> & { readonly input: Schema },
): RouteHandler;
export function route(definition: RouteDefinition<z.ZodUnknown>): RouteHandler;
export function route(definition: RouteDefinition<z.ZodType>): RouteHandler {
  const schema: z.ZodType = definition.input ?? z.unknown();
  return async (request, routeArguments) => {
    try {
      const isRead = request.method === "GET" || request.method === "HEAD";
      if (!isRead && !isSameOriginWrite(request.headers)) return refuse(notFromOurPages);
      const session = await findSession(request.headers);
      if (!session) return refuse(notSignedIn);
      const { viewer } = session;
      const { maxBytes, maxJsonBytes = usualJsonBytes } = definition;
      const params = await routeArguments?.params;
      const given = await (maxBytes === undefined
        ? readInput(request, params, maxJsonBytes)
        : readFileInput(request, params));
      if (given instanceof Response) return given;
      const parsed = schema.safeParse(given);
      if (!parsed.success) return refuse(invalidInput(parsed.error));
      if (!definition.permit(viewer, parsed.data)) return refuse(notAllowed);
      const bytes = maxBytes === undefined ? Buffer.alloc(0) : await readBytes(request, maxBytes);
      if (!bytes) return refuse(tooLong(maxBytes ?? 0), 413);
      const answer = await definition.run({ viewer, input: parsed.data, request, bytes });
      return answer instanceof Response ? answer : json(200, answer ?? null);
    } catch (error) {
      const failure = toFailure(error);
      if (failure) return refuse(failure);
      log.error(
        { err: error, method: request.method, path: new URL(request.url).pathname },
        "a route failed",
      );
      return json(500, {
        error: {
          code: "internal",
          message: "Something went wrong on this server. Its log says what.",
          fields: {},
        },
      });
    }
  };
}

type Params = Awaited<RouteArguments["params"]> | undefined;

/** Of a request whose body is no JSON: its query and its path. */
const readFileInput = (request: Request, params: Params) => ({
  ...readQuery(new URL(request.url).searchParams),
  ...params,
});

async function readInput(request: Request, params: Params, maxJsonBytes: number): Promise<unknown> {
  if (request.method === "GET" || request.method === "HEAD" || request.method === "DELETE") {
    return readFileInput(request, params);
  }
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) {
    return refuse({ code: "invalid", message: "Send the body as application/json.", fields: {} }, 415);
  }
  const bytes = await readBytes(request, maxJsonBytes);
  if (!bytes) return refuse(tooLong(maxJsonBytes), 413);
  try {
    const body: unknown = JSON.parse(bytes.toString("utf8"));
    return params && body !== null && typeof body === "object" ? { ...body, ...params } : body;
  } catch {
    return refuse({ code: "invalid", message: "The body is not JSON.", fields: {} });
  }
}

/** A name given once is a string, given several times a list. */
function readQuery(query: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(query.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = query.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? "")];
    }),
  );
}

/** The body, or undefined past the limit, whatever its length header claims. */
async function readBytes(request: Request, limit: number): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLong = (limit: number): Failure => ({
  code: "invalid",
  message: `The body is over ${limit / 1024 / 1024} MiB.`,
  fields: {},
});

function refuse(error: Failure, status = statusOf[error.code]): Response {
  return json(status, { error });
}

function json(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
