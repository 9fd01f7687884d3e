import type { Factory } from "../../db/schema/telestream-factory.ts";
import type { Addresses } from "./addresses.ts";
import type { Routes } from "./calls.ts";
import { readPage, required } from "./calls.ts";
import { readFactoryDetails } from "./factory-details.ts";
import { recordNotFound } from "./problems.ts";
import type { TelestreamServices } from "./services.ts";
import { readBoolean } from "./setting-values.ts";
import { toWireFactory } from "./to-wire.ts";

/** Factories (`telestream.md` §5.1). Deleting one is of late v3.0 servers, which our dashboard's client asks. */
export function factoryRoutes(routes: Routes, { engine, factories, removal }: TelestreamServices): void {
  const toWire = (factory: Factory, addresses: Addresses) =>
    toWireFactory(factory, addresses, engine.config.limits.maxSourceBytes);

  routes.get("/factories.json", async ({ account, parameters, addresses }) => {
    const found = await factories.listFactories(account, readPage(parameters));
    return found.map((factory) => toWire(factory, addresses));
  });

  routes.get("/factories/:id.json", async ({ account, params, addresses }) => {
    const factory = await factories.findFactory(account, params.id ?? "");
    if (!factory) throw recordNotFound("Factory", params.id ?? "");
    return toWire(factory, addresses);
  });

  routes.post("/factories.json", async ({ account, parameters, addresses }) => {
    const factory = await factories.createFactory(account, {
      name: required(parameters, "name").slice(0, 255),
      bucket: parameters.get("s3_videos_bucket") ?? "",
      details: readFactoryDetails(parameters),
    });
    return toWire(factory, addresses);
  });

  routes.put("/factories/:id.json", async ({ account, params, parameters, addresses }) => {
    const factory = await factories.findFactory(account, params.id ?? "");
    if (!factory) throw recordNotFound("Factory", params.id ?? "");
    const name = parameters.get("name");
    const bucket = parameters.get("s3_videos_bucket");
    const keepsOriginal = parameters.get("upload_original_video");
    const changed = await factories.updateFactory(factory, {
      ...(name && { name: name.slice(0, 255) }),
      ...(bucket !== undefined && { bucket }),
      ...(keepsOriginal && { uploadOriginalVideo: readBoolean("upload_original_video", keepsOriginal) }),
      details: { ...factory.details, ...readFactoryDetails(parameters) },
    });
    return toWire(changed, addresses);
  });

  routes.delete("/factories/:id.json", async ({ account, params }) => {
    const factory = await factories.findFactory(account, params.id ?? "");
    if (!factory) throw recordNotFound("Factory", params.id ?? "");
    await removal.remove(factory);
    return { deleted: true };
  });
}
