import { type RefObject, useEffect, useState } from "react";
import { frameAt, lastFrame, middleOfFrame } from "#lib/client/frames.ts";
import { readFrameRate } from "./frame-rate.ts";

/** Of a file whose rate cannot be read. */
const guessedRate = 30;

/** A player as a row of frames: which one it shows, and another one of them. */
export function useFrames(video: RefObject<HTMLVideoElement | null>, source: string | File) {
  const [rate, setRate] = useState<number>();
  const [seconds, setSeconds] = useState(0);
  const [position, setPosition] = useState(0);
  const [isReady, setReady] = useState(false);

  useEffect(() => {
    let isCurrent = true;
    setRate(undefined);
    setReady(false);
    setPosition(0);
    void readFrameRate(source).then((known) => isCurrent && setRate(known ?? guessedRate));
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
    on("loadeddata", () => setReady(true));
    on("timeupdate", () => setPosition(element.currentTime));
    on("seeked", () => setPosition(element.currentTime));
    if (element.readyState >= 1) setSeconds(element.duration);
    if (element.readyState >= 2) setReady(true);
    return () => stop.abort();
  }, [video, source]);

  const last = rate === undefined ? 0 : lastFrame(seconds, rate);
  const frame = rate === undefined ? 0 : Math.min(last, frameAt(position, rate));
  return {
    frame,
    last,
    /** A frame can be chosen: the film is there and its rate is known. */
    isReady: isReady && rate !== undefined && Number.isFinite(seconds),
    positionMs: Math.round(position * 1000),
    show(wanted: number) {
      const element = video.current;
      if (!element || rate === undefined) return;
      element.pause();
      const target = middleOfFrame(Math.min(last, Math.max(0, wanted)), rate);
      element.currentTime = target;
      // Held keys count from where they are going, not from where the picture is yet.
      setPosition(target);
    },
    framesPerSecond: rate ?? guessedRate,
  };
}
