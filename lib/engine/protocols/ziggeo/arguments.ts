import { ZiggeoProblem } from "./problems.ts";

/** An argument as it came: text, or what brackets in its name made of it. */
export type Argument = string | readonly Argument[] | { readonly [name: string]: Argument };
export type Arguments = ReadonlyMap<string, Argument>;

const maxBodyBytes = 4 * 1024 * 1024;
const maxArguments = 1_000;
const deepest = 8;

/** The query's arguments. The Node SDK writes a list as `tags_0=a&tags_1=b` there, without a bracket. */
export function readQuery(url: string): Arguments {
  const pairs = [...new URL(url).searchParams.entries()];
  return nestArguments(pairs.map(([name, value]) => [name.replace(/^(tags|states)_\d+$/, "$1[]"), value]));
}

/**
 * The arguments of a POST, whoever sent it: urlencoded (Node, Python, Ruby, C#), multipart (PHP), or nothing at all,
 * with or without a content type.
 */
export async function readBody(request: Request): Promise<Arguments> {
  const body = await readBytes(request);
  if (body.length === 0) return new Map();
  const contentType = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data/i.test(contentType)) {
    return nestArguments([...new URLSearchParams(Buffer.from(body).toString("utf8")).entries()]);
  }
  try {
    const form = await new Response(body, { headers: { "content-type": contentType } }).formData();
    return nestArguments(
      [...form.entries()].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
    );
  } catch {
    throw new ZiggeoProblem(400, "The multipart body cannot be read.");
  }
}

async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  if (!request.body) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new ZiggeoProblem(400, "The request's body is too large.");
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

interface Branch {
  readonly names: Map<string, Branch | string>;
  isList: boolean;
}

const newBranch = (): Branch => ({ names: new Map(), isList: true });

/** `tags[]=x&tags[]=y` and `grants[read][all]=true` (Node, Ruby) as lists and objects; of a plain name the last counts. */
export function nestArguments(pairs: readonly (readonly string[])[]): Arguments {
  if (pairs.length > maxArguments) throw new ZiggeoProblem(400, "The request has too many arguments.");
  const root = newBranch();
  for (const [name = "", value = ""] of pairs) {
    const path = splitName(name);
    let branch = root;
    for (const [index, step] of path.entries()) {
      const key = step === "" ? String(branch.names.size) : step;
      if (branch !== root && step !== "" && !/^\d+$/.test(step)) branch.isList = false;
      if (index === path.length - 1) {
        branch.names.set(key, value);
        break;
      }
      const next = branch.names.get(key);
      const inner = typeof next === "object" ? next : newBranch();
      branch.names.set(key, inner);
      branch = inner;
    }
  }
  return new Map([...root.names].map(([name, value]) => [name, toArgument(value)]));
}

/** `a[b][]` is `a`, `b`, and the next place of a list. A name whose brackets do not close is one name. */
function splitName(name: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name);
  if (!match) return [name];
  const steps = (match[2] ?? "").slice(1, -1).split("][");
  if (steps.length > deepest) throw new ZiggeoProblem(400, "An argument is nested too deeply.");
  return [match[1] ?? "", ...steps];
}

function toArgument(value: Branch | string): Argument {
  if (typeof value === "string") return value;
  const inner = [...value.names].map(([name, each]) => [name, toArgument(each)] as const);
  return value.isList ? inner.map(([, each]) => each) : Object.fromEntries(inner);
}
