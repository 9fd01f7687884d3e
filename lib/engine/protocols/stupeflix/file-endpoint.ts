import type { IncomingMessage, ServerResponse } from "node:http";
import type { StupeflixServices } from "./services.ts";

const prefix = "/storage/";

/** `/storage/<key>/<name>`: the tasks' files. A key has 130 random bits: whoever has it may read. */
export class FileEndpoint {
  readonly #services: StupeflixServices;

  constructor(services: StupeflixServices) {
    this.#services = services;
  }

  handle(req: IncomingMessage, res: ServerResponse): boolean {
    const { pathname } = new URL(req.url ?? "/", "http://engine");
    if (!pathname.startsWith(prefix)) return false;
    this.#answer(req, res, pathname.slice(prefix.length)).catch((error: unknown) => {
      this.#services.engine.log.error({ err: error, provider: "stupeflix" }, "a file could not be served");
      if (!res.headersSent) res.writeHead(500, { "content-length": "0" });
      res.end();
    });
    return true;
  }

  async #answer(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
    const address = parseFilePath(path);
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
