import { z } from "zod";

const answer = z.object({ eventId: z.string() });
const problem = z.object({ error: z.object({ message: z.string() }) });

/** Has our server send an event to a connection's inbox over the way its provider would take. */
export async function postTestEvent(
  connectionId: string,
): Promise<{ eventId: string } | { message: string }> {
  try {
    const response = await fetch("/api/inbox/test", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ connectionId }),
      signal: AbortSignal.timeout(20_000),
    });
    const given: unknown = await response.json();
    return response.ok ? answer.parse(given) : { message: problem.parse(given).error.message };
  } catch {
    return { message: "Reelyard itself did not answer. Is it still running?" };
  }
}
