import { open } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";

const pieceBytes = 256 * 1024;

/** A file on this machine: read in pieces, several at once, never whole in memory. */
export interface LocalFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Bytes [from, to). `onRead` is told how many of them have been taken so far. */
  read(from: number, to: number, onRead?: (bytes: number) => void): Readable;
  close(): Promise<void>;
}

/** The file is not what it was when its upload began: sending on would mix two files. */
export class FileChangedError extends Error {
  override readonly name = "FileChangedError";
}

export async function openLocalFile(file: string): Promise<LocalFile> {
  const handle = await open(file);
  const { size } = await handle.stat();

  async function* piecesOf(from: number, to: number, onRead: (bytes: number) => void) {
    for (let at = from; at < to; ) {
      const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, to - at));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) throw new FileChangedError(`${file} became shorter while it was being sent.`);
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
      onRead(at - from);
    }
  }

  return {
    name: path.basename(file),
    sizeBytes: size,
    read: (from, to, onRead = () => {}) =>
      Readable.from(piecesOf(from, to, onRead), { objectMode: false, highWaterMark: 2 * pieceBytes }),
    close: () => handle.close(),
  };
}
