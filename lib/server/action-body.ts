import { IncomingMessage } from "node:http";

/** What is wrong with a server action's request, as a status and a sentence. */
export class ActionBodyError extends Error {
  override readonly name = "ActionBodyError";
  readonly status: 400 | 413 | 415;

  constructor(status: 400 | 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

const maxDepth = 32;

/**
 * Special strings that React's client writes for plain values: an escaped dollar, undefined, dates, odd numbers.
 * Everything else that begins with a dollar refers to other parts of a body, and ours have no other parts.
 */
const plainSpecial = /^\$(?:\$.*|undefined|NaN|-?Infinity|-0|D[\dTZ:.+-]{4,40}|n-?\d{1,40})$/s;

/**
 * Reads a server action's body and answers a request that reads the same to Next. Our actions take one plain
 * value, which React sends as a JSON text. The rest of its wire format (form data, references between parts,
 * streams) is where its remote code execution and denial of service holes were, and is refused unread.
 */
export async function readActionRequest(
  request: IncomingMessage,
  maxBytes: number,
): Promise<IncomingMessage> {
  if (!/^text\/plain\b/i.test(request.headers["content-type"] ?? "")) {
    throw new ActionBodyError(415, "Server actions take one JSON text.");
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBytes) throw new ActionBodyError(413, `The body is over ${maxBytes / 1024 / 1024} MiB.`);
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  checkActionBody(body.toString("utf8"));
  return replay(request, body);
}

/** Throws `ActionBodyError` unless the text is what React's client writes for a list of plain values. */
export function checkActionBody(text: string): void {
  if (depthOf(text) > maxDepth) throw new ActionBodyError(400, "The body is nested too deeply.");
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    throw new ActionBodyError(400, "The body is not JSON.");
  }
  if (!Array.isArray(values)) throw new ActionBodyError(400, "The body is not a list of arguments.");
  if (!isPlain(values)) throw new ActionBodyError(400, "The body refers to parts it does not have.");
}

/** The deepest nesting, counted without parsing: a parser recurses, this does not. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (isInString) {
      if (character === 0x5c) at += 1;
      else if (character === 0x22) isInString = false;
    } else if (character === 0x22) {
      isInString = true;
    } else if (character === 0x5b || character === 0x7b) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (character === 0x5d || character === 0x7d) {
      depth -= 1;
    }
  }
  return deepest;
}

function isPlain(value: unknown): boolean {
  if (typeof value === "string") return !value.startsWith("$") || plainSpecial.test(value);
  if (Array.isArray(value)) return value.every(isPlain);
  if (value === null || typeof value !== "object") return true;
  return Object.entries(value).every(([name, member]) => name !== "__proto__" && isPlain(member));
}

/** A request with the same head on the same socket, whose body is what has been read. */
function replay(request: IncomingMessage, body: Buffer): IncomingMessage {
  const copy = new IncomingMessage(request.socket);
  copy.method = request.method;
  copy.url = request.url;
  copy.headers = request.headers;
  copy.rawHeaders = request.rawHeaders;
  copy.httpVersion = request.httpVersion;
  copy.httpVersionMajor = request.httpVersionMajor;
  copy.httpVersionMinor = request.httpVersionMinor;
  copy.complete = true;
  copy.push(body);
  copy.push(null);
  return copy;
}
