import { z } from "zod";
import { type WireWebhook, webhookEvents } from "#lib/providers/apivideo/wire/webhooks.ts";
import type { WebhookRow } from "../../db/schema/apivideo-webhook.ts";
import { toWireReceivers } from "../../deliveries/wire-receivers.ts";
import { deliveryKind } from "./announcer.ts";
import type { ApivideoApp } from "./app.ts";
import { parseAttributes, readJson } from "./attributes.ts";
import { oneOf, parsePaging, sliceOf, toPage } from "./paging.ts";
import { emptyResponse, jsonResponse, notFound } from "./problems.ts";
import type { ApivideoServices } from "./services.ts";
import { toAtom } from "./times.ts";

const creation = z.object({
  events: z.array(z.enum(webhookEvents)).min(1, "There must be at least one event."),
  url: z
    .string()
    .max(2_000, "The address is too long.")
    .refine((url) => isHttpUrl(url), "The address must be an http or https URL."),
});

/** Webhooks: https://docs.api.video/reference/api/Webhooks */
export function mountWebhooks(app: ApivideoApp, { engine, webhooks }: ApivideoServices): void {
  const { deliveries } = engine;
  const get = async (webhookId: string) => {
    const webhook = await webhooks.find(webhookId);
    if (!webhook) throw notFound("webhookId");
    return webhook;
  };

  app.post("/webhooks", async (c) => {
    const input = parseAttributes(creation, await readJson(c.req.raw));
    return jsonResponse(toWireWebhook(await webhooks.create(input)), 201);
  });

  app.get("/webhooks", async (c) => {
    const url = new URL(c.req.url);
    const paging = parsePaging(url.searchParams);
    const event = oneOf("events", url.searchParams, webhookEvents);
    const { items, total } = await webhooks.page(event, paging);
    return jsonResponse(toPage(url, paging, items.map(toWireWebhook), total));
  });

  app.get("/webhooks/:webhookId", async (c) =>
    jsonResponse(toWireWebhook(await get(c.req.param("webhookId")))),
  );

  app.delete("/webhooks/:webhookId", async (c) => {
    if (!(await webhooks.remove(c.req.param("webhookId")))) throw notFound("webhookId");
    return emptyResponse();
  });

  /** The engine's own: how it went lately with each address (decision 3). */
  app.get("/reelyard/receivers", async () =>
    jsonResponse(toWireReceivers(await deliveries.listReceivers(engine.accounts.apivideo, deliveryKind))),
  );

  /** The engine's own: every delivery to a webhook with all its attempts, newest first (decision 3). */
  app.get("/webhooks/:webhookId/reelyard/deliveries", async (c) => {
    const url = new URL(c.req.url);
    const paging = parsePaging(url.searchParams);
    const { webhookId } = await get(c.req.param("webhookId"));
    const { items, total } = await deliveries.list(engine.accounts.apivideo, {
      kind: deliveryKind,
      subject: webhookId,
      ...sliceOf(paging),
    });
    return jsonResponse(toPage(url, paging, items, total));
  });

  app.post("/webhooks/:webhookId/reelyard/deliveries/:deliveryId/resend", async (c) => {
    const { webhookId } = await get(c.req.param("webhookId"));
    const account = engine.accounts.apivideo;
    const delivery = await deliveries.find(account, c.req.param("deliveryId"));
    if (delivery?.kind !== deliveryKind || delivery.subject !== webhookId) throw notFound("deliveryId");
    await deliveries.resend(account, delivery.deliveryId);
    return emptyResponse(202);
  });
}

function toWireWebhook(row: WebhookRow): WireWebhook {
  return {
    webhookId: row.webhookId,
    createdAt: toAtom(row.createdAt),
    events: [...row.events],
    url: row.url,
    signatureSecret: row.signatureSecret,
  };
}

/** Where it may lead is asked at every delivery; here only what can never be one is refused. */
function isHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
}
