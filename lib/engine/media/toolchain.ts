import { execFile } from "node:child_process";
import { access, chmod, constants } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import type { StartChild } from "./children/started-child.ts";
import { detectSandbox, type Sandbox } from "./sandbox.ts";

const run = promisify(execFile);

/** ffmpeg is missing or cannot do what the engine needs; one line for a person. */
export class ToolchainError extends Error {
  override readonly name = "ToolchainError";
}

/** The ffmpeg and ffprobe in use, what they can do, and the cage they run in. */
export interface Toolchain {
  readonly ffmpeg: string;
  readonly ffprobe: string;
  readonly version: string;
  /** Where it was found. */
  readonly origin: "environment" | "system" | "bundled";
  readonly encoders: ReadonlySet<string>;
  readonly filters: ReadonlySet<string>;
  readonly muxers: ReadonlySet<string>;
  readonly sandbox: Sandbox;
  /** Who starts its processes; this process itself when absent. */
  readonly startChild?: StartChild;
}

type Abilities = Pick<Toolchain, "version" | "encoders" | "filters" | "muxers">;

/**
 * Finds ffmpeg: `FFMPEG_PATH`, else the system's if it can encode H.264 and AAC and write HLS, else the bundled
 * one. Throws `ToolchainError` when none will do, or when the one named in the environment will not.
 */
export async function findToolchain(paths: {
  ffmpegPath?: string | undefined;
  ffprobePath?: string | undefined;
}): Promise<Toolchain> {
  const sandbox = detectSandbox();
  const ffmpeg = await findFfmpeg(paths.ffmpegPath);
  const ffprobe = await findFfprobe(paths.ffprobePath);
  return { ...ffmpeg, ffprobe, sandbox: await sandbox };
}

async function findFfmpeg(given: string | undefined) {
  if (given) {
    const abilities = await readAbilities(given);
    const missing = abilities ? missingIn(abilities) : undefined;
    if (!abilities) throw new ToolchainError(`FFMPEG_PATH is ${given}, which does not run as ffmpeg.`);
    if (missing?.length) {
      throw new ToolchainError(
        `FFMPEG_PATH is ${given}, which lacks ${missing.join(", ")}. Use a full build.`,
      );
    }
    return { ffmpeg: given, origin: "environment" as const, ...abilities };
  }
  const system = await readAbilities("ffmpeg");
  if (system && missingIn(system).length === 0) {
    return { ffmpeg: "ffmpeg", origin: "system" as const, ...system };
  }
  const bundled = await bundledBinary("ffmpeg");
  const abilities = bundled ? await readAbilities(bundled) : undefined;
  if (bundled && abilities && missingIn(abilities).length === 0) {
    return { ffmpeg: bundled, origin: "bundled" as const, ...abilities };
  }
  const why = system
    ? `the system's ffmpeg lacks ${missingIn(system).join(", ")}`
    : "there is none on the PATH";
  throw new ToolchainError(
    `No usable ffmpeg: ${why}, and none is bundled for ${process.platform}-${process.arch}. Install ffmpeg or set FFMPEG_PATH.`,
  );
}

async function findFfprobe(given: string | undefined): Promise<string> {
  const candidates = given ? [given] : ["ffprobe", await bundledBinary("ffprobe")];
  for (const candidate of candidates) {
    if (candidate && (await succeeds(candidate, ["-version"]))) return candidate;
  }
  throw new ToolchainError(
    given
      ? `FFPROBE_PATH is ${given}, which does not run as ffprobe.`
      : "No usable ffprobe: none on the PATH and none bundled. Install ffmpeg or set FFPROBE_PATH.",
  );
}

function missingIn({ encoders, muxers }: Abilities): string[] {
  const missing = ["libx264", "aac", "mjpeg"]
    .filter((name) => !encoders.has(name))
    .map((name) => `encoder ${name}`);
  return muxers.has("hls") ? missing : [...missing, "the HLS muxer"];
}

async function readAbilities(ffmpeg: string): Promise<Abilities | undefined> {
  const ask = async (what: string) =>
    (await run(ffmpeg, ["-hide_banner", what], { timeout: 15_000, maxBuffer: 4 * 1024 * 1024 })).stdout;
  try {
    const [version, encoders, filters, muxers] = await Promise.all([
      ask("-version"),
      ask("-encoders"),
      ask("-filters"),
      ask("-muxers"),
    ]);
    return {
      version: /^ffmpeg version (\S+)/.exec(version)?.[1] ?? "unknown",
      encoders: secondColumn(encoders),
      filters: secondColumn(filters),
      muxers: secondColumn(muxers),
    };
  } catch {
    // Not there, not executable, or not an ffmpeg: the next candidate's turn, and the caller says which failed.
    return undefined;
  }
}

/** ffmpeg's tables: ` V....D libx264   H.264 …`. */
function secondColumn(table: string): Set<string> {
  return new Set(
    table
      .split("\n")
      .map((line) => /^\s*\S+\s+(\S+)/.exec(line)?.[1])
      .filter((name) => name !== undefined)
      .flatMap((name) => name.split(",")),
  );
}

/** The npm packages carry a static binary per platform; their own install scripts are not needed, nor run. */
async function bundledBinary(name: "ffmpeg" | "ffprobe"): Promise<string | undefined> {
  const require = createRequire(import.meta.url);
  try {
    const manifest = require.resolve(`@${name}-installer/${process.platform}-${process.arch}/package.json`);
    const binary = path.join(path.dirname(manifest), process.platform === "win32" ? `${name}.exe` : name);
    await access(binary, constants.R_OK);
    // The ffprobe package ships without the executable bit; its blocked install script would have set it.
    await chmod(binary, 0o755).catch(() => {});
    return binary;
  } catch {
    return undefined;
  }
}

async function succeeds(command: string, args: string[]): Promise<boolean> {
  try {
    await run(command, args, { timeout: 15_000 });
    return true;
  } catch {
    return false;
  }
}

/** `-stats_period` came with 4.4; the bundled build is older and reports every half second. */
export function hasStatsPeriod(version: string): boolean {
  const [, major = "0", minor = "0"] = /^n?(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) > 4 || (Number(major) === 4 && Number(minor) >= 4);
}
