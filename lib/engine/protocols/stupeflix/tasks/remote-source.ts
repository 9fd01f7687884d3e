import type { GuardedResponse } from "#lib/network/guarded-fetch.ts";
import type { ByteSource } from "../../../media/byte-source.ts";
import { ask, toFetchFault } from "./fetch-input.ts";
import type { TaskContext } from "./task-context.ts";
import { parameterFault } from "./task-kind.ts";

/** The grain of what is asked for and kept. */
const blockBytes = 128 * 1024;
/** Of one request. */
const mostBlocks = 8;
/** Of a request at a place that was not read up to: a key frame is seldom larger, nor the index of a short film. */
const blocksAtFirst = 2;
const requestsAtOnce = 4;
/** A film is read in two places, its index and a frame; what lies further back is fetched again. */
const keptBlocks = 256;
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
  const blockCount = Math.ceil(total / blockBytes);
  const blocks = new Map<number, Promise<Buffer>>();
  keep(0, readBody(request, first, blockBytes));
  /** Where the latest request ended, and what who reads on from there gets: twice as much each time. */
  let latest = { end: 1, next: blocksAtFirst };

  function keep(index: number, block: Promise<Buffer>): void {
    block.catch(() => blocks.delete(index));
    blocks.set(index, block);
  }

  async function fetchRun(run: Run): Promise<Buffer> {
    const start = run.first * blockBytes;
    const end = Math.min(total, start + run.count * blockBytes);
    const answer = await askForRange(request, start, end);
    if (answer.status !== 206 || totalOf(answer) !== total || versionOf(answer) !== version) {
      answer.discard();
      throw parameterFault(parameter, "the file changed while it was read");
    }
    return readBody(request, answer, end - start);
  }

  function startRun({ first, count }: Run): void {
    const most = first === latest.end ? latest.next : blocksAtFirst;
    let asked = count;
    while (asked < most && first + asked < blockCount && !blocks.has(first + asked)) asked++;
    latest = { end: first + asked, next: Math.min(mostBlocks, most * 2) };
    const bytes = fetchRun({ first, count: asked });
    for (let index = 0; index < asked; index++) {
      const block = bytes.then((all) => all.subarray(index * blockBytes, (index + 1) * blockBytes));
      keep(first + index, block);
    }
  }

  /** Asks for those that are not there; whoever reads them is the last to lose them. */
  function take(first: number, end: number): Promise<Buffer>[] {
    for (let index = first; index < end; index++) {
      let count = 0;
      while (index + count < end && count < mostBlocks && !blocks.has(index + count)) count++;
      if (count > 0) startRun({ first: index, count });
      index += Math.max(0, count - 1);
    }
    const taken = Array.from({ length: end - first }, (_unused, offset) => touch(first + offset));
    for (const oldest of blocks.keys()) {
      if (blocks.size <= keptBlocks) break;
      blocks.delete(oldest);
    }
    return taken;
  }

  function touch(index: number): Promise<Buffer> {
    const block = blocks.get(index);
    if (!block) throw new Error("A block that is read has been asked for.");
    blocks.delete(index);
    blocks.set(index, block);
    return block;
  }

  async function read(start: number, end: number): Promise<Uint8Array> {
    const whole = Buffer.allocUnsafe(end - start);
    const last = Math.ceil(end / blockBytes);
    const step = mostBlocks * requestsAtOnce;
    for (let first = Math.floor(start / blockBytes); first < last; first += step) {
      const read = await Promise.all(take(first, Math.min(last, first + step)));
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

interface Run {
  readonly first: number;
  readonly count: number;
}

const askForRange = ({ parameter, url, context }: RemoteRequest, start: number, end: number) =>
  ask(
    { parameter, url, engine: context.engine, signal: context.signal },
    { range: `bytes=${start}-${end - 1}` },
  );

/** A server may send more than it was asked for: that is not gathered. */
async function readBody(
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
