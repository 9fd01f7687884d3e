import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

export interface EventLoad {
  /** Where they go: `http://…/hooks/<connection>/<secret>`. */
  readonly url: string;
  readonly count: number;
  readonly connections: number;
  /** Their types begin with it: another load's are other events. */
  readonly prefix: string;
  /** Unanswered and refused ones are sent again, as a provider does, until this many tries. */
  readonly tries?: number;
  /** Sent at this pace, whatever the answers take; without it each connection sends as soon as it is answered. */
  readonly perSecond?: number;
  /** Told after each answer how many are answered; what it does comes before the next is sent on that connection. */
  readonly onAnswered?: (answered: number) => void;
}

export interface EventLoadResult {
  /** Of the answered events: their types, which are unique. */
  readonly acknowledged: ReadonlySet<string>;
  /** Milliseconds each answer took; with a pace, from when the event was due, also when no connection was free then. */
  readonly delaysMs: readonly number[];
  readonly seconds: number;
  /** Sendings that had no good answer. */
  readonly unanswered: number;
}

/** Sends events that are all different, each type once, over connections that are kept open. */
export async function sendEvents({
  url,
  count,
  connections,
  prefix,
  tries = 1,
  perSecond,
  onAnswered,
}: EventLoad): Promise<EventLoadResult> {
  const acknowledged = new Set<string>();
  const delaysMs: number[] = [];
  let unanswered = 0;
  let next = 0;
  const startedAt = performance.now();
  const keepSending = async () => {
    const sender = openSender(new URL(url));
    for (let number = next++; number < count; number = next++) {
      const type = `${prefix}-${number}`;
      const dueAt = perSecond === undefined ? undefined : startedAt + (number * 1_000) / perSecond;
      const earlyMs = (dueAt ?? 0) - performance.now();
      if (earlyMs > 0) await delay(earlyMs);
      for (let attempt = 1; attempt <= tries; attempt++) {
        const sentAt = dueAt ?? performance.now();
        if ((await sender.post(`event=${type}&progress=40&padding=${"x".repeat(100)}`)) === 200) {
          delaysMs.push(performance.now() - sentAt);
          acknowledged.add(type);
          onAnswered?.(acknowledged.size);
          break;
        }
        unanswered += 1;
        if (attempt < tries) await delay(250);
      }
    }
    sender.close();
  };
  await Promise.all(Array.from({ length: connections }, keepSending));
  return { acknowledged, delaysMs, seconds: (performance.now() - startedAt) / 1000, unanswered };
}

/** One connection that is kept open, and opened again after it broke. */
interface Sender {
  /** The status of the answer; undefined when there was none. */
  post(body: string): Promise<number | undefined>;
  close(): void;
}

/**
 * Speaks just as much HTTP as this load needs, on a bare socket: node's own client would take more of the processor
 * than the server that is measured, and they share it.
 */
function openSender(url: URL): Sender {
  const head =
    `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nUser-Agent: event-load\r\nAccept: */*\r\n` +
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ";
  let socket: Socket | undefined;
  let answered: ((status: number | undefined) => void) | undefined;
  let received = "";
  const settle = (status: number | undefined) => {
    const resolve = answered;
    answered = undefined;
    received = "";
    resolve?.(status);
  };
  const open = () => {
    const opened = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    opened.setEncoding("latin1");
    opened.on("data", (text: string) => {
      received += text;
      const headEnd = received.indexOf("\r\n\r\n");
      if (headEnd < 0) return;
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(received)?.[1] ?? 0);
      if (received.length < headEnd + 4 + length) return;
      if (/\r\nconnection: *close/i.test(received.slice(0, headEnd))) opened.destroy();
      settle(Number(received.slice(9, 12)));
    });
    opened.on("error", () => {});
    opened.once("close", () => {
      if (socket !== opened) return;
      socket = undefined;
      settle(undefined);
    });
    return opened;
  };
  return {
    post(body) {
      if (socket?.destroyed) socket = undefined;
      socket ??= open();
      const { promise, resolve } = Promise.withResolvers<number | undefined>();
      answered = resolve;
      socket.write(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
      return promise;
    },
    close: () => socket?.destroy(),
  };
}

const overview = z.array(z.object({ provider: z.string(), inboxUrl: z.string().nullable() }));

/** Where the dashboard listens for its local Telestream, as its owner is told. */
export async function findInboxUrl(dashboardUrl: string, cookie: string): Promise<string | undefined> {
  const answer = await fetch(`${dashboardUrl}/api/inbox/webhooks`, { headers: { cookie } });
  if (!answer.ok) return undefined;
  const found = overview.parse(await answer.json()).find(({ provider }) => provider === "telestream");
  return found?.inboxUrl ?? undefined;
}

const eventPage = z.object({
  items: z.array(z.object({ eventType: z.string().nullable(), state: z.string() })),
  nextCursor: z.string().nullable(),
});

/** Whether anything in the inbox is still to be processed. */
export async function hasWaitingEvents(dashboardUrl: string, cookie: string): Promise<boolean> {
  const answer = await fetch(`${dashboardUrl}/api/inbox?state=waiting&limit=1`, { headers: { cookie } });
  return eventPage.parse(await answer.json()).items.length > 0;
}

/** Every event in the inbox, by type with the states of all that are of it. */
export async function readInbox(dashboardUrl: string, cookie: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query = new URLSearchParams({ limit: "200", ...(cursor ? { cursor } : {}) });
    const answer = await fetch(`${dashboardUrl}/api/inbox?${query}`, { headers: { cookie } });
    const page = eventPage.parse(await answer.json());
    for (const { eventType, state } of page.items) {
      const type = eventType ?? "";
      found.set(type, [...(found.get(type) ?? []), state]);
    }
    cursor = page.nextCursor;
  }
  return found;
}
