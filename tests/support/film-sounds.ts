import path from "node:path";
import { type FilmSource, synthesise } from "./film.ts";

/** Three seconds of a sine at half of full scale. */
export async function makeTone(folder: string, frequencyHz: number): Promise<FilmSource> {
  const wave = `aevalsrc=0.5*sin(2*PI*${frequencyHz}*t):s=44100:d=3`;
  return {
    file: await synthesise(path.join(folder, `tone-${frequencyHz}.wav`), ["-f", "lavfi", "-i", wave]),
    formatName: "wav",
    facts: { kind: "media", width: null, height: null, durationSeconds: 3, soundChannels: 1 },
  };
}

/** Four seconds of a moving picture, kept without loss, with a sine of its own. */
export async function makeClip(folder: string): Promise<FilmSource> {
  return {
    file: await synthesise(path.join(folder, "clip.mkv"), [
      ...["-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=4", "-f", "lavfi", "-i", "sine=880:d=4"],
      ...["-c:v", "libx264", "-qp", "0", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le"],
    ]),
    formatName: "matroska",
    facts: { kind: "media", width: 160, height: 90, durationSeconds: 4, soundChannels: 1 },
  };
}
