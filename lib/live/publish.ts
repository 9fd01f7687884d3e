import { z } from "zod";
import { dashboardPostgres } from "#lib/db/client.ts";
import type { LiveMessage } from "#lib/domain/live.ts";
import { createLog } from "#lib/log.ts";
import type { PostgresHandle } from "#lib/postgres/open-postgres.ts";
import { liveHub } from "./hub.ts";

const channel = "reelyard_live";
/** NOTIFY takes less than 8,000 bytes; what does not fit goes as several, or as one resync. */
const payloadLimit = 7_500;
const log = createLog("live");

// Which dashboard sent it, so that it is not delivered twice to its own pages.
const senderKey = Symbol.for("reelyard.live.sender");
const shared = globalThis as typeof globalThis & { [senderKey]?: string };
function sender(): string {
  shared[senderKey] ??= crypto.randomUUID();
  return shared[senderKey];
}

/**
 * Tells every open page, on this dashboard and on its siblings. Call it after the write is committed. Never
 * throws and never waits: a page that misses a message is told to resync.
 */
export function publishLive(given: LiveMessage | readonly LiveMessage[]): void {
  const messages: readonly LiveMessage[] = "type" in given ? [given] : given;
  for (const message of messages) liveHub().emit(message);
  const postgres = dashboardPostgres();
  if (postgres.backend !== "postgres" || messages.length === 0) return;
  for (const payload of toPayloads(sender(), messages)) {
    postgres
      .query("SELECT pg_notify($1, $2)", [channel, payload])
      .catch((error: unknown) =>
        log.warn({ err: error }, "live messages did not reach the other dashboards"),
      );
  }
}

/** Relays what sibling dashboards publish to this one's pages. Resolves to the way to stop. */
export async function relayLive(postgres: PostgresHandle): Promise<() => Promise<void>> {
  if (postgres.backend !== "postgres") return async () => {};
  return postgres.listen(
    channel,
    (payload) => {
      for (const message of fromPayload(sender(), payload)) liveHub().emit(message);
    },
    () => liveHub().emit({ type: "resync" }),
  );
}

/** The messages as NOTIFY payloads that fit. */
export function toPayloads(from: string, messages: readonly LiveMessage[]): string[] {
  const payload = JSON.stringify({ from, messages });
  if (Buffer.byteLength(payload) <= payloadLimit) return [payload];
  if (messages.length === 1) return [JSON.stringify({ from, messages: [{ type: "resync" }] })];
  const half = Math.ceil(messages.length / 2);
  return [...toPayloads(from, messages.slice(0, half)), ...toPayloads(from, messages.slice(half))];
}

const wirePayload = z.object({
  from: z.string(),
  // Siblings run the same code; the type tag is enough to tell a message from noise.
  messages: z.array(
    z.custom<LiveMessage>((value) => z.object({ type: z.string() }).safeParse(value).success),
  ),
});

/** What a payload of another dashboard carries; nothing when it is our own or not ours at all. */
export function fromPayload(self: string, payload: string): readonly LiveMessage[] {
  const parsed = wirePayload.safeParse(parseJson(payload));
  if (!parsed.success) return [{ type: "resync" }];
  return parsed.data.from === self ? [] : parsed.data.messages;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
