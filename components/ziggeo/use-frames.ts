import { type RefObject, useEffect, useState } from "react";
import { frameAt, lastFrame, middleOfFrame } from "#lib/client/frames.ts";
import { type Frames, readFrames } from "./read-frames.ts";

/** Of a file that cannot be read. */
const guess: Frames = { framesPerSecond: 30, endSeconds: Number.POSITIVE_INFINITY };

/** A player as a row of frames: which one it shows, and another one of them. */
export function useFrames(video: RefObject<HTMLVideoElement | null>, source: string | File) {
  const [read, setRead] = useState<Frames>();
  const [seconds, setSeconds] = useState(0);
  const [position, setPosition] = useState(0);
  const [isLoaded, setLoaded] = useState(false);

  useEffect(() => {
    let isCurrent = true;
    setRead(undefined);
    setLoaded(false);
    setPosition(0);
    void readFrames(source).then((frames) => isCurrent && setRead(frames ?? guess));
    return () => {
      isCurrent = false;
    };
  }, [source]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another source is another film in the same element.
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const stop = new AbortController();
    const on = (name: string, act: () => void) =>
      element.addEventListener(name, act, { signal: stop.signal });
    on("loadedmetadata", () => setSeconds(element.duration));
    on("loadeddata", () => setLoaded(true));
    on("timeupdate", () => setPosition(element.currentTime));
    on("seeked", () => setPosition(element.currentTime));
    if (element.readyState >= 1) setSeconds(element.duration);
    if (element.readyState >= 2) setLoaded(true);
    return () => stop.abort();
  }, [video, source]);

  const { framesPerSecond, endSeconds } = read ?? guess;
  const shownSeconds = Math.min(seconds, endSeconds);
  const last = Number.isFinite(shownSeconds) ? lastFrame(shownSeconds, framesPerSecond) : 0;
  return {
    frame: Math.min(last, frameAt(position, framesPerSecond)),
    last,
    framesPerSecond,
    /** A frame can be chosen: the film is there, and what frames it has is known. */
    isReady: isLoaded && read !== undefined && Number.isFinite(seconds),
    positionMs: Math.round(position * 1000),
    show(wanted: number) {
      const element = video.current;
      if (!element) return;
      element.pause();
      const target = middleOfFrame(Math.min(last, Math.max(0, wanted)), framesPerSecond);
      element.currentTime = target;
      // Held keys count from where they are going, not from where the picture is yet.
      setPosition(target);
    },
  };
}
