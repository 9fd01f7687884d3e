import type { GuardedResponse } from "#lib/network/guarded-fetch.ts";
import type { ByteSource } from "../../../media/byte-source.ts";
import { ask, toFetchFault } from "./fetch-input.ts";
import type { TaskContext } from "./task-context.ts";
import { parameterFault } from "./task-kind.ts";

/** Fetched at once. */
export const blockBytes = 512 * 1024;
const blocksAtOnce = 4;
/** A film is read in two places, its index and a frame; what lies further back is fetched again. */
const keptBlocks = 128;
/** Below this a file is fetched whole in less time than its parts are asked for. */
const leastBytes = 2 * 1024 * 1024;

export interface RemoteRequest {
  readonly parameter: string;
  readonly url: string;
  readonly context: TaskContext;
}

/** Asks for the first block; a server that knows no ranges answers with the whole. */
export const askForStart = (request: RemoteRequest) => askForRange(request, 0, blockBytes);

/**
 * A file that is read where it is wanted, from an answer to `askForStart`. Undefined when the server does not answer
 * ranges, or the file is small: it is to be fetched whole.
 */
export async function toRemote(
  request: RemoteRequest,
  first: GuardedResponse,
): Promise<(() => ByteSource) | undefined> {
  const { parameter, context } = request;
  const size = first.status === 206 ? totalOf(first) : undefined;
  if (size === undefined || size <= leastBytes) return undefined;
  if (size > context.engine.config.limits.maxSourceBytes) {
    first.discard();
    throw parameterFault(parameter, "the file is too large");
  }
  const total = size;
  const version = versionOf(first);
  const blocks = new Map<number, Promise<Buffer>>([[0, readBlock(request, first, blockBytes)]]);

  async function fetchBlock(index: number): Promise<Buffer> {
    const start = index * blockBytes;
    const end = Math.min(total, start + blockBytes);
    const answer = await askForRange(request, start, end);
    if (answer.status !== 206 || totalOf(answer) !== total || versionOf(answer) !== version) {
      answer.discard();
      throw parameterFault(parameter, "the file changed while it was read");
    }
    return readBlock(request, answer, end - start);
  }

  function block(index: number): Promise<Buffer> {
    const known = blocks.get(index);
    const wanted = known ?? fetchBlock(index);
    // Last in the map is the one used last.
    blocks.delete(index);
    blocks.set(index, wanted);
    wanted.catch(() => blocks.delete(index));
    const [oldest] = blocks.keys();
    if (blocks.size > keptBlocks && oldest !== undefined) blocks.delete(oldest);
    return wanted;
  }

  async function read(start: number, end: number): Promise<Uint8Array> {
    const whole = Buffer.allocUnsafe(end - start);
    const last = Math.floor((end - 1) / blockBytes);
    for (let first = Math.floor(start / blockBytes); first <= last; first += blocksAtOnce) {
      const count = Math.min(blocksAtOnce, last - first + 1);
      const read = await Promise.all(Array.from({ length: count }, (_unused, index) => block(first + index)));
      for (const [index, bytes] of read.entries()) {
        const offset = (first + index) * blockBytes;
        const to = Math.min(bytes.length, end - offset);
        bytes.copy(whole, Math.max(0, offset - start), Math.max(0, start - offset), to);
      }
    }
    return whole;
  }

  return () => ({ size: total, read, close: async () => {} });
}

const askForRange = ({ parameter, url, context }: RemoteRequest, start: number, end: number) =>
  ask(
    { parameter, url, engine: context.engine, signal: context.signal },
    { range: `bytes=${start}-${end - 1}` },
  );

/** A server may send more than it was asked for: that is not gathered. */
async function readBlock(
  { parameter, context }: RemoteRequest,
  answer: GuardedResponse,
  length: number,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let received = 0;
  try {
    for await (const chunk of answer.body) {
      chunks.push(chunk);
      received += chunk.length;
      if (received > length) break;
    }
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    throw toFetchFault(parameter, error);
  }
  if (received !== length)
    throw parameterFault(parameter, "the address sent other bytes than it was asked for");
  return Buffer.concat(chunks);
}

/** `bytes 0-524287/1048576` */
function totalOf({ headers }: GuardedResponse): number | undefined {
  const [, total] = /^bytes \d+-\d+\/(\d+)$/.exec(headers["content-range"] ?? "") ?? [];
  return total === undefined ? undefined : Number(total);
}

const versionOf = ({ headers }: GuardedResponse) => headers.etag ?? headers["last-modified"] ?? "";
