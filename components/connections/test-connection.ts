import type { HealthReport } from "#lib/domain/connection.ts";
import type { FormFailure } from "./use-connection-form.ts";

export type TestOutcome = { report: HealthReport } | { failure: FormFailure };

/** Asks our server to try a connection (`/api/connections/…/test`). Not an action: those wait for one another. */
export async function postTest(path: string, body: unknown): Promise<TestOutcome> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const answer: unknown = await response.json();
    const { healthReport, testProblem } = await import("#lib/features/connections/schema.ts");
    if (response.ok) return { report: healthReport.parse(answer) };
    const { error } = testProblem.parse(answer);
    return { failure: { message: error.message, fields: error.fields } };
  } catch {
    return { failure: { message: "Reelyard itself did not answer. Is it still running?", fields: {} } };
  }
}
