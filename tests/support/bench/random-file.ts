import { open, readFile } from "node:fs/promises";

/** A file of that size that no layer can compress or share. */
export async function writeRandomFile(file: string, bytes: number): Promise<void> {
  await writeWithHead(file, Buffer.alloc(0), bytes);
}

/** The same, but a video: the clip, and a box of random bytes after it that players skip. */
export async function writeRandomVideo(file: string, clip: string, bytes: number): Promise<void> {
  const head = await readFile(clip);
  const box = Buffer.alloc(16);
  box.writeUInt32BE(1, 0);
  box.write("free", 4, "ascii");
  box.writeBigUInt64BE(BigInt(bytes - head.length), 8);
  await writeWithHead(file, Buffer.concat([head, box]), bytes);
}

async function writeWithHead(file: string, head: Buffer, bytes: number): Promise<void> {
  const handle = await open(file, "w");
  await handle.write(head);
  const chunk = Buffer.allocUnsafe(1024 * 1024);
  for (let done = head.length; done < bytes; done += chunk.length) {
    for (let at = 0; at < chunk.length; at += 65_536) crypto.getRandomValues(chunk.subarray(at, at + 65_536));
    await handle.write(chunk, 0, Math.min(chunk.length, bytes - done));
  }
  await handle.close();
}
