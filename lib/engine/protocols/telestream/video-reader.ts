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
    const queued = await this.#withQueue(items.reverse());
    const hasPreview = asset.sourceKey !== null && this.#engine.previews.canPreview(asset);
    return toWireVideo(asset, queued, { addresses, hasPreview });
  }

  async encodingToWire(rendition: EngineRendition, addresses: Addresses): Promise<WireEncoding> {
    const [wire] = await this.encodingsToWire([rendition], addresses);
    if (!wire) throw new Error("An encoding became none.");
    return wire;
  }

  /** A page of them costs one look at the queue, and none when nobody of it waits. */
  async encodingsToWire(
    renditions: readonly EngineRendition[],
    addresses: Addresses,
  ): Promise<WireEncoding[]> {
    return (await this.#withQueue(renditions)).map((one) => toWireEncoding(one, addresses));
  }

  async #withQueue(renditions: readonly EngineRendition[]): Promise<QueuedRendition[]> {
    const waiting = renditions.filter(({ status }) => status === "queued");
    const positions = await this.#engine.library.queuePositions(
      waiting.map(({ renditionId }) => renditionId),
    );
    return renditions.map((rendition) => ({
      rendition,
      queuePosition: positions.get(rendition.renditionId) ?? null,
    }));
  }
}
