import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { runCommand } from "./run-command.mjs";

/**
 * Whether node_modules is what package-lock.json says. npm writes node_modules/.package-lock.json last, so an
 * installation that was interrupted does not have it.
 * @param {string} root
 */
export function isInstalled(root) {
  const installedFile = path.join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(installedFile, "utf8")).packages;
  return Object.entries(wanted).every(([location, entry]) => {
    if (location === "") return true;
    const there = installed[location];
    if (!there) return entry.optional === true && !isForThisMachine(entry);
    return there.version === entry.version && there.integrity === entry.integrity;
  });
}

/** Packages that name no platform may be missing for another reason, their parent's platform say. */
function isForThisMachine({ os, cpu, libc }) {
  if (!os || !cpu || libc) return false;
  return os.includes(process.platform) && cpu.includes(process.arch);
}

/**
 * `npm ci`: exactly what the lock file says. No package's install script runs; nothing here depends on one.
 * @param {{ root: string, signal: AbortSignal, say?: (line: string) => void }} options
 */
export async function install({ root, signal, say }) {
  const args = ["ci", "--ignore-scripts", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  const env = { ...process.env };
  // npm that started us names itself; NODE_ENV=production would leave out what `npm test` needs.
  delete env.NODE_ENV;
  const npm = process.env.npm_execpath;
  if (npm?.endsWith(".js")) {
    await runCommand(process.execPath, [npm, ...args], { cwd: root, env, signal, say });
  } else {
    await runCommand(process.platform === "win32" ? "npm.cmd" : "npm", args, { cwd: root, env, signal, say });
  }
}
