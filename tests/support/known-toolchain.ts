import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { detectSandbox } from "#lib/engine/media/sandbox.ts";
import { findToolchain, type Toolchain } from "#lib/engine/media/toolchain.ts";

const cacheDirectory = fileURLToPath(new URL("../../.cache/toolchains", import.meta.url));
const names = z.array(z.string()).transform((list) => new Set(list));
const kept = z.object({
  ffmpeg: z.string(),
  ffprobe: z.string(),
  version: z.string(),
  origin: z.enum(["environment", "system", "bundled"]),
  encoders: names,
  filters: names,
  muxers: names,
});
let found: Promise<Toolchain> | undefined;

/**
 * What `findToolchain` finds here, asked once a machine: a run starts some two hundred engines, and each would run
 * ffmpeg four times to hear what it can do. As long as ffmpeg's file stays the same.
 */
export function knownToolchain(): Promise<Toolchain> {
  found ??= read();
  return found;
}

async function read(): Promise<Toolchain> {
  const file = path.join(cacheDirectory, `${await digest()}.json`);
  const before = await readFile(file, "utf8").catch(() => undefined);
  if (before) return { ...kept.parse(JSON.parse(before)), sandbox: await detectSandbox() };
  const toolchain = await findToolchain({});
  const { sandbox: _, ...rest } = toolchain;
  await mkdir(cacheDirectory, { recursive: true });
  const aside = path.join(cacheDirectory, randomUUID());
  await writeFile(
    aside,
    JSON.stringify(rest, (_key, value) => (value instanceof Set ? [...value] : value)),
  );
  await rename(aside, file);
  return toolchain;
}

/** Of the ffmpeg and ffprobe that would be found. */
async function digest(): Promise<string> {
  const hash = createHash("sha256");
  for (const name of ["ffmpeg", "ffprobe"]) {
    const { stdout } = await promisify(execFile)("which", [name]).catch(() => ({ stdout: "" }));
    const file = stdout.trim();
    const { mtimeMs, size } = file ? await stat(file) : { mtimeMs: 0, size: 0 };
    hash.update(JSON.stringify([file, mtimeMs, size]));
  }
  return hash.digest("hex").slice(0, 16);
}
