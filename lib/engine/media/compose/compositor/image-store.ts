import sharp from "sharp";
import type { SceneImage } from "../scene/scene.ts";
import type { CompositorSource } from "./job.ts";
import { type Sheet, sheetOf } from "./sheets.ts";
import { SourceProblem } from "./source-problem.ts";

// Strangers' pictures reach four decoders, not the thirty that libvips has.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["Jpeg", "Png", "Webp", "Nsgif"].flatMap((kind) => [`VipsForeignLoad${kind}File`]),
});
sharp.cache(false);
sharp.concurrency(1);

const mostPixels = 134_217_728;
/** Frames for which a picture that is not shown stays decoded: two that alternate must not be read each time. */
const keptFrames = 50;

/** Pictures in the size the film needs, each decoded when it is first shown and let go when it no longer is. */
export class ImageStore {
  readonly #images: readonly SceneImage[];
  readonly #sources: readonly CompositorSource[];
  readonly #loaded = new Map<number, { sheet: Promise<Sheet>; lastUse: number }>();

  constructor(images: readonly SceneImage[], sources: readonly CompositorSource[]) {
    this.#images = images;
    this.#sources = sources;
  }

  load(image: number, frame: number): Promise<Sheet> {
    const known = this.#loaded.get(image);
    if (known) {
      known.lastUse = Math.max(known.lastUse, frame);
      return known.sheet;
    }
    const sheet = this.#decode(image);
    // Loaded ahead of its use, it fails there.
    sheet.catch(() => {});
    this.#loaded.set(image, { sheet, lastUse: frame });
    return sheet;
  }

  forgetUnused(frame: number): void {
    for (const [image, { lastUse }] of this.#loaded) {
      if (lastUse < frame - keptFrames) this.#loaded.delete(image);
    }
  }

  async #decode(image: number): Promise<Sheet> {
    const wanted = this.#images[image];
    const source = wanted && this.#sources[wanted.source];
    if (!wanted || !source) throw new Error("A scene's pictures have sources.");
    try {
      return await this.#read(source.file, wanted);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new SourceProblem(wanted.source, `the picture cannot be decoded (${why})`);
    }
  }

  async #read(file: string, wanted: SceneImage): Promise<Sheet> {
    const { data, info } = await sharp(file, { limitInputPixels: mostPixels, failOn: "error" })
      .autoOrient()
      .resize(wanted.width, wanted.height, { fit: "fill" })
      .toColourspace("srgb")
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return sheetOf(data, { width: info.width, height: info.height });
  }
}
