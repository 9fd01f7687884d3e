import "server-only";
import { hash, randomUUID } from "node:crypto";
import { dashboardPostgres } from "#lib/db/client.ts";
import type { EventOrigin } from "#lib/domain/inbox.ts";
import { wakeProcessor } from "./wake.ts";

/** A webhook as it came: kept before anything is made of it. */
export interface ReceivedEvent {
  readonly connectionId: string;
  readonly origin: Exclude<EventOrigin, "poll">;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** One statement stores everything that came while the one before was under way, up to these. */
const flight = { events: 500, bytes: 4 * 1024 * 1024 };
/** How long an event counts in the rate at which they come, fading. */
const rateFadesMs = 250;

interface Waiting {
  readonly event: ReceivedEvent & { readonly eventId: string; readonly receivedAt: Date };
  readonly stored: (eventId: string) => void;
  readonly failed: (error: unknown) => void;
}

const waiting: Waiting[] = [];
let isFlying = false;
const recent = { events: 0, atMs: 0 };

/** Events a second that come in now: what can wait leaves the processor and the database to storing them. */
export const readIntakeRate = (): number => (fadeRecent().events * 1_000) / rateFadesMs;

function fadeRecent(): typeof recent {
  const nowMs = performance.now();
  recent.events *= Math.exp((recent.atMs - nowMs) / rateFadesMs);
  recent.atMs = nowMs;
  return recent;
}

/**
 * Stores an event and resolves to its id once it is durable (on an embedded database: once it survives this process).
 * Rejects when the database cannot be written: whoever sent it must be told to try again.
 */
export function storeEvent(event: ReceivedEvent): Promise<string> {
  return new Promise((stored, failed) => {
    waiting.push({ event: { ...event, eventId: randomUUID(), receivedAt: new Date() }, stored, failed });
    if (!isFlying) void fly();
  });
}

/** Group commit: 5,000 single inserts a second are more than a database wants, ten statements of 500 are not. */
async function fly(): Promise<void> {
  isFlying = true;
  // What else arrived in this turn of the event loop goes along.
  await new Promise((resolve) => setImmediate(resolve));
  for (let group = takeGroup(); group.length > 0; group = takeGroup()) {
    try {
      await insert(group.map(({ event }) => event));
      for (const { event, stored } of group) stored(event.eventId);
      wakeProcessor();
    } catch (error) {
      for (const { failed } of group) failed(error);
    }
  }
  isFlying = false;
}

function takeGroup(): Waiting[] {
  let bytes = 0;
  let count = 0;
  for (const { event } of waiting) {
    bytes += event.body.length;
    if (count === flight.events || (count > 0 && bytes > flight.bytes)) break;
    count += 1;
  }
  fadeRecent().events += count;
  return waiting.splice(0, count);
}

async function insert(events: readonly Waiting["event"][]): Promise<void> {
  const rows = events.map(({ eventId, connectionId, origin, receivedAt, headers, body }) => ({
    id: eventId,
    connection: connectionId,
    origin,
    at: receivedAt,
    headers,
    body: body.toString("base64"),
    hash: hashBody(body),
  }));
  await dashboardPostgres().query(
    `INSERT INTO inbox_events
       (event_id, connection_id, origin, received_at, headers, body, body_hash, state, due_at)
     SELECT id, connection, origin, at, headers, decode(body, 'base64'), hash, 'waiting', at
       FROM jsonb_to_recordset($1::jsonb)
         AS given (id text, connection text, origin text, at timestamptz, headers jsonb, body text, hash text)`,
    [JSON.stringify(rows)],
  );
}

/** Tells the same body sent twice. */
export const hashBody = (body: Uint8Array): string => hash("sha256", body, "base64url");
