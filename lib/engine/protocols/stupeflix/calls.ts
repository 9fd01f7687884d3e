import type { Context, Hono } from "hono";
import type { EngineAccount } from "../../library/types.ts";
import type { Credentials, Strength } from "./auth.ts";
import { invalidRequest } from "./problems.ts";
import { parseBody } from "./requests.ts";
import type { StupeflixServices } from "./services.ts";

/** A request, as handlers see it: its data from the body or the query, and who sent it when that is asked. */
export interface Call {
  readonly data: Readonly<Record<string, unknown>>;
  /** Where a fault of the data lies. */
  readonly location: "body" | "querystring";
  /** All values of a name in the query, or the value in the body. */
  all(name: string): unknown;
  readonly path: string;
  readonly origin: string;
  readonly signal: AbortSignal;
  /** Throws 401. */
  account(strength?: Strength): Promise<EngineAccount>;
  /** Throws 401 for wrong credentials; none are fine. */
  anyAccount(): Promise<EngineAccount | undefined>;
}

type Handler = (call: Call) => Promise<unknown>;
type Method = "GET" | "POST" | "DELETE";

/** A Web stream would hand the body over in one piece anyway: 16 MB, for the definitions of a thousand tasks. */
const maxBodyBytes = 16 * 1024 * 1024;

/** Routes below `/v2`; what a handler answers is sent as JSON, a `Response` as it is. */
export function callRoutes(app: Hono, { authenticator }: Pick<StupeflixServices, "authenticator">) {
  return (method: Method, path: string, handler: Handler): void => {
    app.on(method, `/v2${path}`, async (c) => {
      const data = method === "GET" ? c.req.query() : parseBody(await readText(c), method);
      const credentials = credentialsOf(c, data);
      const answer = await handler({
        data,
        location: method === "GET" ? "querystring" : "body",
        all: (name) => (method === "GET" ? c.req.queries(name) : data[name]),
        path: pathOf(c),
        origin: new URL(c.req.url).origin,
        signal: c.req.raw.signal,
        account: (strength) => authenticator.require(credentials, strength),
        anyAccount: async () => (await authenticator.find(credentials))?.account,
      });
      return answer instanceof Response ? answer : c.json(answer as object);
    });
  };
}

export type DefineRoute = ReturnType<typeof callRoutes>;

async function readText(c: Context): Promise<string> {
  // Of a length that is told and fits, no more can come: read at once, which costs a third of a stream's way.
  if (Number(c.req.header("content-length") ?? Number.NaN) <= maxBodyBytes) return c.req.text();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.length;
    if (size > maxBodyBytes) {
      throw invalidRequest({ name: "body", location: "body", description: "the body is too large" });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function credentialsOf(c: Context, data: Readonly<Record<string, unknown>>): Credentials {
  return {
    authorization: c.req.header("authorization"),
    secret: data.secret,
    apiKey: data.api_key,
    referrer: c.req.header("referer") ?? c.req.header("referrer"),
  };
}

/** What stands for `*` in a route's path, decoded; never with a leading slash. */
function pathOf(c: Context): string {
  const [, rest = ""] = new URL(c.req.url).pathname.split("/v2/storage/files");
  try {
    return decodeURIComponent(rest).replace(/^\/+/, "");
  } catch {
    throw invalidRequest({ name: "path", location: "querystring", description: "the path is not UTF-8" });
  }
}
