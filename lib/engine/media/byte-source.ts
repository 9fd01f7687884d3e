import { open } from "node:fs/promises";

/** Bytes that are read where they are wanted: of a file, or of an address that answers ranges. */
export interface ByteSource {
  readonly size: number;
  /** Exactly these bytes, `end` not among them. */
  read(start: number, end: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

export async function openFile(file: string): Promise<ByteSource> {
  const handle = await open(file, "r");
  const { size } = await handle.stat();
  return {
    size,
    async read(start, end) {
      const buffer = new Uint8Array(end - start);
      let filled = 0;
      while (filled < buffer.byteLength) {
        const { bytesRead } = await handle.read(buffer, filled, buffer.byteLength - filled, start + filled);
        if (bytesRead === 0) throw new Error("The file became shorter while it was read.");
        filled += bytesRead;
      }
      return buffer;
    },
    close: () => handle.close(),
  };
}
