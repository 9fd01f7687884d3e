import type { Engine } from "./engine.ts";

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The engine's numbers in Prometheus' text format (version 0.0.4). */
export async function renderMetrics({ db, jobs }: Engine, startedAt: Date): Promise<string> {
  const [lanes, assets, renditions] = await Promise.all([
    jobs.counts(),
    db.query<{ status: string; total: number }>(
      "SELECT status, count(*)::int AS total FROM asset GROUP BY status",
    ),
    db.query<{ status: string; total: number }>(
      "SELECT status, count(*)::int AS total FROM rendition GROUP BY status",
    ),
  ]);
  const byStatus = (rows: readonly { status: string; total: number }[]) =>
    rows.map(({ status, total }) => ({ labels: { status }, value: total }));
  const memory = process.memoryUsage();
  return [
    metric("reelyard_engine_up_seconds", "gauge", "Seconds since the engine began to answer.", [
      { value: Math.round((Date.now() - startedAt.getTime()) / 1000) },
    ]),
    metric("reelyard_engine_assets", "gauge", "Assets by the status of their import.", byStatus(assets)),
    metric("reelyard_engine_renditions", "gauge", "Renditions by status.", byStatus(renditions)),
    metric(
      "reelyard_engine_jobs",
      "gauge",
      "Jobs by lane, waiting and running.",
      Object.entries(lanes).flatMap(([lane, { waiting, running }]) => [
        { labels: { lane, state: "waiting" }, value: waiting },
        { labels: { lane, state: "running" }, value: running },
      ]),
    ),
    metric("reelyard_engine_resident_memory_bytes", "gauge", "Resident memory of the engine process.", [
      { value: memory.rss },
    ]),
    metric("reelyard_engine_heap_bytes", "gauge", "JavaScript heap in use.", [{ value: memory.heapUsed }]),
  ].join("");
}

function metric(name: string, type: "gauge" | "counter", help: string, samples: readonly Sample[]): string {
  const lines = samples.map(({ labels, value }) => {
    const pairs = Object.entries(labels ?? {}).map(
      ([key, text]) => `${key}="${text.replace(/["\\\n]/g, "_")}"`,
    );
    return `${name}${pairs.length > 0 ? `{${pairs.join(",")}}` : ""} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}
