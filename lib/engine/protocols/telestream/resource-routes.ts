import type { Factory } from "../../db/schema/telestream-factory.ts";
import type { Addresses } from "./addresses.ts";
import type { Routes } from "./calls.ts";
import { readPage, required } from "./calls.ts";
import { readFactoryDetails } from "./factory-details.ts";
import type { FactoryStore } from "./factory-store.ts";
import { findPreset } from "./presets.ts";
import { badRequest, recordNotFound } from "./problems.ts";
import { readSettings } from "./profile-settings.ts";
import type { TelestreamServices } from "./services.ts";
import { readBoolean } from "./setting-values.ts";
import { toWireFactory, toWireProfile } from "./to-wire.ts";

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

/** Profiles (`telestream.md` §5.4), by id or by name. Advanced ones (`command`) come with their own issue. */
export function profileRoutes(routes: Routes, factories: FactoryStore): void {
  routes.get("/profiles.json", async (call) => {
    const { factoryId } = await call.factory();
    const found = await factories.listProfiles(factoryId, readPage(call.parameters));
    return found.map(toWireProfile);
  });

  routes.get("/profiles/:id.json", async (call) => toWireProfile(await find(call)));

  routes.post("/profiles.json", async (call) => {
    const { factoryId } = await call.factory();
    if (call.parameters.has("command")) throw badRequest("Profiles with a command are not available");
    const presetName = required(call.parameters, "preset_name");
    if (!findPreset(presetName)) throw badRequest(`preset_name ${presetName} is not available`);
    const profile = await factories.createProfile(factoryId, {
      name: readName(call.parameters.get("name")) ?? presetName,
      title: call.parameters.get("title"),
      presetName,
      settings: readSettings(call.parameters),
    });
    return toWireProfile(profile);
  });

  routes.put("/profiles/:id.json", async (call) => {
    const profile = await find(call);
    const changed = await factories.updateProfile(profile, {
      name: readName(call.parameters.get("name")),
      title: call.parameters.get("title"),
      settings: readSettings(call.parameters),
    });
    return toWireProfile(changed);
  });

  routes.delete("/profiles/:id.json", async (call) => {
    await factories.removeProfile(await find(call));
    return { deleted: true };
  });

  async function find(call: Parameters<Parameters<Routes["get"]>[1]>[0]) {
    const { factoryId } = await call.factory();
    const profile = await factories.findProfile(factoryId, call.params.id ?? "");
    if (!profile) throw recordNotFound("Profile", call.params.id ?? "");
    return profile;
  }
}

function readName(name: string | undefined): string | undefined {
  if (!name) return undefined;
  if (name.length > 100 || /[,\s]/.test(name)) {
    throw badRequest("name may have at most 100 characters, without commas and spaces");
  }
  return name;
}
