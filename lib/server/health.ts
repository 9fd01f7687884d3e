import type { PostgresHandle } from "#lib/postgres/open-postgres.ts";

export interface DependencyHealth {
  readonly status: "ok" | "down";
  readonly latencyMs: number | null;
  readonly detail: string;
}

/** `ok`: all answer. `degraded`: pages work, local encoding does not. `down`: nothing can be read. */
export interface DashboardHealth {
  readonly status: "ok" | "degraded" | "down";
  readonly service: "reelyard-dashboard";
  readonly uptimeSeconds: number;
  readonly liveStreams: number;
  readonly dependencies: { readonly database: DependencyHealth; readonly engine: DependencyHealth };
}

export interface HealthSources {
  readonly postgres: PostgresHandle;
  readonly engineUrl: string;
  liveStreams(): number;
}

const timeoutMs = 2_000;

/** Asks what the dashboard depends on; never longer than two seconds. */
export async function readHealth({
  postgres,
  engineUrl,
  liveStreams,
}: HealthSources): Promise<DashboardHealth> {
  const [database, engine] = await Promise.all([
    measure(postgres.backend, () => postgres.query("SELECT 1")),
    measure(engineUrl, async () => {
      const answer = await fetch(`${engineUrl}/health`, { signal: AbortSignal.timeout(timeoutMs) });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
    }),
  ]);
  const status = database.status === "down" ? "down" : engine.status === "down" ? "degraded" : "ok";
  return {
    status,
    service: "reelyard-dashboard",
    uptimeSeconds: Math.floor(process.uptime()),
    liveStreams: liveStreams(),
    dependencies: { database, engine },
  };
}

async function measure(detail: string, ask: () => Promise<unknown>): Promise<DependencyHealth> {
  const startedAt = performance.now();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("no answer in time")), timeoutMs);
  try {
    await Promise.race([ask(), late.promise]);
    return { status: "ok", latencyMs: Math.round(performance.now() - startedAt), detail };
  } catch (error) {
    const cause = error instanceof Error ? error.message : "unknown";
    return { status: "down", latencyMs: null, detail: `${detail}: ${cause}` };
  } finally {
    clearTimeout(timer);
  }
}
