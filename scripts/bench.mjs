// `npm run bench`: each file of tests/bench measures one thing beside its baseline in the same run and prints both
// and the ratio. `npm run bench -- upload` runs those whose name contains a word. It measures, it never judges: the
// exit code is non-zero only when a benchmark could not run.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build, isBuilt } from "./start/build.mjs";
import { install, isInstalled } from "./start/install.mjs";
import { nodeImports } from "./start/node-imports.mjs";
import { phase } from "./start/phases.mjs";
import { pickNode } from "./start/runtime.mjs";
import { startPostgres } from "./test/postgres.mjs";
import { requireTools } from "./test/tools.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
const { signal } = new AbortController();
const words = process.argv.slice(2);

if (!isInstalled(root))
  await phase("Installing the locked packages", (say) => install({ root, signal, say }));
await requireTools(["chromium", "ffmpeg", "postgresql"], signal);
const node = pickNode(root);
if (!isBuilt(root)) await phase("Building the dashboard", (say) => build({ root, node, signal, say }));

const files = readdirSync(path.join(root, "tests", "bench"))
  .filter((file) => file.endsWith(".bench.ts"))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();
const postgres = await startPostgres();
const couldNotRun = [];
for (const file of files) {
  console.log(`\n── ${file.replace(".bench.ts", "")}`);
  const ran = spawnSync(node, [...nodeImports, path.join("tests", "bench", file)], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, TEST_DATABASE_URL: postgres.url, NODE_ENV: "production", LOG_LEVEL: "warn" },
  });
  if (ran.status !== 0) couldNotRun.push(file);
}
await postgres.stop();
if (couldNotRun.length > 0) {
  console.error(`\nCould not run: ${couldNotRun.join(", ")}`);
  process.exitCode = 1;
}
