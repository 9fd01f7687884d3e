import type { WireEncoding, WireVideo } from "#lib/providers/telestream/wire.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAsset, EngineRendition } from "../../library/types.ts";
import type { Addresses } from "./addresses.ts";
import { type QueuedRendition, toWireEncoding, toWireVideo } from "./to-wire.ts";

/** Reads what a wire object needs beyond the asset itself. */
export class VideoReader {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async toWire(asset: EngineAsset, addresses: Addresses): Promise<WireVideo> {
    const [wire] = await this.videosToWire([asset], addresses);
    if (!wire) throw new Error("A video became none.");
    return wire;
  }

  /** A page of them costs one look at their encodings, and one at the queue. */
  async videosToWire(assets: readonly EngineAsset[], addresses: Addresses): Promise<WireVideo[]> {
    const { library, accounts, previews } = this.#engine;
    const encodings = await library.renditionsOf(
      accounts.telestream,
      assets.map(({ assetId }) => assetId),
    );
    const queued = Map.groupBy(
      await this.#withQueue([...encodings.values()].flat()),
      ({ rendition }) => rendition.assetId,
    );
    return assets.map((asset) => {
      const hasPreview = asset.sourceKey !== null && previews.canPreview(asset);
      return toWireVideo(asset, queued.get(asset.assetId) ?? [], { addresses, hasPreview });
    });
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
