import type { MediaFacts } from "../../../library/types.ts";
import { type ByteSource, openFile } from "../../../media/byte-source.ts";
import type { FrameSource } from "../../../media/frame-pictures.ts";
import { probeDemuxed } from "../../../media/probe-demuxed.ts";
import { saveAnswer } from "./fetch-input.ts";
import { readMedia } from "./read-media.ts";
import { askForStart, toRemote } from "./remote-source.ts";
import type { TaskContext } from "./task-context.ts";

/**
 * A sound or video at an address. Where its server answers ranges only what is wanted of it is fetched: an index and
 * a frame of a film are the same few megabytes however long it is. Everything else is fetched whole.
 */
export class Medium {
  readonly #parameter: string;
  readonly #url: string;
  readonly #context: TaskContext;
  #remote: (() => ByteSource) | undefined;
  #file: Promise<string> | undefined;

  private constructor(parameter: string, url: string, context: TaskContext) {
    this.#parameter = parameter;
    this.#url = url;
    this.#context = context;
  }

  /** Throws `TaskFault` when the address gives nothing. */
  static async open(parameter: string, url: string, context: TaskContext): Promise<Medium> {
    const medium = new Medium(parameter, url, context);
    const first = await askForStart({ parameter, url, context });
    medium.#remote = await toRemote({ parameter, url, context }, first);
    if (medium.#remote) return medium;
    if (first.status === 206 || first.status === 416) {
      first.discard();
    } else {
      const file = `${await context.workDirectory()}/medium-${crypto.randomUUID()}`;
      await saveAnswer(first, { parameter, file, signal: context.signal });
      medium.#file = Promise.resolve(file);
    }
    return medium;
  }

  /** The whole file, fetched at the first call. */
  file(): Promise<string> {
    this.#file ??= this.#context.fetch(this.#parameter, this.#url);
    return this.#file;
  }

  async source(): Promise<ByteSource> {
    return this.#remote && !this.#file ? this.#remote() : openFile(await this.file());
  }

  /** Throws `TaskFault` when it is no medium. */
  async facts(meant: "a video" | "a sound" = "a video"): Promise<MediaFacts> {
    if (this.#remote) {
      // What the demuxer does not read from afar is ffprobe's to read whole.
      const facts = await probeDemuxed(this.#remote()).catch(() => undefined);
      this.#context.signal.throwIfAborted();
      if (facts) return facts;
    }
    return readMedia(this.#parameter, await this.file(), this.#context, meant);
  }

  async frameSource(facts: MediaFacts): Promise<FrameSource> {
    const cwd = await this.#context.workDirectory();
    return {
      facts,
      open: () => this.source(),
      file: async () => (await this.file()).slice(cwd.length + 1),
      cwd,
      signal: this.#context.signal,
    };
  }
}
