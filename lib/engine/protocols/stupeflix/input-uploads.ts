import { createHmac } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rm, stat, truncate } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isSameSecret } from "../../authorization.ts";
import type { Engine } from "../../engine.ts";
import type { FileStore } from "./stores/file-store.ts";
import { newTaskKey } from "./task-key.ts";
import { fileAddress } from "./to-wire.ts";

/** How long an address may be sent to: long enough for a large file on a slow line to begin. */
const opensForMs = 60 * 60_000;
const cors = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "upload-offset, upload-complete",
  "content-length": "0",
} as const;

export interface InputPlace {
  /** What a task's parameter says. */
  readonly url: string;
  /** Takes the file once, with PUT, from whoever has it: a browser that knows no secret. */
  readonly upload_url: string;
}

/** Of a file that is still coming. */
interface Part {
  readonly file: string;
  /** Its end, when nobody may send to it any more. */
  readonly timer: NodeJS.Timeout;
  sender: IncomingMessage | undefined;
  /** Resolves when whoever wrote last has stopped. */
  isFree: Promise<void>;
}

/** Files that a person has and no server serves: sent here first, kept for a week as volatile files are. */
export class InputUploads {
  readonly #engine: Engine;
  readonly #files: FileStore;
  readonly #directory: string;
  readonly #parts = new Map<string, Part>();

  constructor(engine: Engine, files: FileStore) {
    this.#engine = engine;
    this.#files = files;
    this.#directory = path.join(engine.config.dataDir, "stupeflix-inputs");
  }

  /** Finds what was on its way when a process stopped: whoever sends it goes on from there. */
  async start(): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.#directory)) {
      const [, taskKey, until] = /^([A-Z2-7]+)-(\d+)$/.exec(name) ?? [];
      if (taskKey && Number(until) > this.#engine.clock.now().getTime()) this.#partOf(taskKey, Number(until));
      else await rm(path.join(this.#directory, name), { force: true });
    }
  }

  open(name: string, baseUrl: string): InputPlace {
    const taskKey = newTaskKey();
    const url = fileAddress(baseUrl, taskKey, name);
    const until = this.#engine.clock.now().getTime() + opensForMs;
    return { url, upload_url: `${url}?until=${until}&seal=${this.#seal(taskKey, name, until)}` };
  }

  /**
   * Answers a PUT to an address of `open`: a file, or from `content-range` on the rest of one that broke off. What came
   * of it is kept for as long as its address may be sent to, also when the engine stops meanwhile.
   */
  async take(
    req: IncomingMessage,
    res: ServerResponse,
    { taskKey, name, query }: { taskKey: string; name: string; query: URLSearchParams },
  ): Promise<void> {
    const answer = (status: number, offset?: number) => {
      // What is still coming runs out unread, so that the answer is seen.
      req.resume();
      res.writeHead(status, { ...cors, ...(offset !== undefined && { "upload-offset": offset }) }).end();
    };
    if (!this.#isOpen(taskKey, name, query)) return answer(403);
    if (await this.#files.find(taskKey, name)) return answer(409);
    const range = parseRange(req.headers["content-range"]);
    if (!range) return answer(400);
    const { maxSourceBytes } = this.#engine.config.limits;
    if (Math.max(Number(req.headers["content-length"] ?? 0), range.total) > maxSourceBytes)
      return answer(413);

    const part = this.#partOf(taskKey, Number(query.get("until")));
    // The one before may hang on a line that is dead: whoever sends now goes on.
    part.sender?.destroy();
    part.sender = req;
    const { promise, resolve } = Promise.withResolvers<void>();
    const isFree = part.isFree;
    part.isFree = promise;
    await isFree;
    try {
      // Without a range it begins anew.
      if (range.from === 0) await truncate(part.file, 0).catch(() => {});
      const received = range.from === 0 ? 0 : await sizeOf(part.file);
      if (range.from !== received) return answer(409, received);
      await pipeline(
        req,
        atMost(maxSourceBytes - received),
        createWriteStream(part.file, { flags: "a", mode: 0o600 }),
      );
      const kept = await sizeOf(part.file);
      if (kept < range.total) return answer(202, kept);
      this.#parts.delete(taskKey);
      answer(
        (await this.#keep(part, { taskKey, name, mimeType: mediaTypeOf(req.headers["content-type"]) }))
          ? 201
          : 409,
      );
    } catch (error) {
      if (error instanceof TooLargeError) {
        await this.#drop(taskKey);
        return answer(413);
      }
      // A sender that went away is told nothing.
      if (!req.destroyed || req.complete) throw error;
    } finally {
      if (part.sender === req) part.sender = undefined;
      resolve();
    }
  }

  /** Answers a HEAD to an address of `open`: how much of the file is here. */
  async tell(
    res: ServerResponse,
    { taskKey, name, query }: { taskKey: string; name: string; query: URLSearchParams },
  ): Promise<void> {
    if (!this.#isOpen(taskKey, name, query)) return void res.writeHead(403, cors).end();
    const file = await this.#files.find(taskKey, name);
    const part = this.#parts.get(taskKey);
    const offset = file?.sizeBytes ?? (part ? await sizeOf(part.file) : 0);
    res.writeHead(200, { ...cors, "upload-offset": offset, "upload-complete": file ? "?1" : "?0" }).end();
  }

  /** What has come stays, for the next process. */
  async close(): Promise<void> {
    for (const { timer, sender } of this.#parts.values()) {
      clearTimeout(timer);
      sender?.destroy();
    }
    await Promise.all([...this.#parts.values()].map(({ isFree }) => isFree));
  }

  #partOf(taskKey: string, until: number): Part {
    const known = this.#parts.get(taskKey);
    if (known) return known;
    const lasts = until - this.#engine.clock.now().getTime();
    const made: Part = {
      file: path.join(this.#directory, `${taskKey}-${until}`),
      sender: undefined,
      isFree: Promise.resolve(),
      timer: setTimeout(() => void this.#drop(taskKey), Math.max(0, lasts)).unref(),
    };
    this.#parts.set(taskKey, made);
    return made;
  }

  async #drop(taskKey: string): Promise<void> {
    const part = this.#parts.get(taskKey);
    this.#parts.delete(taskKey);
    clearTimeout(part?.timer);
    part?.sender?.destroy();
    if (part) await rm(part.file, { force: true });
  }

  /** False when another was sent meanwhile. */
  async #keep(
    { file, timer }: Part,
    named: { readonly taskKey: string; readonly name: string; readonly mimeType: string },
  ): Promise<boolean> {
    clearTimeout(timer);
    const storageKey = this.#engine.storage.newKey(named.name);
    const { sizeBytes } = await this.#engine.storage.adopt(file, storageKey);
    const isAdded = await this.#files.add({
      ...named,
      ...{ accountId: this.#engine.accounts.stupeflix.accountId, storageKey, sizeBytes, isVolatile: true },
      createdAt: this.#engine.clock.now(),
    });
    if (!isAdded) await this.#engine.storage.remove(storageKey);
    return isAdded;
  }

  #isOpen(taskKey: string, name: string, query: URLSearchParams): boolean {
    const until = Number(query.get("until"));
    const isSealed = isSameSecret(query.get("seal") ?? "", this.#seal(taskKey, name, until));
    return isSealed && until > this.#engine.clock.now().getTime();
  }

  #seal(taskKey: string, name: string, until: number): string {
    const { secret } = this.#engine.accounts.credentials.stupeflix;
    return createHmac("sha256", secret).update(`input\n${taskKey}\n${name}\n${until}`).digest("base64url");
  }
}

const sizeOf = async (file: string) => (await stat(file).catch(() => undefined))?.size ?? 0;

/** `bytes 5-9/10`; a body without one is the whole file, however long. */
function parseRange(given: string | undefined): { from: number; total: number } | undefined {
  if (given === undefined) return { from: 0, total: 0 };
  const [, from, total] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15})$/.exec(given) ?? [];
  return from === undefined ? undefined : { from: Number(from), total: Number(total) };
}

class TooLargeError extends Error {
  override readonly name = "TooLargeError";
}

function atMost(bytes: number): Transform {
  let received = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (received > bytes) done(new TooLargeError("The file is too large."));
      else done(null, chunk);
    },
  });
}

/** What a browser may show; anything else is only downloaded. */
function mediaTypeOf(given: string | undefined): string {
  const [, type] = /^((?:image|audio|video)\/[\w.+-]{1,60})\s*(?:;|$)/.exec(given ?? "") ?? [];
  return type ?? "application/octet-stream";
}
