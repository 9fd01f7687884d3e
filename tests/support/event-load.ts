import { Agent, request } from "node:http";
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
}

export interface EventLoadResult {
  /** Of the answered events: their types, which are unique. */
  readonly acknowledged: ReadonlySet<string>;
  /** Milliseconds each answer took. */
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
}: EventLoad): Promise<EventLoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const acknowledged = new Set<string>();
  const delaysMs: number[] = [];
  let unanswered = 0;
  let next = 0;
  const startedAt = performance.now();
  const sender = async () => {
    for (let number = next++; number < count; number = next++) {
      const type = `${prefix}-${number}`;
      for (let attempt = 1; attempt <= tries; attempt++) {
        const sentAt = performance.now();
        if ((await post(agent, url, `event=${type}&progress=40&padding=${"x".repeat(100)}`)) === 200) {
          delaysMs.push(performance.now() - sentAt);
          acknowledged.add(type);
          break;
        }
        unanswered += 1;
        if (attempt < tries) await delay(250);
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, sender));
  agent.destroy();
  return { acknowledged, delaysMs, seconds: (performance.now() - startedAt) / 1000, unanswered };
}

function post(agent: Agent, url: string, body: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const sent = request(
      url,
      {
        agent,
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "content-length": Buffer.byteLength(body),
        },
      },
      (answer) => {
        answer.resume();
        answer.once("end", () => resolve(answer.statusCode));
        answer.once("error", () => resolve(undefined));
      },
    );
    sent.once("error", () => resolve(undefined));
    sent.end(body);
  });
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
