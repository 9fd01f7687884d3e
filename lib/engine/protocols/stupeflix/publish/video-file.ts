import { open } from "node:fs/promises";

/** A video in the work directory, read in parts. */
export interface VideoFile extends AsyncDisposable {
  readonly size: number;
  readonly mimeType: string;
  read(start: number, end: number): Promise<Buffer>;
}

export async function openVideoFile(path: string, mimeType: string): Promise<VideoFile> {
  const handle = await open(path, "r");
  const { size } = await handle.stat();
  return {
    size,
    mimeType,
    async read(start, end) {
      const buffer = Buffer.allocUnsafe(end - start);
      for (let filled = 0; filled < buffer.length; ) {
        const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, start + filled);
        if (bytesRead === 0) throw new Error("The video became shorter while it was sent.");
        filled += bytesRead;
      }
      return buffer;
    },
    [Symbol.asyncDispose]: () => handle.close(),
  };
}
