import type { Form } from "../encoding.ts";
import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { type PageQuery, wireListOf } from "./lists.ts";
import {
  type WireCommandPreview,
  type WireEncoding,
  type WirePreset,
  type WireProfile,
  wireCommandPreview,
  wireDeleted,
  wireEncoding,
  wirePresets,
  wireProfile,
} from "./wire.ts";

const wireProfileList = wireListOf("profiles", wireProfile);
const wireEncodingList = wireListOf("encodings", wireEncoding);

/** Settings by their wire names (`telestream.md` §5.4); an empty text unsets one. */
export type ProfileChanges = Readonly<Record<string, string | number | boolean>>;

/** What a factory can make of a video (`telestream.md` §5.4). Each is known by its id or its name. */
export class ProfilesResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  list(factoryId: string, page: PageQuery = {}, options?: CallOptions): Promise<WireProfile[]> {
    const query = { factory_id: factoryId, ...page };
    return this.#http.get("/profiles.json", { query, schema: wireProfileList, ...options });
  }

  get(factoryId: string, idOrName: string, options?: CallOptions): Promise<WireProfile> {
    const query = { factory_id: factoryId };
    return this.#http.get(path`/profiles/${idOrName}.json`, { query, schema: wireProfile, ...options });
  }

  /** From a `preset_name`, or with a `command` and an `extname` of its own. */
  create(factoryId: string, settings: ProfileChanges, options?: CallOptions): Promise<WireProfile> {
    const form: Form = { factory_id: factoryId, ...settings };
    return this.#http.post("/profiles.json", { form, schema: wireProfile, ...options });
  }

  /** Only what is named changes. */
  update(
    factoryId: string,
    idOrName: string,
    settings: ProfileChanges,
    options?: CallOptions,
  ): Promise<WireProfile> {
    const form: Form = { factory_id: factoryId, ...settings };
    return this.#http.put(path`/profiles/${idOrName}.json`, { form, schema: wireProfile, ...options });
  }

  async remove(factoryId: string, idOrName: string, options?: CallOptions): Promise<void> {
    const query = { factory_id: factoryId };
    await this.#http.delete(path`/profiles/${idOrName}.json`, { query, schema: wireDeleted, ...options });
  }

  /** Our engine alone (decision 0003): the presets that it makes, with their defaults. */
  async presets(options?: CallOptions): Promise<readonly WirePreset[]> {
    const answer = await this.#http.get("/reelyard/presets.json", { schema: wirePresets, ...options });
    return answer.presets;
  }

  /**
   * Our engine alone: what a profile of these settings would run on a 1080p30 source, as argument lists, or why its
   * command cannot. Stores nothing.
   */
  previewCommand(
    factoryId: string,
    settings: ProfileChanges,
    options?: CallOptions,
  ): Promise<WireCommandPreview> {
    const form: Form = { factory_id: factoryId, ...settings };
    return this.#http.post("/reelyard/command.json", {
      form,
      schema: wireCommandPreview,
      isSafe: true,
      ...options,
    });
  }

  encodings(
    factoryId: string,
    idOrName: string,
    page: PageQuery = {},
    options?: CallOptions,
  ): Promise<WireEncoding[]> {
    const query = { factory_id: factoryId, ...page };
    return this.#http.get(path`/profiles/${idOrName}/encodings.json`, {
      query,
      schema: wireEncodingList,
      ...options,
    });
  }
}
