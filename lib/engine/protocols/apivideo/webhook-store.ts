import { and, count, desc, eq, sql } from "drizzle-orm";
import type { WebhookEvent } from "#lib/providers/apivideo/wire/webhooks.ts";
import { type WebhookRow, webhookTable } from "../../db/schema/apivideo-webhook.ts";
import type { Engine } from "../../engine.ts";
import { newNamedId, randomText } from "./ids.ts";
import { type Paging, sliceOf } from "./paging.ts";
import { webhookLimitReached } from "./problems.ts";

/** Webhooks as rows. */
export class WebhookStore {
  readonly #engine: Engine;
  readonly #most: number;

  constructor(engine: Engine, most: number) {
    this.#engine = engine;
    this.#most = most;
  }

  /** Throws `webhook-limit-reached`. */
  async create(input: { events: readonly WebhookEvent[]; url: string }): Promise<WebhookRow> {
    const [{ total = 0 } = {}] = await this.#db
      .select({ total: count() })
      .from(webhookTable)
      .where(this.#own());
    if (total >= this.#most) throw webhookLimitReached();
    const [row] = await this.#db
      .insert(webhookTable)
      .values({
        webhookId: newNamedId("webhook"),
        accountId: this.#engine.accounts.apivideo.accountId,
        events: [...new Set(input.events)],
        url: input.url,
        signatureSecret: `sig_sec_${randomText(22)}`,
        createdAt: this.#engine.clock.now(),
      })
      .returning();
    if (!row) throw new Error("The webhook was not inserted.");
    return row;
  }

  async page(event: string | undefined, paging: Paging): Promise<{ items: WebhookRow[]; total: number }> {
    const where = and(this.#own(), event === undefined ? undefined : sends(event));
    const { offset, limit } = sliceOf(paging);
    const items = await this.#db
      .select()
      .from(webhookTable)
      .where(where)
      .orderBy(desc(webhookTable.createdAt), desc(webhookTable.sequence))
      .limit(limit)
      .offset(offset);
    const [counted] = await this.#db.select({ total: count() }).from(webhookTable).where(where);
    return { items, total: counted?.total ?? 0 };
  }

  async find(webhookId: string): Promise<WebhookRow | undefined> {
    const [row] = await this.#db.select().from(webhookTable).where(this.#own(webhookId));
    return row;
  }

  /** False when it is not there. */
  async remove(webhookId: string): Promise<boolean> {
    const rows = await this.#db
      .delete(webhookTable)
      .where(this.#own(webhookId))
      .returning({ webhookId: webhookTable.webhookId });
    return rows.length > 0;
  }

  /** All that want to hear of an event. */
  async listFor(event: WebhookEvent): Promise<WebhookRow[]> {
    return this.#db
      .select()
      .from(webhookTable)
      .where(and(this.#own(), sends(event)))
      .orderBy(webhookTable.sequence);
  }

  get #db() {
    return this.#engine.db.db;
  }

  #own(webhookId?: string) {
    const isOurs = eq(webhookTable.accountId, this.#engine.accounts.apivideo.accountId);
    return webhookId === undefined ? isOurs : and(isOurs, eq(webhookTable.webhookId, webhookId));
  }
}

const sends = (event: string) => sql`${webhookTable.events} @> ${JSON.stringify([event])}::jsonb`;
