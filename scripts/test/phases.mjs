import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { build, isBuilt } from "../start/build.mjs";

/**
 * What `npm test` runs, in order. `run` answers whether all went well and what its runner counted.
 * @typedef {{ root: string, node: string, env: Record<string, string | undefined>, results: string, signal: AbortSignal }} Context
 * `failures` names the tests that failed. `unsteady` names those that passed on a second try: no failure, and not
 * forgotten either (docs/architecture.md).
 * @typedef {{ ok: boolean, passed: number, failed: number, skipped: number, failures?: readonly string[], unsteady?: readonly string[] }} Outcome
 * @type {readonly { name: string, onRequest?: boolean, tools?: readonly string[], run: (context: Context) => Promise<Outcome> }[]}
 */
export const phases = [
  {
    name: "format",
    run: (context) => commands(context, [bin("@biomejs/biome", "bin/biome"), "format", "."]),
  },
  {
    name: "lint",
    run: (context) =>
      commands(
        context,
        [bin("@biomejs/biome", "bin/biome"), "check", "--formatter-enabled=false", "."],
        ["scripts/check-imports.mjs"],
        ["scripts/check-lock.mjs"],
      ),
  },
  {
    name: "types",
    run: (context) =>
      commands(
        context,
        [bin("next", "dist/bin/next"), "typegen"],
        [bin("typescript", "bin/tsc"), "--noEmit"],
      ),
  },
  { name: "unit", run: (context) => vitest(context, "unit") },
  {
    name: "integration",
    tools: ["ffmpeg", "postgresql"],
    run: async (context) => {
      // Some of them start the whole product, as people run it: built.
      await buildOnce(context);
      return vitest(context, "integration", "integration-alone", "postgres", "postgres-alone");
    },
  },
  { name: "conformance", tools: ["ffmpeg"], run: (context) => vitest(context, "conformance") },
  {
    // At the size the list of faults asks for (docs/faults.md): minutes and gigabytes, so only when asked for.
    name: "faults",
    onRequest: true,
    tools: ["ffmpeg", "postgresql"],
    run: (context) => vitest(context, "faults"),
  },
  {
    name: "build",
    run: async (context) => {
      await buildOnce(context);
      return { ok: true, passed: 0, failed: 0, skipped: 0 };
    },
  },
  {
    name: "e2e",
    tools: ["ffmpeg", "postgresql", "chromium"],
    run: async (context) => {
      await buildOnce(context);
      return playwright(context);
    },
  },
];

const bin = (name, file) => path.join("node_modules", ...name.split("/"), file);

async function buildOnce({ root, node, signal }) {
  if (isBuilt(root)) return;
  await build({ root, node, signal, say: (line) => console.log(line) });
}

/** Commands that pass or do not; they have no tests to count. */
async function commands(context, ...argLists) {
  let ok = true;
  for (const args of argLists) ok = (await exitCode(context, args)) === 0 && ok;
  return { ok, passed: 0, failed: 0, skipped: 0 };
}

async function vitest(context, ...projects) {
  const report = path.join(context.results, `${projects[0]}.json`);
  const unsteady = path.join(context.results, `${projects[0]}-unsteady.json`);
  for (const file of [report, unsteady]) rmSync(file, { force: true });
  const env = { ...context.env, TEST_SECOND_TRY: "1", TEST_UNSTEADY_FILE: unsteady };
  const code = await exitCode({ ...context, env }, [
    bin("vitest", "vitest.mjs"),
    "run",
    ...projects.map((project) => `--project=${project}`),
    "--reporter=default",
    "--reporter=json",
    "--reporter=./tests/support/unsteady-reporter.ts",
    `--outputFile.json=${report}`,
  ]);
  const counted = JSON.parse(readFileSync(report, "utf8"));
  const passed = counted.numPassedTests;
  const skipped = counted.numPendingTests + (counted.numTodoTests ?? 0);
  const failures = counted.testResults.flatMap((file) => failuresIn(file, context.root));
  return toOutcome(code, {
    passed,
    skipped,
    failed: failures.length,
    failures,
    unsteady: JSON.parse(readFileSync(unsteady, "utf8")),
  });
}

/** The names of a file's tests that failed; its own where it does not load and so has no tests to fail. */
function failuresIn({ name, status, assertionResults }, root) {
  const file = path.relative(root, name);
  const failed = assertionResults.filter((one) => one.status === "failed");
  if (failed.length > 0) return failed.map(({ fullName }) => `${file}: ${fullName}`);
  return status === "failed" ? [file] : [];
}

async function playwright(context) {
  const report = path.join(context.results, "e2e.json");
  rmSync(report, { force: true });
  const env = { ...context.env, TEST_SECOND_TRY: "1", PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const code = await exitCode({ ...context, env }, [bin("@playwright/test", "cli.js"), "test"]);
  const { stats, errors, suites } = JSON.parse(readFileSync(report, "utf8"));
  return toOutcome(code, {
    passed: stats.expected + stats.flaky,
    skipped: stats.skipped,
    failed: stats.unexpected + errors.length,
    failures: [...titlesOf(suites, "unexpected"), ...errors.map(({ message }) => message)],
    unsteady: titlesOf(suites, "flaky"),
  });
}

/**
 * The titles of a Playwright report's tests that ended in a way: `unexpected` failed, `flaky` passed on their second
 * try only.
 */
function titlesOf(suites, ending) {
  return suites.flatMap(({ specs = [], suites: inner = [] }) => [
    ...specs
      .filter(({ tests }) => tests.some(({ status }) => status === ending))
      .map(({ file, title }) => `${file}: ${title}`),
    ...titlesOf(inner, ending),
  ]);
}

function toOutcome(code, counts) {
  if (counts.passed + counts.failed === 0) console.error("No test ran; that is a failure.");
  return { ok: code === 0 && counts.failed === 0 && counts.passed > 0, ...counts };
}

function exitCode({ root, node, env, signal }, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
    const forward = () => child.kill("SIGTERM");
    signal.addEventListener("abort", forward);
    child.on("error", reject);
    child.on("close", (code) => {
      signal.removeEventListener("abort", forward);
      resolve(code ?? 1);
    });
  });
}
