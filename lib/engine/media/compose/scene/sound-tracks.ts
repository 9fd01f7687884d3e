import type { Fade, Track } from "../sound/track.ts";
import type { AudioNode, VideoMedium } from "../sxml/movie.ts";
import type { Position, Problems } from "../sxml/problems.ts";
import { mediumSeconds } from "./durations.ts";
import type { MediaBook } from "./media-book.ts";
import type { Span } from "./scene.ts";

/** Gathers what is heard, and when. What the media do not allow becomes a problem at its place. */
export class SoundTracks {
  readonly tracks: Track[] = [];
  readonly #book: MediaBook;
  readonly #problems: Problems;

  constructor(book: MediaBook, problems: Problems) {
    this.#book = book;
    this.#problems = problems;
  }

  /** A video brings its sound, unless it is told not to. */
  addVideo(medium: VideoMedium, source: number, span: Span, around: readonly Fade[]): void {
    const { facts } = this.#book.find(medium.url);
    this.#checkSkip(medium.at, medium.sound.skip, medium.url);
    if (facts.kind !== "media" || facts.soundChannels === 0 || !medium.isHeard) return;
    const lasts = mediumSeconds({ ...medium, marginStart: 0 }, this.#book) ?? span.end - span.start;
    this.tracks.push({
      source,
      channels: facts.soundChannels,
      ...medium.sound,
      loop: false,
      span: { start: span.start, end: Math.min(span.end, span.start + lasts) },
      fades: around,
    });
  }

  addAudio(node: AudioNode, span: Span, around: readonly Fade[]): void {
    const { source, facts } = this.#book.find(node.url);
    if (facts.kind !== "media" || facts.soundChannels === 0) {
      this.#problems.add(node.at, "<audio>: the file at this address has no sound");
      return;
    }
    if (!node.loop) this.#checkSkip(node.at, node.sound.skip, node.url);
    const length = facts.durationSeconds;
    const played =
      node.loop || length === null ? Number.POSITIVE_INFINITY : (length - node.sound.skip) / node.sound.speed;
    const heard = { start: span.start, end: Math.min(span.end, span.start + played) };
    const fades: Fade[] = [];
    if (node.fadeIn > 0) fades.push({ kind: "in", start: heard.start, seconds: node.fadeIn });
    if (node.fadeOut > 0) {
      fades.push({
        kind: "out",
        start: Math.max(heard.start, heard.end - node.fadeOut),
        seconds: node.fadeOut,
      });
    }
    const all = [...around, ...fades];
    this.tracks.push({
      source,
      channels: facts.soundChannels,
      ...node.sound,
      loop: node.loop,
      span: heard,
      fades: all,
    });
  }

  #checkSkip(at: Position, skip: number, url: string): void {
    const { facts } = this.#book.find(url);
    if (facts.kind === "media" && facts.durationSeconds !== null && skip >= facts.durationSeconds) {
      this.#problems.add(at, `skip="${skip}" is past the file's end at ${facts.durationSeconds} seconds`);
    }
  }
}
