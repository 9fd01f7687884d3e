"use client";

import { useEffect, useRef } from "react";
import type { Cue } from "#lib/domain/cues.ts";
import { placeCue } from "./place-cue.ts";

/** Shows cues over the player as they are being written; takes them away when one stops. */
export function useCuePreview(player: HTMLVideoElement | null, cues: readonly Cue[], isShown: boolean): void {
  const track = useRef<TextTrack>(undefined);
  useEffect(() => {
    if (!player || !isShown) return;
    // A track cannot be taken out of an element again: one is made once and switched off.
    track.current ??= player.addTextTrack("captions", "Being written");
    const own = track.current;
    own.mode = "showing";
    for (const old of [...(own.cues ?? [])]) own.removeCue(old);
    for (const { startMs, endMs, text, settings } of cues) {
      if (endMs <= startMs || text === "") continue;
      const cue = new VTTCue(startMs / 1000, endMs / 1000, text);
      placeCue(cue, settings ?? "");
      own.addCue(cue);
    }
    return () => {
      own.mode = "disabled";
    };
  }, [player, cues, isShown]);
}
