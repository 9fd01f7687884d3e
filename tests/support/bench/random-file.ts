import { open } from "node:fs/promises";

/** A file of that size that no layer can compress or share. */
export async function writeRandomFile(file: string, bytes: number): Promise<void> {
  const handle = await open(file, "w");
  const chunk = Buffer.allocUnsafe(1024 * 1024);
  for (let done = 0; done < bytes; done += chunk.length) {
    for (let at = 0; at < chunk.length; at += 65_536) crypto.getRandomValues(chunk.subarray(at, at + 65_536));
    await handle.write(chunk, 0, Math.min(chunk.length, bytes - done));
  }
  await handle.close();
}
