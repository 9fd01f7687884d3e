import { z } from "zod";
import type { Http } from "../http.ts";
import type { CallOptions } from "../provider.ts";
import { type WireDeletion, type WireFileList, wireDeletion, wireFileList } from "./wire.ts";

/** Which files a deletion means. `urls` alone, or the others together. */
export interface FileSelection {
  /** A file, or a directory and all below it; all files when absent. */
  readonly path?: string;
  readonly urls?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
  readonly maxAgeDays?: number;
}

/** What the persistent storage holds, and for how long. */
export class StorageResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  list(path = "", { recursive, ...call }: CallOptions & { recursive?: boolean } = {}): Promise<WireFileList> {
    const query = recursive === undefined ? {} : { recursive };
    return this.#http.get(filesPath(path), { query, schema: wireFileList, ...call });
  }

  /** With `dryRun` nothing goes: the answer tells what would. */
  delete(
    { path = "", urls, from, to, maxAgeDays }: FileSelection,
    { dryRun, ...call }: CallOptions & { dryRun?: boolean } = {},
  ): Promise<WireDeletion> {
    const json = {
      ...(urls !== undefined && { urls }),
      ...(from !== undefined && { from: from.toISOString() }),
      ...(to !== undefined && { to: to.toISOString() }),
      ...(maxAgeDays !== undefined && { max_age: maxAgeDays }),
      ...(dryRun !== undefined && { dry_run: dryRun }),
    };
    return this.#http.delete(filesPath(path), { json, schema: wireDeletion, ...call });
  }

  /** Days after which files are deleted; 0 never. */
  expiration(call: CallOptions & { readonly isProbe?: boolean } = {}): Promise<number> {
    return this.#http.get("/storage/expiration", { schema: days, ...call });
  }

  async setExpiration(wanted: number, call: CallOptions = {}): Promise<void> {
    await this.#http.post("/storage/expiration", { json: { days: wanted }, isSafe: true, ...call });
  }
}

const days = z.number().int().min(0);

const filesPath = (path: string) => `/storage/files/${path.split("/").map(encodeURIComponent).join("/")}`;
