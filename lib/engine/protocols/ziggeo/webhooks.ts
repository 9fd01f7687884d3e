import { randomInt } from "node:crypto";
import { and, eq, gt } from "drizzle-orm";
import { type Webhook, webhookTable } from "../../db/schema/ziggeo-outgoing.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAccount } from "../../library/types.ts";
import { encodeForm, encodeJson } from "./encode-webhook.ts";
import type { WholeVideo } from "./find-videos.ts";
import { ZiggeoProblem } from "./problems.ts";
import { toWireVideo } from "./to-wire.ts";

export const webhookKind = "ziggeo-webhook";
/** The vendor's own plan is not known: a quarter of an hour of quick tries, then a day. */
const retryDelaysMs = [5_000, 30_000, 120_000, 600_000, 3_600_000, 6 * 3_600_000, 12 * 3_600_000];
/** Later than this a code in an answer no longer counts; the call to confirm still does. */
const handshakeMs = 3600_000;
const greetingRetriesMs = [2_000, 10_000, 60_000];

/** Webhooks and their handshake (shared/protocols/ziggeo.md §11). Sending, repeating and logging is the engine's. */
export class Webhooks {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Greets the address at once; nothing else is sent before its owner has shown the code. */
  async create(
    account: EngineAccount,
    given: { targetUrl: string; encoding: Webhook["encoding"]; events: readonly string[] },
  ): Promise<Webhook> {
    // Digits alone: bare text to the SDKs that hand over the body as it is, and JSON to those that parse it.
    const webhookId = String(randomInt(1e14, 2 ** 47));
    const [webhook] = await this.#engine.db.db
      .insert(webhookTable)
      .values({
        webhookId,
        accountId: account.accountId,
        ...given,
        events: [...given.events],
        validationCode: String(randomInt(100_000, 1_000_000)),
        createdAt: this.#engine.clock.now(),
      })
      .returning();
    if (!webhook) throw new Error("The webhook was not inserted.");
    const greeting = await this.#send(webhook, "ziggeo_validation", {
      ziggeo_validation: true,
      message: "This address was named as a webhook. Answer 200 to receive its validation code.",
    });
    await this.#change(webhook, { greetingId: greeting.deliveryId });
    return webhook;
  }

  /** Throws 400 when the code is not the one that was sent. */
  async confirm(account: EngineAccount, webhookId: string, code: string): Promise<void> {
    const [webhook] = await this.#engine.db.db
      .select()
      .from(webhookTable)
      .where(and(eq(webhookTable.webhookId, webhookId), eq(webhookTable.accountId, account.accountId)));
    if (!webhook) throw new ZiggeoProblem(404);
    if (webhook.validationCode !== code.trim()) throw new ZiggeoProblem(400, "The validation code is wrong.");
    await this.#change(webhook, { isActive: true });
  }

  /** By address; false when no webhook has it. */
  async remove(account: EngineAccount, targetUrl: string): Promise<boolean> {
    const removed = await this.#engine.db.db
      .delete(webhookTable)
      .where(and(eq(webhookTable.targetUrl, targetUrl), eq(webhookTable.accountId, account.accountId)))
      .returning({ webhookId: webhookTable.webhookId });
    return removed.length > 0;
  }

  /** Takes each open handshake a step further: the code once the greeting was answered, active once the code came back. */
  async advance(): Promise<void> {
    const { db, deliveries, clock } = this.#engine;
    const since = new Date(clock.now().getTime() - handshakeMs);
    const open = await db.db
      .select()
      .from(webhookTable)
      .where(and(eq(webhookTable.isActive, false), gt(webhookTable.createdAt, since)));
    for (const webhook of open) {
      const account = { accountId: webhook.accountId, provider: "ziggeo" as const };
      if (webhook.challengeId !== null) {
        const challenge = await deliveries.find(account, webhook.challengeId);
        const answer = challenge?.attempts.at(-1)?.responseExcerpt ?? "";
        if (challenge?.state === "delivered" && hasCode(answer, webhook.validationCode)) {
          await this.#change(webhook, { isActive: true });
        }
        continue;
      }
      const greeting =
        webhook.greetingId === null ? undefined : await deliveries.find(account, webhook.greetingId);
      if (greeting?.state !== "delivered") continue;
      const challenge = await this.#send(webhook, "ziggeo_validation", {
        ziggeo_validation: true,
        validation_code: webhook.validationCode,
        webhook_id: webhook.webhookId,
      });
      await this.#change(webhook, { challengeId: challenge.deliveryId });
    }
  }

  /** To every webhook that asked for this event. */
  async tell(event: string, whole: WholeVideo, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const { db, accounts } = this.#engine;
    const webhooks = await db.db
      .select()
      .from(webhookTable)
      .where(and(eq(webhookTable.accountId, whole.video.accountId), eq(webhookTable.isActive, true)));
    const wanted = webhooks.filter(({ events }) => events.length === 0 || events.includes(event));
    if (wanted.length === 0) return;
    const { applicationToken, baseUrl } = accounts.credentials.ziggeo;
    const video = toWireVideo(whole.video, whole.streams, { host: new URL(baseUrl).host, applicationToken });
    for (const webhook of wanted) {
      await this.#send(webhook, event, { event_type: event, data: { video, ...more } });
    }
  }

  #send(webhook: Webhook, event: string, message: Readonly<Record<string, unknown>>) {
    const isForm = webhook.encoding === "form";
    const contentType = {
      form: "application/x-www-form-urlencoded",
      // JSON all the same: `jsonheader` is the one that says so.
      json: "text/plain",
      jsonheader: "application/json",
    }[webhook.encoding];
    return this.#engine.deliveries.send({
      account: { accountId: webhook.accountId, provider: "ziggeo" },
      kind: webhookKind,
      subject: webhook.webhookId,
      event,
      url: webhook.targetUrl,
      headers: { "content-type": contentType },
      body: isForm ? encodeForm(message) : encodeJson(message),
      retryDelaysMs: event === "ziggeo_validation" ? greetingRetriesMs : retryDelaysMs,
    });
  }

  async #change(webhook: Webhook, changes: Partial<Webhook>): Promise<void> {
    await this.#engine.db.db
      .update(webhookTable)
      .set(changes)
      .where(eq(webhookTable.webhookId, webhook.webhookId));
  }
}

/** The code as a whole, wherever in the answer it stands. */
const hasCode = (answer: string, code: string) => new RegExp(`(?<!\\d)${code}(?!\\d)`).test(answer);
