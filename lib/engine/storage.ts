import type { IncomingMessage, ServerResponse } from "node:http";

export interface ServeOptions {
  readonly key: string;
  readonly mimeType: string;
  /** With it the browser saves under this name (RFC 6266); without it the browser shows the file. */
  readonly downloadName?: string;
  /** Seconds a cache may keep it; files never change under a key. Default one hour. */
  readonly maxAgeSeconds?: number;
}

/**
 * Files by key under `data/engine/media`. A key is a relative path of ours (`ab/<id>/source.mp4`); a file is
 * there whole or not at all, and never changes.
 */
export interface EngineStorage {
  /** A key nobody has: two levels of spread, the id, a file name. */
  newKey(fileName: string): string;
  /** Absolute path, for reading. Throws on a key that would leave the media directory. */
  pathOf(key: string): string;
  /** Moves a finished file in: fsync, rename (or link + unlink across directories), fsync of the directory. */
  adopt(file: string, key: string): Promise<{ sizeBytes: number }>;
  /** Moves a finished directory in, all its files under `keyPrefix/`; visible at once or not at all. */
  adoptDirectory(
    directory: string,
    keyPrefix: string,
  ): Promise<{ name: string; key: string; sizeBytes: number }[]>;
  write(key: string, bytes: Uint8Array): Promise<{ sizeBytes: number }>;
  /** Undefined when it is not there. */
  sizeOf(key: string): Promise<number | undefined>;
  /** Removes a file, or a directory and what is in it. Not an error when it is gone. */
  remove(key: string): Promise<void>;
  /** Puts a hard link (a copy across file systems) at `target`, so that a task sees this one file only. */
  linkInto(key: string, target: string): Promise<void>;
  /** A fresh directory under `data/engine/work`, removed by `dispose`. Left-overs go at the next start. */
  workDirectory(label: string): Promise<{ path: string; dispose(): Promise<void> }>;
  /** Answers GET and HEAD with ranges, ETag, length, `nosniff`, sandbox CSP and CORS. */
  serveStoredFile(req: IncomingMessage, res: ServerResponse, options: ServeOptions): Promise<void>;
}
