import { mkdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { install, isInstalled } from "../start/install.mjs";
import { phase } from "../start/phases.mjs";
import { pickNode } from "../start/runtime.mjs";
import { StartError } from "../start/start-error.mjs";
import { phases } from "./phases.mjs";
import { startPostgres } from "./postgres.mjs";
import { findChromium, requireTools } from "./tools.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** @param {readonly string[]} wanted names of phases; all but those on request when empty */
export async function main(wanted) {
  const unknown = wanted.filter((name) => !phases.some((one) => one.name === name));
  if (unknown.length > 0) {
    console.error(`No phase ${unknown.join(", ")}. There are: ${phases.map(({ name }) => name).join(", ")}.`);
    process.exit(1);
  }
  const chosen = phases.filter(({ name, onRequest }) =>
    wanted.length === 0 ? !onRequest : wanted.includes(name),
  );
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop.abort());

  try {
    const node = await prepare(chosen, stop.signal);
    process.exitCode = await runPhases(chosen, node, stop.signal);
  } catch (error) {
    console.error(error instanceof StartError ? `\n${error.message}` : error);
    console.log("0 passed, 1 failed, 0 skipped");
    process.exitCode = 1;
  }
}

async function prepare(chosen, signal) {
  if (!isInstalled(root))
    await phase("Installing the locked packages", (say) => install({ root, signal, say }));
  const needed = [...new Set(chosen.flatMap(({ tools = [] }) => tools))];
  if (needed.length > 0) await requireTools(needed, signal);
  return pickNode(root);
}

async function runPhases(chosen, node, signal) {
  const results = path.join(root, ".cache", "test-results");
  mkdirSync(results, { recursive: true });
  const needsPostgres = chosen.some(({ tools }) => tools?.includes("postgresql"));
  const postgres = needsPostgres ? await phase("Starting PostgreSQL", () => startPostgres()) : undefined;
  const env = {
    ...process.env,
    PATH: `${path.join(root, "node_modules", ".bin")}${path.delimiter}${process.env.PATH}`,
    NEXT_TELEMETRY_DISABLED: "1",
    NODE_COMPILE_CACHE: path.join(root, ".cache", "compiled"),
    CHROMIUM_PATH: findChromium(),
    ...(postgres ? { TEST_DATABASE_URL: postgres.url } : {}),
  };

  const outcomes = [];
  try {
    for (const { name, run } of chosen) {
      if (signal.aborted) break;
      console.log(`\n── ${name}`);
      const startedMs = Date.now();
      const outcome = await run({ root, node, env, results, signal }).catch((error) => {
        console.error(error instanceof StartError ? error.message : error);
        return { ok: false, passed: 0, failed: 1, skipped: 0 };
      });
      outcomes.push({ name, seconds: (Date.now() - startedMs) / 1000, ...outcome });
    }
  } finally {
    await postgres?.stop();
  }
  return report(outcomes, signal.aborted);
}

function list(heading, names) {
  if (names.length === 0) return;
  console.log(`\n${heading}: ${names.length}`);
  for (const name of names) console.log(`  ${name}`);
}

function report(outcomes, aborted) {
  const sum = (field) => outcomes.reduce((total, outcome) => total + outcome[field], 0);
  console.log("");
  for (const { name, ok, seconds, passed, failed, skipped } of outcomes) {
    const counts =
      passed + failed + skipped > 0 ? `${passed} passed, ${failed} failed, ${skipped} skipped` : "";
    console.log(
      `${ok ? "ok    " : "FAILED"} ${name.padEnd(12)} ${`${seconds.toFixed(0)} s`.padStart(6)}  ${counts}`,
    );
  }
  list(
    "Passed on a second try, so to be mended",
    outcomes.flatMap((one) => one.unsteady ?? []),
  );
  // Last, where they are seen: what a runner said of them is some thousand lines above.
  list(
    "Failed",
    outcomes.flatMap((one) => one.failures ?? []),
  );
  // A phase that failed without a failed test (types, a build, a runner that ran nothing) is one failure.
  const failed = outcomes.reduce(
    (total, one) => total + (one.ok ? 0 : Math.max(1, one.failed)),
    aborted ? 1 : 0,
  );
  console.log(`\n${sum("passed")} passed, ${failed} failed, ${sum("skipped")} skipped`);
  return failed === 0 ? 0 : 1;
}
