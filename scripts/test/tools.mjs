import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { phase } from "../start/phases.mjs";
import { runCommand } from "../start/run-command.mjs";
import { StartError } from "../start/start-error.mjs";

/** What the tests use that npm does not bring, under the names of Debian's packages, and whether it is here. */
const tools = {
  chromium: () => findChromium() !== undefined,
  ffmpeg: () => onPath("ffmpeg") && onPath("ffprobe"),
  postgresql: () => process.env.TEST_DATABASE_URL !== undefined || findPostgres() !== undefined,
};

/**
 * Makes sure that the programs the tests use are here: installs them where we may, else says how.
 * @param {readonly string[]} names
 * @param {AbortSignal} signal
 */
export async function requireTools(names, signal) {
  const missing = names.filter((name) => !tools[name]());
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(" ")}`;
  if (process.getuid?.() !== 0 || !onPath("apt-get")) {
    throw new StartError(`The tests need ${missing.join(", ")}. Run: sudo ${command}`);
  }
  await phase(`Installing ${missing.join(", ")}`, async (say) => {
    const options = { cwd: "/", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, signal, say };
    await runCommand("apt-get", ["update"], options);
    await runCommand("apt-get", command.split(" ").slice(1), options);
  });
  const still = missing.filter((name) => !tools[name]());
  if (still.length > 0)
    throw new StartError(`apt-get installed ${still.join(", ")}, and still it is not found.`);
}

/** @returns {string | undefined} */
export function findChromium() {
  const candidates = [
    process.env.CHROMIUM_PATH,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  return candidates.find((candidate) => candidate && existsSync(candidate));
}

/**
 * The folder with initdb and postgres, which Debian keeps off the PATH.
 * @returns {string | undefined}
 */
export function findPostgres() {
  const versions = "/usr/lib/postgresql";
  const folders = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => path.join(versions, version, "bin"))
    : [];
  const onOurPath = (process.env.PATH ?? "").split(path.delimiter);
  return [...folders, ...onOurPath].find((folder) => existsSync(path.join(folder, "initdb")));
}

const onPath = (name) => spawnSync("which", [name]).status === 0;
