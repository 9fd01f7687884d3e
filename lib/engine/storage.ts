import { randomBytes, randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, link, mkdir, open, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { type ServeOptions, serveFile } from "./files.ts";

export interface StoredFile {
  /** As the maker named it, `/` between folders. */
  readonly name: string;
  readonly key: string;
  readonly sizeBytes: number;
}

/**
 * Files by key under `data/engine/media`. A key is a relative path of ours (`ab/<id>/source.mp4`); a file is
 * there whole or not at all, and never changes.
 */
export interface EngineStorage {
  /** A key nobody has: a spread folder, a random id, the file name cut to letters, digits, `.`, `-` and `_`. */
  newKey(fileName: string): string;
  /** Absolute path, for reading. Throws on a key that would leave the media directory. */
  pathOf(key: string): string;
  /** Moves a finished file in: fsync, rename (a copy across file systems), fsync of the directory. */
  adopt(file: string, key: string): Promise<{ sizeBytes: number }>;
  /** Moves a finished directory in, its files under `keyPrefix/`; all visible at once or none. Sorted by name. */
  adoptDirectory(directory: string, keyPrefix: string): Promise<StoredFile[]>;
  write(key: string, bytes: Uint8Array): Promise<{ sizeBytes: number }>;
  /** Undefined when it is not there. */
  sizeOf(key: string): Promise<number | undefined>;
  /** Removes a file, or a directory and what is in it, and the folders that become empty. Gone is not an error. */
  remove(key: string): Promise<void>;
  /** Puts a hard link (a copy across file systems) at `target`, so that a task sees this one file only. */
  linkInto(key: string, target: string): Promise<void>;
  /** A fresh directory under `data/engine/work`, removed by `dispose`. Left-overs go at the next start. */
  workDirectory(label: string): Promise<WorkDirectory>;
  /** Answers GET and HEAD with ranges, ETag, length, `nosniff`, sandbox CSP and CORS; 404 when it is gone. */
  serveStoredFile(req: IncomingMessage, res: ServerResponse, options: ServeOptions): Promise<void>;
}

export interface WorkDirectory {
  readonly path: string;
  dispose(): Promise<void>;
}

/** Opens `<dataDir>/media` and empties `<dataDir>/work`. The caller holds the data directory's lock. */
export async function openStorage(dataDir: string): Promise<EngineStorage> {
  const media = path.join(dataDir, "media");
  const work = path.join(dataDir, "work");
  await mkdir(media, { recursive: true, mode: 0o700 });
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true, mode: 0o700 });

  const pathOf = (key: string) => {
    const target = path.resolve(media, key);
    if (key.includes("\0") || !target.startsWith(media + path.sep)) {
      throw new Error("A storage key must stay inside the media directory.");
    }
    return target;
  };

  /** The last step of every write: what is at `file` is complete; after this it is at `target`, durably. */
  const moveIn = async (file: string, target: string) => {
    try {
      await renameIntoFolder(file, target);
    } catch (error) {
      if (!isCode(error, "EXDEV")) throw error;
      const aside = `${target}.${randomUUID()}.part`;
      await copyFile(file, aside);
      await syncPath(aside);
      await rename(aside, target);
      await rm(file, { force: true });
    }
    await syncPath(path.dirname(target));
  };

  return {
    newKey(fileName) {
      const id = randomBytes(16).toString("hex");
      const plain = fileName.replace(/[^\w.-]+/g, "_").slice(-80) || "file";
      return `${id.slice(0, 2)}/${id}/${plain.startsWith(".") ? `_${plain}` : plain}`;
    },
    pathOf,

    async adopt(file, key) {
      const { size } = await stat(file);
      await syncPath(file);
      await moveIn(file, pathOf(key));
      return { sizeBytes: size };
    },

    async adoptDirectory(directory, keyPrefix) {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true });
      const files: StoredFile[] = [];
      for (const entry of entries) {
        if (!entry.isFile()) continue;
        const full = path.join(entry.parentPath, entry.name);
        const name = path.relative(directory, full).split(path.sep).join("/");
        await syncPath(full);
        files.push({ name, key: `${keyPrefix}/${name}`, sizeBytes: (await stat(full)).size });
      }
      await syncPath(directory);
      await moveIn(directory, pathOf(keyPrefix));
      return files.sort((a, b) => (a.name < b.name ? -1 : 1));
    },

    async write(key, bytes) {
      const target = pathOf(key);
      const aside = path.join(work, `${randomUUID()}.part`);
      const handle = await open(aside, "wx", 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await moveIn(aside, target);
      return { sizeBytes: bytes.byteLength };
    },

    async sizeOf(key) {
      try {
        return (await stat(pathOf(key))).size;
      } catch (error) {
        if (isCode(error, "ENOENT")) return undefined;
        throw error;
      }
    },

    async remove(key) {
      const target = pathOf(key);
      // A job may move a file into the folder while it goes, which fails rmdir: that file goes, too.
      await rm(target, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
      for (let folder = path.dirname(target); folder !== media; folder = path.dirname(folder)) {
        const isEmpty = await removeIfEmpty(folder);
        if (!isEmpty) break;
      }
    },

    linkInto: (key, target) => linkOrCopy(pathOf(key), target),

    async workDirectory(label) {
      const directory = path.join(work, `${label}-${randomUUID()}`);
      await mkdir(directory, { mode: 0o700 });
      return {
        path: directory,
        dispose: () => rm(directory, { recursive: true, force: true, maxRetries: 3 }),
      };
    },

    serveStoredFile: (req, res, options) => serveFile(req, res, pathOf(options.key), options),
  };
}

/** A removal elsewhere may take the folder away again while it is made, which fails `mkdir` too, and before the rename. */
async function renameIntoFolder(file: string, target: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      await rename(file, target);
      return;
    } catch (error) {
      const isFolderGone = isCode(error, "ENOENT") && attempt < 10 && (await exists(file));
      if (!isFolderGone) throw error;
    }
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch {
    return false;
  }
}

/** A hard link, which costs nothing and shows one file alone; a copy where there cannot be one. */
export async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    if (!isCode(error, "EXDEV") && !isCode(error, "EPERM") && !isCode(error, "EMLINK")) throw error;
    await copyFile(source, target, constants.COPYFILE_FICLONE);
  }
}

/** Only what is empty goes: another file may be moved in at this very moment. */
async function removeIfEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch (error) {
    if (isCode(error, "ENOENT")) return true;
    if (isCode(error, "ENOTEMPTY") || isCode(error, "EEXIST")) return false;
    throw error;
  }
}

/** fsync of a file or a directory. */
async function syncPath(target: string): Promise<void> {
  const handle = await open(target, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Whether an error of Node's carries this code. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
