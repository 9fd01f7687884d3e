import type { Factory } from "../../db/schema/telestream-factory.ts";
import type { Profile } from "../../db/schema/telestream-profile.ts";
import type { Clock } from "../../engine.ts";
import type { NewRendition } from "../../library/types.ts";
import { type FactoryStore, newId } from "./factory-store.ts";
import { readPathFormat, toPath } from "./file-names.ts";
import { commandPreset, findPreset } from "./presets.ts";
import { badRequest, recordNotFound } from "./problems.ts";
import { toTranscodeSettings } from "./profile-settings.ts";
import type { VideoDetails } from "./video-details.ts";

const longestPayload = 256;

/** What is to be made of a video: which profiles a request means, and the renditions that follow from them. */
export class VideoPlanner {
  readonly #factories: FactoryStore;
  readonly #clock: Clock;

  constructor(factories: FactoryStore, clock: Clock) {
    this.#factories = factories;
    this.#clock = clock;
  }

  /** Path and payload, as the request wants them. */
  detailsOf(parameters: ReadonlyMap<string, string>, assetId: string, fileName: string): VideoDetails {
    const payload = parameters.get("payload");
    if (payload !== undefined && payload.length > longestPayload) {
      throw badRequest(`payload may have at most ${longestPayload} characters`);
    }
    const pathFormat = readPathFormat(parameters.get("path_format"));
    const path = toPath(pathFormat, {
      id: assetId,
      videoId: assetId,
      originalName: fileName,
      date: this.#clock.now(),
      profile: "original",
      width: null,
      height: null,
    });
    return { path, pathFormat, ...(payload !== undefined && { payload }) };
  }

  /** The profiles a request names; without any, all of the factory's or none, as each call has it (§5.2). */
  async chooseProfiles(
    factory: Factory,
    parameters: ReadonlyMap<string, string>,
    otherwise: "all" | "none",
  ): Promise<Profile[]> {
    const named = parameters.get("profiles")?.trim();
    if (named === "none") return [];
    if (!named) {
      return otherwise === "all"
        ? this.#factories.listProfiles(factory.factoryId, { offset: 0, limit: 1000 })
        : [];
    }
    const names = [...new Set(named.split(",").map((name) => name.trim()))].filter(Boolean);
    return Promise.all(
      names.map(async (name) => {
        const profile = await this.#factories.findProfile(factory.factoryId, name);
        if (!profile) throw recordNotFound("Profile", name);
        return profile;
      }),
    );
  }

  /** One rendition for each profile, its files named by the video's path format. */
  renditionsOf(
    assetId: string,
    originalName: string,
    details: VideoDetails,
    profiles: readonly Profile[],
  ): NewRendition[] {
    return profiles.map((profile): NewRendition => {
      const preset = profile.command === null ? findPreset(profile.presetName ?? "") : commandPreset;
      if (!preset) throw new Error(`The stored profile ${profile.profileId} names an unknown preset.`);
      const renditionId = newId();
      const settings = {
        ...toTranscodeSettings(preset, { ...profile.settings, extname: profile.extname }),
        ...(profile.command !== null && { command: profile.command }),
      };
      const path = toPath(details.pathFormat, {
        id: renditionId,
        videoId: assetId,
        originalName,
        date: this.#clock.now(),
        profile: profile.name,
        width: settings.width,
        height: settings.height,
      });
      return {
        renditionId,
        profileId: profile.profileId,
        profileName: profile.name,
        extname: profile.extname,
        path,
        settings,
      };
    });
  }

  /** Profiles that were deleted since are no longer wanted. */
  async profilesOf(factoryId: string, profileIds: readonly string[]): Promise<Profile[]> {
    const found = await Promise.all(profileIds.map((id) => this.#factories.findProfile(factoryId, id)));
    return found.filter((profile) => profile !== undefined);
  }
}
