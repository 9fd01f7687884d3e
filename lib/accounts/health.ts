import { eq } from "drizzle-orm";
import { db } from "#lib/db/client.ts";
import { connections } from "#lib/db/schema/connections.ts";
import type { HealthReport } from "#lib/domain/connection.ts";
import { publishLive } from "#lib/live/publish.ts";
import type { CallOptions } from "#lib/providers/provider.ts";
import type { ConnectionRow, OpenAccount } from "./accounts.ts";

/** Asks the provider whether the account works and keeps the answer. Throws only the caller's own abort. */
export async function checkHealth({ connection, provider }: OpenAccount, options: CallOptions) {
  const report = inWords(connection, await provider.check(options));
  await recordHealth(connection.connectionId, report);
  return report;
}

/** Keeps a report and tells open pages when the words changed; an unchanged one only renews its time. */
export async function recordHealth(connectionId: string, report: HealthReport): Promise<void> {
  const [before] = await db()
    .select({ cause: connections.healthCause, message: connections.healthMessage })
    .from(connections)
    .where(eq(connections.connectionId, connectionId));
  if (!before) return;
  await db()
    .update(connections)
    .set({
      healthCause: report.cause,
      healthMessage: report.message,
      healthCheckedAt: new Date(report.checkedAt),
      healthLatencyMs: report.latencyMs === null ? null : Math.round(report.latencyMs),
    })
    .where(eq(connections.connectionId, connectionId));
  if (before.cause !== report.cause || before.message !== report.message) {
    publishLive({ type: "connection", connectionId });
  }
}

/** Our own engine's absence is nothing a person can repair at an address: the supervisor starts it again. */
function inWords({ isLocal }: Pick<ConnectionRow, "isLocal">, report: HealthReport): HealthReport {
  if (!isLocal || (report.cause !== "refused" && report.cause !== "timeout")) return report;
  return {
    ...report,
    message:
      report.cause === "refused"
        ? "The local engine is not running. It is started again by itself; its log is data/logs/engine.log."
        : "The local engine is busy and did not answer in time. It is asked again by itself.",
  };
}
