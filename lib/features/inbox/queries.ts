import "server-only";
import { z } from "zod";
import { dashboardPostgres } from "#lib/db/client.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { eventOrigins, eventStates, eventTrusts } from "#lib/domain/inbox.ts";
import { providerIds } from "#lib/domain/provider-id.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type {
  EventDetail,
  EventFacets,
  EventFilter,
  EventPage,
  EventPageRequest,
  EventSummary,
} from "./schema.ts";

/** What of a body is shown; the whole stays stored. */
const shownBodyBytes = 256 * 1024;

const summaryColumns = `
  events.event_id, events.connection_id, connections.name AS connection_name, connections.provider, events.origin,
  events.received_at, events.state, events.trust, events.event_type, events.subject, events.asset_id,
  assets.title AS asset_title, events.changes, events.reason`;
const joined = `
  FROM inbox_events AS events
  JOIN connections ON connections.connection_id = events.connection_id AND connections.removed_at IS NULL
  LEFT JOIN assets ON assets.asset_id = events.asset_id`;

const summaryRow = z.object({
  event_id: z.string(),
  connection_id: z.string(),
  connection_name: z.string(),
  provider: z.enum(providerIds),
  origin: z.enum(eventOrigins),
  received_at: z.coerce.date(),
  state: z.enum(eventStates),
  trust: z.enum(eventTrusts).nullable(),
  event_type: z.string().nullable(),
  subject: z.string().nullable(),
  asset_id: z.string().nullable(),
  asset_title: z.string().nullable(),
  changes: z.array(
    z.object({
      what: z.enum(["asset", "rendition"]),
      name: z.string().nullable(),
      from: z.string().nullable(),
      to: z.string().nullable(),
    }),
  ),
  reason: z.string().nullable(),
});

const toSummary = (row: z.output<typeof summaryRow>): EventSummary => ({
  eventId: row.event_id,
  connectionId: row.connection_id,
  connectionName: row.connection_name,
  provider: row.provider,
  origin: row.origin,
  receivedAt: row.received_at.toISOString(),
  state: row.state,
  trust: row.trust,
  eventType: row.event_type,
  subject: row.subject,
  assetId: row.asset_id,
  assetTitle: row.asset_title,
  changes: row.changes,
  reason: row.reason,
});

/** Builds a WHERE with its parameters; what is found by polling is shown once its grace is over. */
function toWhere(filter: EventFilter): { text: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const parts = ["(events.origin <> 'poll' OR events.state <> 'waiting')"];
  const add = (text: (place: string) => string, value: unknown) => {
    parameters.push(value);
    parts.push(text(`$${parameters.length}`));
  };
  if (filter.connection.length > 0) add((p) => `events.connection_id = ANY(${p}::text[])`, filter.connection);
  if (filter.state.length > 0) add((p) => `events.state = ANY(${p}::text[])`, filter.state);
  if (filter.origin.length > 0) add((p) => `events.origin = ANY(${p}::text[])`, filter.origin);
  if (filter.type.length > 0) add((p) => `events.event_type = ANY(${p}::text[])`, filter.type);
  if (filter.asset !== undefined) add((p) => `events.asset_id = ${p}`, filter.asset);
  if (filter.q !== "") {
    add(
      (p) => `(events.subject ILIKE ${p} OR events.event_type ILIKE ${p} OR assets.title ILIKE ${p})`,
      `%${filter.q.replace(/[\\%_]/g, "\\$&")}%`,
    );
  }
  return { text: parts.join(" AND "), parameters };
}

/** Events, the newest first, a page at a time. */
export async function listEvents(_viewer: Viewer, request: EventPageRequest): Promise<EventPage> {
  const { text, parameters } = toWhere(request);
  const after = request.cursor === undefined ? undefined : decodeCursor(request.cursor);
  const place = parameters.length;
  const beyond = after
    ? `AND (events.received_at, events.event_id) < ($${place + 2}::timestamptz, $${place + 3})`
    : "";
  const rows = await dashboardPostgres().query(
    `SELECT ${summaryColumns} ${joined} WHERE ${text} ${beyond}
      ORDER BY events.received_at DESC, events.event_id DESC LIMIT $${place + 1}`,
    [...parameters, request.limit + 1, ...(after ?? [])],
  );
  const items = z.array(summaryRow).parse(rows).map(toSummary);
  const page = items.slice(0, request.limit);
  const last = page.at(-1);
  return {
    items: page,
    nextCursor: last && items.length > request.limit ? encodeCursor(last.receivedAt, last.eventId) : null,
  };
}

/** Where a page ended: its last event's moment and id. */
const encodeCursor = (receivedAt: string, eventId: string) =>
  Buffer.from(JSON.stringify([receivedAt, eventId])).toString("base64url");

function decodeCursor(text: string): [string, string] {
  try {
    const given: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    return z.tuple([z.iso.datetime(), z.string()]).parse(given);
  } catch (error) {
    throw new DomainError("invalid", "That page of events cannot be found. Load the list again.", {
      cause: error,
    });
  }
}

const detailRow = summaryRow.extend({
  headers: z.array(z.tuple([z.string(), z.string()])),
  shown: z.instanceof(Uint8Array),
  body_bytes: z.coerce.number(),
  duplicate_of: z.string().nullable(),
  attempts: z.number(),
  processed_at: z.coerce.date().nullable(),
  due_at: z.coerce.date(),
});

/** One event with its evidence. Throws `DomainError` not_found. */
export async function getEvent(_viewer: Viewer, eventId: string): Promise<EventDetail> {
  const [found] = await dashboardPostgres().query(
    `SELECT ${summaryColumns}, events.headers, substring(events.body FROM 1 FOR $2::int) AS shown,
            octet_length(events.body) AS body_bytes, events.duplicate_of, events.attempts, events.processed_at,
            events.due_at ${joined} WHERE events.event_id = $1`,
    [eventId, shownBodyBytes],
  );
  if (!found) throw new DomainError("not_found", "That event is no longer kept.");
  const row = detailRow.parse(found);
  const isBodyCut = row.body_bytes > row.shown.length;
  const text = toText(row.shown, isBodyCut);
  return {
    ...toSummary(row),
    headers: row.headers,
    body: text ?? Buffer.from(row.shown).toString("base64"),
    bodyIsText: text !== undefined,
    bodyBytes: row.body_bytes,
    isBodyCut,
    duplicateOf: row.duplicate_of,
    attempts: row.attempts,
    processedAt: row.processed_at?.toISOString() ?? null,
    nextTryAt: row.state === "waiting" ? row.due_at.toISOString() : null,
  };
}

/** Undefined for bytes that are no text. A cut may have split the last character. */
function toText(bytes: Uint8Array, isCut: boolean): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return undefined;
  }
}

/** How many events there are of each kind in the last 30 days. */
export async function countEvents(_viewer: Viewer): Promise<EventFacets> {
  const rows = await dashboardPostgres().query(
    `SELECT events.state, events.connection_id, events.origin, coalesce(events.event_type, '') AS event_type,
            count(*)::int AS total
       FROM inbox_events AS events
       JOIN connections ON connections.connection_id = events.connection_id AND connections.removed_at IS NULL
      WHERE events.origin <> 'poll' OR events.state <> 'waiting'
      GROUP BY 1, 2, 3, 4`,
  );
  const facets: EventFacets = { state: {}, connection: {}, origin: {}, type: {} };
  const add = (counts: Record<string, number>, name: string, total: number) => {
    counts[name] = (counts[name] ?? 0) + total;
  };
  for (const row of z
    .array(
      z.object({
        state: z.string(),
        connection_id: z.string(),
        origin: z.string(),
        event_type: z.string(),
        total: z.number(),
      }),
    )
    .parse(rows)) {
    add(facets.state, row.state, row.total);
    add(facets.connection, row.connection_id, row.total);
    add(facets.origin, row.origin, row.total);
    if (row.event_type !== "") add(facets.type, row.event_type, row.total);
  }
  return facets;
}
