import { ownFolder } from "./file-names.ts";

/** Every address the protocol hands out, on the host that was asked (`origin`: `http://127.0.0.1:4102`). */
export class Addresses {
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Public base of a factory's files, with a trailing slash. */
  factory(factoryId: string): string {
    return `${this.#origin}/files/${factoryId}/`;
  }

  file(factoryId: string, name: string): string {
    return this.factory(factoryId) + name.split("/").map(encodeURIComponent).join("/");
  }

  /** The engine's own pictures and preview of a video. */
  own(factoryId: string, videoId: string, name: string): string {
    return `${this.factory(factoryId)}${ownFolder}/${videoId}/${name}`;
  }

  uploadSession(sessionId: string): string {
    return `${this.#origin}/upload/session?id=${sessionId}`;
  }
}
