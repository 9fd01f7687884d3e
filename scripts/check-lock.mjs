// `node scripts/check-lock.mjs [package-lock.json]`: refuses a lock file that installs on some machines only.
//
// A lock made while the registry lacks one platform's build of a package leaves that entry out; `npm install`
// passes everywhere, `npm ci` then fails everywhere else ("Missing: … from lock file").
import { readFileSync } from "node:fs";
import process from "node:process";

const file = process.argv[2] ?? "package-lock.json";
const { packages } = JSON.parse(readFileSync(file, "utf8"));
const problems = [...findMissingOptional(), ...findLooseVersions(), ...findForeignAddresses()];
for (const problem of problems) console.error(`${file}: ${problem}`);
if (problems.length > 0) process.exit(1);
console.log("The lock file is complete.");

function findMissingOptional() {
  return Object.entries(packages).flatMap(([location, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !isInstalledFor(location, name))
      .map((name) => `${location || "the project"} names the optional package ${name}, which has no entry`),
  );
}

/** Node's lookup: beside the package, then in each node_modules above it. */
function isInstalledFor(location, name) {
  for (
    let folder = location;
    ;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules") - 1))
  ) {
    if (`${folder ? `${folder}/` : ""}node_modules/${name}` in packages) return true;
    if (folder === "") return false;
  }
}

function findLooseVersions() {
  const project = packages[""] ?? {};
  return ["dependencies", "devDependencies", "optionalDependencies"].flatMap((kind) =>
    Object.entries(project[kind] ?? {})
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${name} is not pinned exactly (${version})`),
  );
}

function findForeignAddresses() {
  return Object.entries(packages)
    .filter(([, { resolved }]) => resolved && !resolved.startsWith("https://registry.npmjs.org/"))
    .map(([location, { resolved }]) => `${location} comes from ${resolved}, which others may not reach`);
}
