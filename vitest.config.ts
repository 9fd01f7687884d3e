import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const serverOnly = fileURLToPath(new URL("./tests/support/server-only.ts", import.meta.url));

const project = (name: string, folder: string, timeoutMs: number) => ({
  resolve: { alias: { "server-only": serverOnly } },
  oxc: { jsx: { runtime: "automatic" as const } },
  test: {
    name,
    include: [`tests/${folder}/**/*.test.{ts,tsx}`],
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

export default defineConfig({
  test: {
    // Two: engines and ffmpeg in each of more would starve one another on two cores.
    maxWorkers: 2,
    // A test that never ran is a failure of the suite, not a detail of it.
    passWithNoTests: false,
    allowOnly: !process.env.CI,
    projects: [
      project("unit", "unit", 10_000),
      project("integration", "integration", 60_000),
      project("conformance", "conformance", 60_000),
    ],
  },
});
