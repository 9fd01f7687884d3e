import type { IncomingMessage, ServerResponse } from "node:http";
import type { StupeflixServices } from "./services.ts";

const prefix = "/storage/";
/** A page of another origin may send a file to an address that it was given. */
const sendingAllowed = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "PUT",
  "access-control-allow-headers": "content-type, content-range",
  "access-control-max-age": "86400",
} as const;

/**
 * `/storage/<key>/<name>`: the tasks' files, and those that tasks are to be given. A key has 130 random bits: whoever
 * has it may read.
 */
export class FileEndpoint {
  readonly #services: StupeflixServices;

  constructor(services: StupeflixServices) {
    this.#services = services;
  }

  handle(req: IncomingMessage, res: ServerResponse): boolean {
    const { pathname, searchParams } = new URL(req.url ?? "/", "http://engine");
    if (!pathname.startsWith(prefix)) return false;
    this.#answer(req, res, pathname.slice(prefix.length), searchParams).catch((error: unknown) => {
      this.#services.engine.log.error({ err: error, provider: "stupeflix" }, "a file could not be served");
      if (!res.headersSent) res.writeHead(500, { "content-length": "0" });
      res.end();
    });
    return true;
  }

  async #answer(
    req: IncomingMessage,
    res: ServerResponse,
    path: string,
    query: URLSearchParams,
  ): Promise<void> {
    const address = parseFilePath(path);
    if (address && req.method === "PUT") {
      return this.#services.inputs.take(req, res, { ...address, query });
    }
    if (address && req.method === "HEAD" && query.has("seal")) {
      return this.#services.inputs.tell(res, { ...address, query });
    }
    if (req.method === "OPTIONS" && req.headers["access-control-request-method"] === "PUT") {
      res.writeHead(204, sendingAllowed).end();
      return;
    }
    const file = address && (await this.#services.files.find(address.taskKey, address.name));
    if (!file) {
      res.writeHead(404, { "content-length": "0", "access-control-allow-origin": "*" });
      res.end();
      return;
    }
    const { storageKey, mimeType } = file;
    await this.#services.engine.storage.serveStoredFile(req, res, { key: storageKey, mimeType });
  }
}

/** `<key>/<name>`, percent-encoded as in addresses; undefined for anything else. */
export function parseFilePath(path: string): { taskKey: string; name: string } | undefined {
  const [taskKey = "", ...rest] = path.split("/");
  try {
    const name = rest.map(decodeURIComponent).join("/");
    return /^[A-Z2-7]{26}$/.test(taskKey) && name !== "" ? { taskKey, name } : undefined;
  } catch {
    return undefined;
  }
}
