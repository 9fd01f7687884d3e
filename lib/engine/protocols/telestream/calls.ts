import type { Context, Hono } from "hono";
import type { Pair } from "#lib/providers/telestream/signature.ts";
import type { Factory } from "../../db/schema/telestream-factory.ts";
import type { EngineAccount } from "../../library/types.ts";
import { Addresses } from "./addresses.ts";
import type { FactoryStore } from "./factory-store.ts";
import { badRequest, fileSizeLimitExceeded, missingParameters, recordNotFound } from "./problems.ts";
import type { ReceivedRequest, Verifier } from "./verifier.ts";

/** The one prefix this port answers. */
export const versionPrefix = "/v3.0";
const maxBodyBytes = 1024 * 1024;

/** A verified request, as handlers see it. */
export interface Call {
  readonly account: EngineAccount;
  /** Parameters of the path, `.json` taken off. */
  readonly params: Readonly<Record<string, string>>;
  readonly parameters: ReadonlyMap<string, string>;
  readonly addresses: Addresses;
  readonly signal: AbortSignal;
  /** The factory the request names. Throws the documented problems when it names none, or none of ours. */
  factory(): Promise<Factory>;
}

export type Handler = (call: Call) => Promise<object | Response>;
type Method = "get" | "post" | "put" | "delete";
export type Routes = Readonly<Record<Method, (path: string, handler: Handler, status?: number) => void>>;

/** Routes below `/v3.0` whose requests are verified before their handler sees them. `:id.json` means what it says. */
export function signedRoutes(app: Hono, services: { verifier: Verifier; factories: FactoryStore }): Routes {
  const define =
    (method: Method) =>
    (path: string, handler: Handler, status = 200) => {
      // A name may hold dots (`hls.iphone.400k.json`): only the last `.json` is not part of it.
      const pattern = path.replace(/:(\w+)\.json$/, ":$1{[^/]+\\.json}");
      app.on(method.toUpperCase(), versionPrefix + pattern, async (context) => {
        const received = await receive(context);
        const verified = await services.verifier.verify(received);
        const answer = await handler(
          toCall(verified, {
            params: pathParameters(context),
            origin: new URL(context.req.url).origin,
            signal: context.req.raw.signal,
            factories: services.factories,
          }),
        );
        return answer instanceof Response ? answer : Response.json(answer, { status });
      });
    };
  return { get: define("get"), post: define("post"), put: define("put"), delete: define("delete") };
}

/** What handlers are given, of a request that was verified. */
export function toCall(
  verified: { account: EngineAccount; parameters: ReadonlyMap<string, string> },
  context: {
    params: Readonly<Record<string, string>>;
    origin: string;
    signal: AbortSignal;
    factories: FactoryStore;
  },
): Call {
  return {
    ...verified,
    params: context.params,
    addresses: new Addresses(context.origin),
    signal: context.signal,
    async factory() {
      const factoryId = verified.parameters.get("factory_id");
      if (!factoryId) throw missingParameters(["factory_id"]);
      const factory = await context.factories.findFactory(verified.account, factoryId);
      if (!factory) throw recordNotFound("Factory", factoryId);
      return factory;
    },
  };
}

function pathParameters(context: Context): Record<string, string> {
  return Object.fromEntries(
    Object.entries(context.req.param()).map(([name, value]) => [name, String(value).replace(/\.json$/, "")]),
  );
}

async function receive(context: Context): Promise<ReceivedRequest> {
  const url = new URL(context.req.url);
  const request: ReceivedRequest = {
    method: context.req.method,
    host: context.req.header("host") ?? url.host,
    path: url.pathname.slice(versionPrefix.length),
    query: [...url.searchParams.entries()],
    fields: [],
  };
  if (context.req.method === "GET" || context.req.method === "HEAD") return request;
  const body = await readBody(context.req.raw);
  if (body.length === 0) return request;
  const contentType = context.req.header("content-type") ?? "";
  if (contentType.startsWith("application/json")) return { ...request, json: body };
  return { ...request, fields: await readFields(body, contentType) };
}

async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  if (!request.body) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > maxBodyBytes) throw fileSizeLimitExceeded(maxBodyBytes);
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

/** Fields of a urlencoded form or of multipart parts (`panda.php` sends settings so); files are left out. */
async function readFields(body: Uint8Array<ArrayBuffer>, contentType: string): Promise<Pair[]> {
  if (contentType.startsWith("application/x-www-form-urlencoded")) {
    return [...new URLSearchParams(Buffer.from(body).toString("utf8")).entries()];
  }
  if (!contentType.startsWith("multipart/form-data")) return [];
  try {
    const form = await new Response(body, { headers: { "content-type": contentType } }).formData();
    return [...form.entries()].flatMap(([name, value]): Pair[] =>
      typeof value === "string" ? [[name, value]] : [],
    );
  } catch {
    throw badRequest("The multipart body cannot be read");
  }
}

/** `page` and `per_page` (`telestream.md` §5), as a slice. */
export function readPage(parameters: ReadonlyMap<string, string>): {
  page: number;
  perPage: number;
  offset: number;
  limit: number;
} {
  const read = (name: string, otherwise: number, most: number) => {
    const text = parameters.get(name);
    if (text === undefined || text === "") return otherwise;
    if (!/^\d{1,9}$/.test(text) || Number(text) < 1) throw badRequest(`${name} must be a number from 1`);
    return Math.min(Number(text), most);
  };
  const page = read("page", 1, 1_000_000);
  const perPage = read("per_page", 100, 100);
  return { page, perPage, offset: (page - 1) * perPage, limit: perPage };
}

/** A list as it is, or with `include_root=true` in an object that counts what there is (`telestream.md` §5). */
export function withRoot(call: Call, name: string, items: readonly object[], total: number): object {
  if (!/^true$/i.test(call.parameters.get("include_root") ?? "")) return items;
  const { page, perPage } = readPage(call.parameters);
  return { [name]: items, page, per_page: perPage, total };
}

/** Text that a call cannot do without. */
export function required(parameters: ReadonlyMap<string, string>, name: string): string {
  const value = parameters.get(name);
  if (!value) throw missingParameters([name]);
  return value;
}

/** The `status` filter: three values in every generation, for videos and encodings alike. */
export function readStatus(
  parameters: ReadonlyMap<string, string>,
): "processing" | "success" | "fail" | undefined {
  const status = parameters.get("status");
  if (!status) return undefined;
  if (status === "processing" || status === "success" || status === "fail") return status;
  throw badRequest("status must be processing, success or fail");
}
