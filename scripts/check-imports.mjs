// The import-direction rule: `node scripts/check-imports.mjs [root]`. One line per violation, exit 1 if any.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { areaOf, whyForbidden, whyPackageForbidden } from "./import-rules.mjs";

const root = path.resolve(process.argv[2] ?? ".");
const violations = listSources().flatMap(checkFile);
for (const violation of violations) console.error(violation);
if (violations.length > 0) {
  console.error(`${violations.length} imports against the arrows (scripts/import-rules.mjs).`);
  process.exit(1);
}
console.log("Imports follow the arrows.");

function listSources() {
  const isSource = (file) => /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith(".d.ts");
  const folders = ["app", "components", "lib", "tests", "scripts"];
  if (existsSync(path.join(root, ".git"))) {
    // Also what is not committed yet, but not what git ignores.
    const listed = execFileSync(
      "git",
      ["ls-files", "-co", "--exclude-standard", "--", ...folders, "proxy.ts"],
      {
        cwd: root,
        encoding: "utf8",
      },
    );
    return listed.split("\n").filter((file) => isSource(file) && existsSync(path.join(root, file)));
  }
  return folders
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
        path.posix.join(folder, file.split(path.sep).join("/")),
      ),
    )
    .filter(isSource);
}

function checkFile(file) {
  const text = readFileSync(path.join(root, file), "utf8");
  const found = [];
  const report = (specifier, line, why) => found.push(`${file}:${line}: imports "${specifier}": ${why}`);
  for (const { specifier, line } of importsOf(text)) {
    const target = resolve(file, specifier);
    if (target === undefined) {
      const why = whyPackageForbidden(file, specifier);
      if (why) report(specifier, line, why);
      continue;
    }
    if (target === null) {
      report(specifier, line, "no such file (the extension belongs to the import)");
      continue;
    }
    if (specifier.startsWith(".") && areaOf(file) !== areaOf(target)) {
      report(
        specifier,
        line,
        "another area is imported by its package name (#lib/…), not by a relative path",
      );
    }
    const why = whyForbidden(file, target);
    if (why) report(specifier, line, why);
  }
  if (/^lib\/features\/[^/]+\/(queries|commands)\.ts$/.test(file) && !/^import "server-only";/m.test(text)) {
    found.push(`${file}:1: starts without import "server-only"`);
  }
  return found;
}

/** Static, re-exporting, side-effect and dynamic imports with a literal specifier. */
function importsOf(text) {
  const patterns = [
    /^[ \t]*(?:import|export)\b[^;'"`]*?\bfrom\s*["']([^"'\n]+)["']/gm,
    /^[ \t]*import\s*["']([^"'\n]+)["']/gm,
    /\bimport\(\s*["']([^"'\n]+)["']/g,
  ];
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({
      specifier: match[1],
      line: text.slice(0, match.index + match[0].length).split("\n").length,
    })),
  );
}

/** The repository path a specifier names; undefined for packages, null when nothing is there. */
function resolve(file, specifier) {
  const target = specifier.startsWith("#")
    ? specifier.slice(1)
    : specifier.startsWith(".")
      ? path.posix.join(path.posix.dirname(file), specifier)
      : undefined;
  if (target === undefined) return undefined;
  return existsSync(path.join(root, target)) && /\.[a-z]+$/.test(target) ? target : null;
}
