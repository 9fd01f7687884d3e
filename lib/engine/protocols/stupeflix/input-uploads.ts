import { createHmac } from "node:crypto";
import { createWriteStream } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isSameSecret } from "../../authorization.ts";
import type { Engine } from "../../engine.ts";
import type { FileStore } from "./stores/file-store.ts";
import { newTaskKey } from "./task-store.ts";
import { fileAddress } from "./to-wire.ts";

/** How long an address may be sent to: long enough for a large file on a slow line to begin. */
const opensForMs = 60 * 60_000;
const cors = { "access-control-allow-origin": "*", "content-length": "0" } as const;

export interface InputPlace {
  /** What a task's parameter says. */
  readonly url: string;
  /** Takes the file once, with PUT, from whoever has it: a browser that knows no secret. */
  readonly upload_url: string;
}

/** Files that a person has and no server serves: sent here first, kept for a week as volatile files are. */
export class InputUploads {
  readonly #engine: Engine;
  readonly #files: FileStore;

  constructor(engine: Engine, files: FileStore) {
    this.#engine = engine;
    this.#files = files;
  }

  open(name: string, baseUrl: string): InputPlace {
    const taskKey = newTaskKey();
    const url = fileAddress(baseUrl, taskKey, name);
    const until = this.#engine.clock.now().getTime() + opensForMs;
    return { url, upload_url: `${url}?until=${until}&seal=${this.#seal(taskKey, name, until)}` };
  }

  /** Answers a PUT to an address of `open`. */
  async take(
    req: IncomingMessage,
    res: ServerResponse,
    { taskKey, name, query }: { taskKey: string; name: string; query: URLSearchParams },
  ): Promise<void> {
    const refuse = (status: number) => {
      // What is still coming runs out unread, so that the answer is seen.
      req.resume();
      res.writeHead(status, cors).end();
    };
    const until = Number(query.get("until"));
    const isSealed = isSameSecret(query.get("seal") ?? "", this.#seal(taskKey, name, until));
    if (!isSealed || !(until > this.#engine.clock.now().getTime())) return refuse(403);
    if (await this.#files.find(taskKey, name)) return refuse(409);
    const { maxSourceBytes } = this.#engine.config.limits;
    if (Number(req.headers["content-length"] ?? 0) > maxSourceBytes) return refuse(413);
    const work = await this.#engine.storage.workDirectory("input");
    try {
      const file = path.join(work.path, "input");
      await pipeline(req, atMost(maxSourceBytes), createWriteStream(file, { flags: "wx", mode: 0o600 }));
      const storageKey = this.#engine.storage.newKey(name);
      const { sizeBytes } = await this.#engine.storage.adopt(file, storageKey);
      const isAdded = await this.#files.add({
        taskKey,
        name,
        accountId: this.#engine.accounts.stupeflix.accountId,
        storageKey,
        sizeBytes,
        mimeType: mediaTypeOf(req.headers["content-type"]),
        isVolatile: true,
        createdAt: this.#engine.clock.now(),
      });
      if (!isAdded) await this.#engine.storage.remove(storageKey);
      res.writeHead(isAdded ? 201 : 409, cors).end();
    } catch (error) {
      if (error instanceof TooLargeError) return refuse(413);
      // A sender that went away is told nothing, and nothing of it is kept.
      if (!req.destroyed || req.complete) throw error;
    } finally {
      await work.dispose();
    }
  }

  #seal(taskKey: string, name: string, until: number): string {
    const { secret } = this.#engine.accounts.credentials.stupeflix;
    return createHmac("sha256", secret).update(`input\n${taskKey}\n${name}\n${until}`).digest("base64url");
  }
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
