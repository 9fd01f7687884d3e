import { statfs } from "node:fs/promises";
import { Hono } from "hono";
import type { Engine, ProtocolMount } from "./engine.ts";
import type { Toolchain } from "./media/toolchain.ts";
import { renderMetrics } from "./metrics.ts";

export interface HealthSources {
  readonly engine: Engine;
  readonly toolchain: Toolchain;
  readonly ports: Readonly<Record<string, number>>;
  readonly startedAt: Date;
}

interface Check {
  readonly ok: boolean;
  readonly detail: string;
}

/** Below this the next upload or encode is likely to end with a full disk. */
const leastFreeBytes = 512 * 1024 * 1024;

/** `GET /health` and `GET /metrics` on `ENGINE_PORT`: what the engine depends on, and how each of it is. */
export function mountHealth(sources: HealthSources): ProtocolMount {
  const app = new Hono();
  app.get("/health", async (c) => {
    const checks = await runChecks(sources);
    const ok = Object.values(checks).every((check) => check.ok);
    return c.json(
      {
        status: ok ? "ok" : "failing",
        startedAt: sources.startedAt.toISOString(),
        ports: sources.ports,
        checks,
        queues: await sources.engine.jobs.counts().catch(() => null),
      },
      ok ? 200 : 503,
      { "cache-control": "no-store" },
    );
  });
  app.get("/metrics", async (c) =>
    c.text(await renderMetrics(sources.engine, sources.startedAt), 200, {
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
      "cache-control": "no-store",
    }),
  );
  app.notFound((c) => c.json({ error: "NotFound", message: "This port answers /health and /metrics." }, 404));
  return { app };
}

async function runChecks({ engine, toolchain }: HealthSources): Promise<Record<string, Check>> {
  const [database, storage] = await Promise.all([checkDatabase(engine), checkStorage(engine.config.dataDir)]);
  return {
    database,
    storage,
    ffmpeg: {
      ok: true,
      detail: `${toolchain.version} (${toolchain.origin}); sandbox: ${toolchain.sandbox.tools.join(", ") || "none"}`,
    },
  };
}

async function checkDatabase({ db, log }: Engine): Promise<Check> {
  const kind = db.backend === "pglite" ? "embedded" : "server";
  const timer = Promise.withResolvers<never>();
  const late = setTimeout(() => timer.reject(new Error("no answer in 3 s")), 3_000);
  try {
    await Promise.race([db.query("SELECT 1"), timer.promise]);
    return { ok: true, detail: kind };
  } catch (error) {
    log.warn({ err: error }, "health: the database does not answer");
    return { ok: false, detail: `${kind}, does not answer` };
  } finally {
    clearTimeout(late);
  }
}

async function checkStorage(dataDir: string): Promise<Check> {
  try {
    const { bavail, bsize } = await statfs(dataDir);
    const freeBytes = bavail * bsize;
    return { ok: freeBytes >= leastFreeBytes, detail: `${Math.floor(freeBytes / 1024 ** 2)} MiB free` };
  } catch {
    return { ok: false, detail: "the data directory cannot be read" };
  }
}
