import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { runCommand } from "./run-command.mjs";

const folders = ["app", "components", "lib", "public"];
const files = [
  "package-lock.json",
  "package.json",
  "tsconfig.json",
  "next.config.mjs",
  "postcss.config.mjs",
  "tailwind.config.ts",
  "proxy.ts",
];
const stampOf = (root) => path.join(root, ".next", "reelyard-sources");

/**
 * A hash over the content of everything the pages are built from, so that a fresh checkout of the same sources,
 * a touched file or a clock that jumped does not cost a build. The engine is not part of the pages.
 * @param {string} root
 */
export function hashSources(root) {
  const hash = createHash("sha256");
  for (const file of [...files, ...folders.flatMap((folder) => listFiles(root, folder))]) {
    const full = path.join(root, file);
    if (!existsSync(full)) continue;
    const content = readFileSync(full);
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function listFiles(root, folder) {
  const full = path.join(root, folder);
  if (!existsSync(full)) return [];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => !file.startsWith(path.join("lib", "engine") + path.sep))
    .sort();
}

/** Whether the last build was made from these sources and finished. */
export function isBuilt(root, sources = hashSources(root)) {
  return (
    existsSync(path.join(root, ".next", "BUILD_ID")) &&
    existsSync(stampOf(root)) &&
    readFileSync(stampOf(root), "utf8") === sources
  );
}

/**
 * `next build`, and the stamp that saves the next one.
 * @param {{ root: string, node: string, signal: AbortSignal, say?: (line: string) => void }} options
 */
export async function build({ root, node, signal, say }) {
  const sources = hashSources(root);
  rmSync(stampOf(root), { force: true });
  await runCommand(node, [path.join(root, "node_modules", "next", "dist", "bin", "next"), "build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    signal,
    say,
  });
  writeFileSync(stampOf(root), sources);
}
