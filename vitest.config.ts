import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { SlowFirst } from "./tests/support/slow-first.ts";

const support = (file: string) => fileURLToPath(new URL(`./tests/support/${file}`, import.meta.url));

const quickResolve = fileURLToPath(new URL("./scripts/quick-resolve.mjs", import.meta.url));

const testsIn = (folder: string) => `tests/${folder}{/**/*,}.test.{ts,tsx}`;

const compiledBefore = fileURLToPath(new URL("./.cache/compiled", import.meta.url));

const project = (
  name: string,
  folders: readonly string[],
  timeoutMs: number,
  {
    env = {},
    exclude = [],
    isolate = false,
  }: { env?: Record<string, string>; exclude?: readonly string[]; isolate?: boolean } = {},
) => ({
  // What only Next provides, around whose actions there is no Next here.
  resolve: {
    alias: { "server-only": support("server-only.ts"), "next/headers": support("next-headers.ts") },
  },
  oxc: { jsx: { runtime: "automatic" as const } },
  test: {
    name,
    // What the engines of a run start as processes of ours is compiled once.
    env: { NODE_COMPILE_CACHE: compiledBefore, ...env },
    include: folders.map(testsIn),
    exclude: [...exclude],
    environment: "node" as const,
    testTimeout: timeoutMs,
    hookTimeout: Math.max(timeoutMs, 60_000),
    // Files share a process, one after the other: to load the product costs three seconds, which most of them do not
    // take for all they test. Each closes what it opened.
    pool: "forks" as const,
    execArgv: ["--import", quickResolve],
    isolate,
    // `npm test` gives a test that met a busy machine a second try, and names it (tests/support/unsteady-reporter.ts).
    retry: process.env.TEST_SECOND_TRY ? 1 : 0,
    unstubEnvs: true,
    restoreMocks: true,
  },
});

/** Never reached where all is well: on a machine with ten things to do at once a test of seconds takes a minute. */
const patientMs = 180_000;

/** What a server is used by; the media work of an encode and a process of its own are the same on either. */
const onDatabases = [
  "integration/asset-index",
  "integration/auth",
  "integration/features",
  "integration/job-loop",
  "integration/live",
  "integration/postgres",
  "integration/secrets",
  "integration/engine/deliveries",
  "integration/engine/library",
  "integration/engine/protocols",
];
/**
 * Hardly a query of these is theirs alone: what they spend is media work, waits and passwords' hashes. Found by
 * writing down every statement each file sends to the server; look there before one is added.
 */
const onEmbeddedAlone = [
  "tests/integration/auth/doors.test.ts",
  "tests/integration/engine/library/encode.test.ts",
  "tests/integration/engine/library/import-url.test.ts",
  "tests/integration/engine/protocols/stupeflix-restart.test.ts",
  "tests/integration/features/stupeflix/sxml-templates.test.ts",
  "tests/integration/features/sync/sync.test.ts",
  "tests/integration/features/uploads/engine-killed.test.ts",
  "tests/integration/features/ziggeo/auth-token-doors.test.ts",
];

/** They change the environment, which a process reads once. */
const alone = [
  "integration/features/inbox/webhook-actions",
  "integration/features/sync/sync",
  "integration/features/telestream",
];
const onServer = { TEST_BACKEND: "postgres" };

export default defineConfig({
  test: {
    // One more than the cores that CI has: a tenth of what tests do is to wait. Engines and ffmpeg in each of more would
    // starve one another.
    maxWorkers: 3,
    sequence: { sequencer: SlowFirst },
    // A test that never ran is a failure of the suite, not a detail of it.
    passWithNoTests: false,
    allowOnly: !process.env.CI,
    projects: [
      project("unit", ["unit"], patientMs),
      project("integration", ["integration"], patientMs, { exclude: alone.map(testsIn) }),
      project("integration-alone", alone, patientMs, { isolate: true }),
      // What speaks to a database, again on a server: `npm test` starts one.
      ...(process.env.TEST_DATABASE_URL
        ? [
            project("postgres", onDatabases, patientMs, {
              env: onServer,
              exclude: [...onEmbeddedAlone, ...alone.map(testsIn)],
            }),
            project("postgres-alone", alone, patientMs, {
              env: onServer,
              exclude: onEmbeddedAlone,
              isolate: true,
            }),
          ]
        : []),
      project("conformance", ["conformance"], patientMs),
      project("faults", ["faults-full", "integration/faults/kill-both"], 1_800_000, {
        env: { KILL_ROUNDS: "20" },
      }),
    ],
  },
});
