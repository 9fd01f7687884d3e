import type { TranscodeSettings } from "../library/types.ts";
import { isTwoPass } from "./transcode-args.ts";

interface Plannable {
  readonly settings: TranscodeSettings;
}

/** More outputs than this in one process and its memory passes what one task may have. */
const largestPass = 8;

/**
 * Puts renditions of one source into passes, in their order: one ffmpeg decodes once for all of a pass, which takes
 * 0.6 of the time of one process each. Only what cuts the source alike and lays the same picture over it can share;
 * an encode in two passes, and Smooth Streaming's five outputs, run alone; masters, stills and commands are none of
 * these and are left out.
 */
export function planPasses<Rendition extends Plannable>(renditions: readonly Rendition[]): Rendition[][] {
  const open = new Map<string, Rendition[]>();
  const passes: Rendition[][] = [];
  for (const rendition of renditions) {
    const { kind, clipStartMs, clipLengthMs, overlay } = rendition.settings;
    if (kind === "hls-master" || kind === "stills" || kind === "command") continue;
    if (kind === "smooth" || isTwoPass(rendition.settings)) {
      passes.push([rendition]);
      continue;
    }
    const key = `${clipStartMs ?? 0}+${clipLengthMs ?? "end"}+${JSON.stringify(overlay ?? null)}`;
    let pass = open.get(key);
    if (!pass || pass.length >= largestPass) {
      pass = [];
      open.set(key, pass);
      passes.push(pass);
    }
    pass.push(rendition);
  }
  return passes;
}
