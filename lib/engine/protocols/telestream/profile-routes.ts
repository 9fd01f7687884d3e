import type { Profile } from "../../db/schema/telestream-profile.ts";
import { type Call, type Routes, readPage, required } from "./calls.ts";
import { describeCommands, findCommandFault } from "./command-preview.ts";
import { toExtname } from "./file-names.ts";
import { presets } from "./preset-table.ts";
import { commandPreset, findPreset } from "./presets.ts";
import { badRequest, missingParameters, recordNotFound } from "./problems.ts";
import { checkAudioCodec } from "./profile-audio.ts";
import { readSettings } from "./profile-fields.ts";
import type { TelestreamServices } from "./services.ts";
import { toWireProfile } from "./to-wire.ts";

/** Profiles (`telestream.md` §5.4), by id or by name; from a preset, or advanced, with a command of their own. */
export function profileRoutes(routes: Routes, { engine, factories }: TelestreamServices): void {
  routes.get("/profiles.json", async (call) => {
    const { factoryId } = await call.factory();
    const found = await factories.listProfiles(factoryId, readPage(call.parameters));
    return found.map(toWire);
  });

  routes.get("/profiles/:id.json", async (call) => toWire(await find(call)));

  routes.post("/profiles.json", async (call) => {
    const { factoryId } = await call.factory();
    return toWire(await factories.createProfile(factoryId, readProfile(call.parameters)));
  });

  routes.put("/profiles/:id.json", async (call) => {
    const profile = await find(call);
    const { parameters } = call;
    const settings = readSettings(parameters);
    checkAudioCodec(presetOf(profile), settings.audio_codec);
    const changed = await factories.updateProfile(profile, {
      name: readName(parameters.get("name")),
      title: parameters.get("title"),
      extname: profile.command === null ? undefined : readExtname(parameters.get("extname")),
      command: parameters.get("command"),
      settings,
    });
    return toWire(changed);
  });

  routes.delete("/profiles/:id.json", async (call) => {
    await factories.removeProfile(await find(call));
    return { deleted: true };
  });

  /** The engine's own: what can be made, with the defaults. */
  routes.get("/reelyard/presets.json", async () => ({
    presets: presets.map(({ presetName, title, extname, settings }) => ({
      preset_name: presetName,
      title,
      extname,
      settings,
    })),
  }));

  /** The engine's own: what a profile of these parameters would run on a 1080p30 source; nothing is stored. */
  routes.post("/reelyard/command.json", async (call) => {
    await call.factory();
    const { toolchain } = engine.media;
    return describeCommands(readProfile(call.parameters), toolchain.encoders);
  });

  async function find(call: Call): Promise<Profile> {
    const { factoryId } = await call.factory();
    const profile = await factories.findProfile(factoryId, call.params.id ?? "");
    if (!profile) throw recordNotFound("Profile", call.params.id ?? "");
    return profile;
  }
}

/** A command that cannot run is stored as the vendor stores it, and said to be one; its encodings fail. */
function toWire(profile: Profile): Record<string, unknown> {
  const fault = profile.command === null ? undefined : findCommandFault(profile.command, profile.settings);
  return { ...toWireProfile(profile), ...(fault && { reelyard: { command_fault: fault } }) };
}

const presetOf = (profile: Profile) => findPreset(profile.presetName ?? "") ?? commandPreset;

function readProfile(parameters: ReadonlyMap<string, string>) {
  const settings = readSettings(parameters);
  const title = parameters.get("title");
  const command = parameters.get("command");
  if (command !== undefined) {
    // The vendor's own sample gives a title and no name.
    const name = parameters.get("name") || toName(title ?? "");
    if (!name) throw missingParameters(["name"]);
    const extname = readExtname(required(parameters, "extname"));
    return { name: readName(name) ?? "", title: title ?? name, command, extname, settings };
  }
  const presetName = required(parameters, "preset_name");
  const preset = findPreset(presetName);
  if (!preset) throw badRequest(`preset_name ${presetName} is not available`);
  checkAudioCodec(preset, settings.audio_codec);
  return {
    name: readName(parameters.get("name")) ?? presetName,
    title,
    presetName,
    extname: preset.kind === "stills" ? readStillExtname(parameters.get("extname")) : undefined,
    settings,
  };
}

function readName(name: string | undefined): string | undefined {
  if (!name) return undefined;
  if (name.length > 100 || /[,\s]/.test(name)) {
    throw badRequest("name may have at most 100 characters, without commas and spaces");
  }
  return name;
}

const toName = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 100);

/** With or without its dot. */
function readExtname(given: string | undefined): string | undefined {
  if (!given) return undefined;
  const extname = toExtname(`file${given.startsWith(".") ? "" : "."}${given}`);
  if (extname === "") throw badRequest("extname must be an extension such as .mp4");
  return extname;
}

function readStillExtname(given: string | undefined): string | undefined {
  const extname = readExtname(given);
  if (extname === undefined || extname === ".jpg" || extname === ".png") return extname;
  throw badRequest("extname of a thumbnail must be .jpg or .png");
}
