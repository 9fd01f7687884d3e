import { createHash } from "node:crypto";
import { Painter } from "#lib/engine/media/compose/compositor/painter.ts";
import { makeSheet, type Sheet } from "#lib/engine/media/compose/compositor/sheets.ts";
import { type SetText, setText } from "#lib/engine/media/compose/compositor/typeset.ts";
import { frameAt } from "#lib/engine/media/compose/frame/frame-at.ts";
import { buildScene } from "#lib/engine/media/compose/scene/build-scene.ts";
import { MediaBook } from "#lib/engine/media/compose/scene/media-book.ts";
import type { FrameSize } from "#lib/engine/media/compose/scene/scene.ts";
import { SxmlError, type SxmlProblem } from "#lib/engine/media/compose/sxml/problems.ts";
import { readMovie } from "#lib/engine/media/compose/sxml/read-movie.ts";

/** What becomes of a definition: a film that can be told from another, or the places where it was refused. */
export type FilmOutcome =
  | { readonly kind: "drawn"; readonly film: string }
  | { readonly kind: "refused"; readonly problems: readonly SxmlProblem[] };

const frame = { width: 64, height: 36 };
const rate = { frames: 10, seconds: 1 };
/** Every how many frames one is painted. */
const step = 3;

/** Of other shapes than the frame, so that framing shows; every stretch of a clip looks otherwise. */
const book = new MediaBook([
  { url: "http://media/wide.png", facts: { kind: "image", width: 120, height: 36 } },
  { url: "http://media/tall.png", facts: { kind: "image", width: 40, height: 80 } },
  {
    url: "http://media/clip.mp4",
    facts: { kind: "media", width: 64, height: 36, durationSeconds: 2, soundChannels: 2 },
  },
  {
    url: "http://media/sound.mp3",
    facts: { kind: "media", width: null, height: null, durationSeconds: 1.5, soundChannels: 2 },
  },
]);

/** Paints a film without a process: its pictures are made here, everything else is the product's own. */
export function outcomeOf(definition: string): FilmOutcome {
  try {
    const { scene, tracks, durationSeconds } = buildScene(readMovie(definition), book, { frame, rate });
    const seen = createHash("sha256").update(JSON.stringify([durationSeconds, tracks]));
    let shownFrame = 0;
    const texts = new Map<number, SetText>();
    const painter = new Painter(
      scene,
      {
        image: (index) => pattern(scene.images[index] ?? frame, scene.images[index]?.source ?? 0),
        clip: (index) => {
          const { skip = 0, speed = 1, span } = scene.clips[index] ?? {};
          const inside = skip + (shownFrame / rate.frames - (span?.start ?? 0)) * speed;
          return pattern(scene.clips[index] ?? frame, Math.round(inside * 10));
        },
        text: (index) => {
          const text = scene.texts[index];
          if (!text) throw new Error("A painted text is in the scene.");
          const set = texts.get(index) ?? setText(text, scene.frame);
          texts.set(index, set);
          return set;
        },
      },
      "high",
    );
    let painted = "";
    for (; shownFrame < scene.frameCount; shownFrame += step) {
      const paints = frameAt(scene, shownFrame);
      const key = JSON.stringify(paints);
      if (key !== painted) painter.paint(paints);
      painted = key;
      seen.update(painter.frame.canvas.data());
    }
    return { kind: "drawn", film: seen.digest("hex") };
  } catch (error) {
    if (!(error instanceof SxmlError)) throw error;
    return { kind: "refused", problems: error.problems };
  }
}

const patterns = new Map<string, Sheet>();

/** No two of its parts are alike, and some of it can be seen through. */
function pattern({ width, height }: FrameSize, hue: number): Sheet {
  const name = `${width} ${height} ${hue}`;
  const known = patterns.get(name);
  if (known) return known;
  const sheet = makeSheet({ width, height });
  const { context } = sheet;
  for (let x = 0; x < width; x += 4) {
    for (let y = 0; y < height; y += 4) {
      context.fillStyle = `hsla(${hue * 40 + x * 3 + y * 7} 80% ${30 + ((x * y) % 40)}% / ${x < 8 ? 0.5 : 1})`;
      context.fillRect(x, y, 4, 4);
    }
  }
  patterns.set(name, sheet);
  return sheet;
}
