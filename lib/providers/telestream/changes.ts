import { ProviderError } from "../errors.ts";
import type { Http } from "../http.ts";
import type { ProviderChange } from "../provider.ts";
import { wireChange } from "./wire.ts";

/** Longer than two of the feed's heartbeats (15 s): silence beyond it is a dead line. */
const idleTimeoutMs = 40_000;
const longestLine = 1_000_000;

/**
 * The engine's change feed, `GET /reelyard/changes` (decision 0003). Ends when the signal aborts; throws a
 * `ProviderError` when the line breaks.
 */
export async function* watchChanges(http: Http, signal: AbortSignal): AsyncGenerator<ProviderChange> {
  const decoder = new TextDecoder();
  let rest = "";
  try {
    const headers = { accept: "text/event-stream", "accept-encoding": "identity" };
    for await (const bytes of http.stream("/reelyard/changes", { headers, signal, idleTimeoutMs })) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      if (rest.length > longestLine) throw unexpected("a line without an end");
      for (const line of lines) {
        const change = parseLine(line);
        if (change) yield change;
      }
    }
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }
  if (signal.aborted) return;
  throw new ProviderError({
    provider: "telestream",
    kind: "connection_lost",
    message: "The change feed ended.",
  });
}

/** Comments and empty lines keep the line alive and say nothing. */
function parseLine(line: string): ProviderChange | undefined {
  if (!line.startsWith("data:")) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(line.slice("data:".length));
  } catch (cause) {
    throw unexpected("something that is not JSON", cause);
  }
  const parsed = wireChange.safeParse(data);
  if (!parsed.success) throw unexpected("an event of another shape", parsed.error);
  return { providerAssetIds: parsed.data.video_ids, changedAtMs: parsed.data.changed_at_ms };
}

function unexpected(what: string, cause?: unknown): ProviderError {
  return new ProviderError({
    provider: "telestream",
    kind: "unexpected_answer",
    message: `The change feed carried ${what}.`,
    cause,
  });
}
