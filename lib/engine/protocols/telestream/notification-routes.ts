import type { Delivery } from "../../deliveries/types.ts";
import { toWireReceivers } from "../../deliveries/wire-receivers.ts";
import { type Call, type Routes, readPage } from "./calls.ts";
import { changeNotifications, notificationSettings, toWireNotifications } from "./notification-settings.ts";
import { deliveryKind } from "./notifier.ts";
import { badRequest, recordNotFound } from "./problems.ts";
import type { TelestreamServices } from "./services.ts";
import { toWireDelivery } from "./to-wire.ts";

/** Notification settings (`telestream.md` §5.5), and what the engine adds: a test, the log, sending again. */
export function notificationRoutes(
  routes: Routes,
  { engine, factories, notifier }: TelestreamServices,
): void {
  routes.get("/notifications.json", async (call) => toWireNotifications((await read(call)).settings));

  routes.put("/notifications.json", async (call) => {
    const { factory, settings } = await read(call);
    const changed = changeNotifications(settings, call.parameters);
    await engine.db.db.transaction(async (tx) => {
      await factories.writeNotifications(tx, factory.factoryId, changed);
      if (changed.url !== null && settings.url === null) await notifier.beginNow(tx, factory.factoryId);
    });
    return toWireNotifications(changed);
  });

  routes.post("/reelyard/notifications/test.json", async (call) => {
    const { factory, settings } = await read(call);
    const { url } = settings;
    if (url === null) throw badRequest("The factory has no notification url");
    return toWireDelivery(await notifier.sendTest(factory, { ...settings, url }));
  });

  /** `subject` is a video's id, or the factory's for tests; with `factory_id` what that factory told alone. */
  routes.get("/reelyard/deliveries.json", async (call) => {
    const { page, perPage, offset, limit } = readPage(call.parameters);
    const subject = call.parameters.get("subject");
    const containerId = call.parameters.has("factory_id") ? (await call.factory()).factoryId : undefined;
    const { items, total } = await engine.deliveries.list(call.account, {
      kind: deliveryKind,
      offset,
      limit,
      ...(subject && { subject }),
      ...(containerId && { containerId }),
    });
    return { deliveries: items.map(toWireDelivery), page, per_page: perPage, total };
  });

  routes.get("/reelyard/receivers.json", async (call) =>
    toWireReceivers(await engine.deliveries.listReceivers(call.account, deliveryKind)),
  );

  routes.get("/reelyard/deliveries/:id.json", async (call) => toWireDelivery(await findDelivery(call)));

  routes.post("/reelyard/deliveries/:id/resend.json", async (call) => {
    const { deliveryId } = await findDelivery(call);
    await engine.deliveries.resend(call.account, deliveryId);
    return { resent: true };
  });

  async function read(call: Call) {
    const factory = await call.factory();
    return { factory, settings: notificationSettings.parse(factory.notifications) };
  }

  async function findDelivery(call: Call): Promise<Delivery> {
    const id = call.params.id ?? "";
    const delivery = await engine.deliveries.find(call.account, id);
    if (delivery?.kind !== deliveryKind) throw recordNotFound("Delivery", id);
    return delivery;
  }
}
