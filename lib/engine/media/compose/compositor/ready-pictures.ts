import { frameAt } from "../frame/frame-at.ts";
import type { Paint } from "../frame/paint.ts";
import { ClipReader } from "./clip-reader.ts";
import { ImageStore } from "./image-store.ts";
import type { CompositorJob } from "./job.ts";
import type { Pictures } from "./painter.ts";
import type { Sheet } from "./sheets.ts";
import { type SetText, setText } from "./typeset.ts";

/** Frames that pictures are decoded ahead of their first showing. */
const aheadFrames = 12;
const keptFrames = 50;

/** Has every picture that a frame names at hand before the frame is drawn, and lets go of what is over. */
export class ReadyPictures implements Pictures {
  readonly #job: CompositorJob;
  readonly #store: ImageStore;
  readonly #images = new Map<number, Sheet>();
  readonly #clips = new Map<number, { reader: ClipReader; sheet: Sheet | undefined; lastUse: number }>();
  readonly #texts = new Map<number, { set: SetText; lastUse: number }>();

  constructor(job: CompositorJob) {
    this.#job = job;
    this.#store = new ImageStore(job.scene.images, job.sources);
  }

  /** Begins to decode what will be shown soon. */
  lookAhead(frame: number): void {
    const { scene } = this.#job;
    const later = frame + aheadFrames;
    if (later % aheadFrames !== 0 || later >= scene.frameCount) return;
    eachPicture(frameAt(scene, later), (paint) => {
      if (paint.kind === "picture" && paint.from.kind === "image") this.#store.load(paint.from.image, later);
    });
  }

  async prepare(paints: readonly Paint[], frame: number): Promise<void> {
    this.#images.clear();
    const waits: Promise<void>[] = [];
    eachPicture(paints, (paint) => {
      if (paint.kind === "text") this.#prepareText(paint.text, frame);
      else if (paint.from.kind === "image") waits.push(this.#prepareImage(paint.from.image, frame));
      else waits.push(this.#prepareClip(paint.from.clip, paint.from.frame, frame));
    });
    await Promise.all(waits);
    this.#letGo(frame);
  }

  image(image: number): Sheet {
    return present(this.#images.get(image));
  }

  clip(clip: number): Sheet {
    return present(this.#clips.get(clip)?.sheet);
  }

  text(text: number): SetText {
    return present(this.#texts.get(text)?.set);
  }

  close(): void {
    for (const { reader } of this.#clips.values()) reader.close();
  }

  async #prepareImage(image: number, frame: number): Promise<void> {
    this.#images.set(image, await this.#store.load(image, frame));
  }

  async #prepareClip(clip: number, wanted: number, frame: number): Promise<void> {
    const { scene, sources, ffmpeg } = this.#job;
    let open = this.#clips.get(clip);
    if (!open) {
      const found = present(scene.clips[clip]);
      const reader = new ClipReader(ffmpeg, found, present(sources[found.source]), scene.rate, wanted);
      open = { reader, sheet: undefined, lastUse: frame };
      this.#clips.set(clip, open);
    }
    open.lastUse = frame;
    open.sheet = await open.reader.frame(wanted);
  }

  #prepareText(text: number, frame: number): void {
    const { scene } = this.#job;
    const known = this.#texts.get(text);
    const set = known?.set ?? setText(present(scene.texts[text]), scene.frame);
    this.#texts.set(text, { set, lastUse: frame });
  }

  #letGo(frame: number): void {
    this.#store.forgetUnused(frame);
    for (const [clip, { reader, lastUse }] of this.#clips) {
      if (lastUse >= frame - 1) continue;
      reader.close();
      this.#clips.delete(clip);
    }
    for (const [text, { lastUse }] of this.#texts) {
      if (lastUse < frame - keptFrames) this.#texts.delete(text);
    }
  }
}

function eachPicture(
  paints: readonly Paint[],
  see: (paint: Extract<Paint, { kind: "picture" | "text" }>) => void,
): void {
  for (const paint of paints) {
    if (paint.kind === "picture" || paint.kind === "text") see(paint);
    else if (paint.kind === "layer") {
      eachPicture(paint.paints, see);
      for (const change of paint.changes) if (change.kind === "mask") eachPicture(change.paints, see);
    }
  }
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("A picture that a frame shows was not prepared.");
  return value;
}
