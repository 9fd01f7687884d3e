import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const serverOnly = fileURLToPath(new URL("./tests/support/server-only.ts", import.meta.url));

const project = (name: string, folders: readonly string[], timeoutMs: number, env = {}) => ({
  resolve: { alias: { "server-only": serverOnly } },
  oxc: { jsx: { runtime: "automatic" as const } },
  test: {
    name,
    env,
    include: folders.map((folder) => `tests/${folder}/**/*.test.{ts,tsx}`),
    environment: "node" as const,
    testTimeout: timeoutMs,
    hookTimeout: Math.max(timeoutMs, 60_000),
    // Every file gets a process of its own: databases, servers and globalThis singletons end with it.
    pool: "forks" as const,
    isolate: true,
    unstubEnvs: true,
    restoreMocks: true,
  },
});

/** Never reached where all is well: on a machine with ten things to do at once a test of seconds takes a minute. */
const patientMs = 180_000;

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

export default defineConfig({
  test: {
    // Two: engines and ffmpeg in each of more would starve one another on two cores.
    maxWorkers: 2,
    // A test that never ran is a failure of the suite, not a detail of it.
    passWithNoTests: false,
    allowOnly: !process.env.CI,
    projects: [
      project("unit", ["unit"], patientMs),
      project("integration", ["integration"], patientMs),
      // What speaks to a database, again on a server: `npm test` starts one.
      ...(process.env.TEST_DATABASE_URL
        ? [project("postgres", onDatabases, patientMs, { TEST_BACKEND: "postgres" })]
        : []),
      project("conformance", ["conformance"], patientMs),
    ],
  },
});
