import type { WireEncoding, WireVideo } from "#lib/providers/telestream/wire.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAsset, EngineRendition } from "../../library/types.ts";
import type { Addresses } from "./addresses.ts";
import { type QueuedRendition, toWireEncoding, toWireVideo } from "./to-wire.ts";

/** More renditions than any factory has profiles. */
const allOfThem = 1000;

/** Reads what a wire object needs beyond the asset itself. */
export class VideoReader {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async toWire(asset: EngineAsset, addresses: Addresses): Promise<WireVideo> {
    const { items } = await this.#engine.library.listRenditions(this.#engine.accounts.telestream, {
      assetId: asset.assetId,
      offset: 0,
      limit: allOfThem,
    });
    // In the order they were asked for, which is the order of the factory's profiles.
    const queued = await Promise.all(items.reverse().map((rendition) => this.#withQueue(rendition)));
    const hasPreview = asset.sourceKey !== null && this.#engine.previews.canPreview(asset);
    return toWireVideo(asset, queued, { addresses, hasPreview });
  }

  async encodingToWire(rendition: EngineRendition, addresses: Addresses): Promise<WireEncoding> {
    return toWireEncoding(await this.#withQueue(rendition), addresses);
  }

  async #withQueue(rendition: EngineRendition): Promise<QueuedRendition> {
    const isQueued = rendition.status === "queued";
    return {
      rendition,
      queuePosition: isQueued ? await this.#engine.library.queuePosition(rendition.renditionId) : null,
    };
  }
}
