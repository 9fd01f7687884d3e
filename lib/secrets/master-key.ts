import { hkdfSync, randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import path from "node:path";

/** The key that wraps the data keys: 32 bytes, derived from `REELYARD_SECRET_KEY`. */
export function masterKeyFromText(text: string): Buffer {
  return Buffer.from(hkdfSync("sha256", text, "reelyard", "master key v1", 32));
}

/** The 32 bytes kept in `data/secret.key`, or undefined when there is no such file. */
export async function findMasterKeyFile(file: string): Promise<Buffer | undefined> {
  try {
    return parseKeyFile(file, await readFile(file, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Makes `data/secret.key` (mode 0600) unless another process just did, and answers what it holds. */
export async function makeMasterKeyFile(file: string): Promise<Buffer> {
  await mkdir(path.dirname(file), { recursive: true });
  const aside = `${file}.${randomBytes(6).toString("hex")}`;
  const handle = await open(aside, "wx", 0o600);
  await handle.writeFile(`${randomBytes(32).toString("base64")}\n`);
  await handle.sync();
  await handle.close();
  // link() refuses to replace: the first of two processes wins, and a half-written key is never seen.
  await link(aside, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(aside);
  return parseKeyFile(file, await readFile(file, "utf8"));
}

function parseKeyFile(file: string, text: string): Buffer {
  const key = Buffer.from(text.trim(), "base64");
  if (key.length !== 32) throw new Error(`${file} does not hold a key of 32 bytes in base64.`);
  return key;
}
