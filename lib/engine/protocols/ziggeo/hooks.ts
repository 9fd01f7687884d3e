import { toWireReceivers } from "../../deliveries/wire-receivers.ts";
import type { ZiggeoApp } from "./app.ts";
import { readList, readText } from "./argument-values.ts";
import { type Arguments, readBody } from "./arguments.ts";
import { asciiJson } from "./ascii-json.ts";
import { ZiggeoProblem } from "./problems.ts";
import type { ZiggeoServices } from "./services.ts";
import { webhookKind } from "./webhooks.ts";

const encodings = ["json", "form", "jsonheader"] as const;

/** Webhooks: shared/protocols/ziggeo.md §11. */
export function mountHooks(app: ZiggeoApp, { engine, webhooks }: ZiggeoServices): void {
  app.post("/v1/api/hook", async (c) => {
    const given = await readBody(c.req.raw);
    const encoding = (readText(given, "encoding") ?? "jsonheader").toLowerCase();
    const known = encodings.find((each) => each === encoding);
    if (!known) throw new ZiggeoProblem(400, `encoding must be ${encodings.join(", ")}.`);
    const webhook = await webhooks.create(c.var.account, {
      targetUrl: readTarget(given),
      encoding: known,
      events: readList(given, "events") ?? [],
    });
    return asciiJson(Number(webhook.webhookId));
  });

  app.post("/v1/api/confirmhook", async (c) => {
    const given = await readBody(c.req.raw);
    const code = readText(given, "validation_code") ?? "";
    await webhooks.confirm(c.var.account, readText(given, "webhook_id") ?? "", code);
    return asciiJson(true);
  });

  /** What only this engine has: how it went lately with each address. */
  app.get("/v1/reelyard/receivers", async (c) =>
    asciiJson(toWireReceivers(await engine.deliveries.listReceivers(c.var.account, webhookKind))),
  );

  app.post("/v1/api/removehook", async (c) => {
    const removed = await webhooks.remove(c.var.account, readTarget(await readBody(c.req.raw)));
    if (!removed) throw new ZiggeoProblem(404, "There is no webhook with this address.");
    return asciiJson(null);
  });
}

function readTarget(given: Arguments): string {
  const target = readText(given, "target_url", 2_000);
  const url = target ? URL.parse(target) : null;
  if (!target || !url || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new ZiggeoProblem(400, "target_url must be an http or https address.");
  }
  return target;
}
