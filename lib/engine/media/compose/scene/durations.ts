import type { Medium, Node, SequenceNode, VideoMedium } from "../sxml/movie.ts";
import type { MediaBook } from "./media-book.ts";

/** What an effect, a text or a picture lasts when nothing else determines it. */
export const defaultSeconds = 5;

/** Seconds a node lasts by itself, margins apart; null when it takes what its parent has. */
export function naturalSeconds(node: Node, book: MediaBook): number | null {
  const { duration } = node.timing;
  if (duration === "parent") return null;
  if (duration !== null) return duration;
  switch (node.kind) {
    case "sequence":
      return sequenceSeconds(node, book);
    case "stack":
      return longest(
        node.children.map((child) => {
          const own = naturalSeconds(child, book);
          return own === null ? null : own + margins(child);
        }),
      );
    case "effect":
      return sumOfAll(node.media.map((medium) => mediumSeconds(medium, book)));
    case "overlay":
      return mediumSeconds(node.medium, book);
    case "audio": {
      if (node.loop) return null;
      const length = lengthOf(node.url, book);
      return length === null ? null : Math.max(0, length - node.sound.skip) / node.sound.speed;
    }
    case "text":
      return null;
  }
}

/** In a sequence nothing is left to take from the parent. */
export const secondsInSequence = (node: Node, book: MediaBook): number =>
  naturalSeconds(node, book) ?? defaultSeconds;

export const margins = ({ timing }: Node): number => (timing.marginStart ?? 0) + (timing.marginEnd ?? 0);

function sequenceSeconds({ items, transitions }: SequenceNode, book: MediaBook): number {
  const shown = items.reduce((sum, item) => sum + secondsInSequence(item, book) + margins(item), 0);
  return shown - transitions.reduce((sum, transition) => sum + (transition?.duration ?? 0), 0);
}

export function mediumSeconds(medium: Medium, book: MediaBook): number | null {
  switch (medium.kind) {
    case "image":
    case "color":
      return medium.duration;
    case "video":
      return videoSeconds(medium, book);
    case "node":
      return naturalSeconds(medium.node, book);
  }
}

function videoSeconds({ duration, url, sound, marginStart }: VideoMedium, book: MediaBook): number | null {
  if (duration !== null) return duration + marginStart;
  const length = lengthOf(url, book);
  return length === null ? null : Math.max(0, length - sound.skip) / sound.speed + marginStart;
}

function lengthOf(url: string, book: MediaBook): number | null {
  const { facts } = book.find(url);
  return facts.kind === "media" ? facts.durationSeconds : null;
}

function longest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function sumOfAll(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (sum, value) => (sum === null || value === null ? null : sum + value),
    0,
  );
}

/** Where a node lies in a parent that is no sequence. A length of 0 or less: the margins leave nothing. */
export function placeInParent(
  node: Node,
  parent: { readonly start: number; readonly end: number },
  book: MediaBook,
): { readonly start: number; readonly end: number } {
  const { duration, marginStart, marginEnd } = node.timing;
  const whole = parent.end - parent.start;
  const own = naturalSeconds(node, book);
  if (typeof duration === "number") {
    const offset = marginStart ?? (marginEnd === null ? 0 : Math.max(0, whole - marginEnd - duration));
    return cut(parent, offset, duration);
  }
  const offset = marginStart ?? 0;
  const rest = whole - offset - (marginEnd ?? 0);
  const lasts = duration === null && marginEnd === null && own !== null ? Math.min(own, rest) : rest;
  return cut(parent, offset, lasts);
}

/** Content longer than its parent is cut. */
function cut(parent: { start: number; end: number }, offset: number, seconds: number) {
  const start = parent.start + offset;
  return { start, end: Math.min(parent.end, start + seconds) };
}
