import { type RefObject, useEffect } from "react";

/** Further apart than this a person hears or sees it; closer, a correction would stutter more than it mends. */
const driftSeconds = 0.12;

/** Keeps a second player where the first one is: playing, paused, sought, waiting and as fast. */
export function useTogether(
  leader: RefObject<HTMLVideoElement | null>,
  follower: RefObject<HTMLVideoElement | null>,
): void {
  useEffect(() => {
    const [first, second] = [leader.current, follower.current];
    if (!first || !second) return;
    const stop = new AbortController();
    const on = (player: HTMLVideoElement, names: readonly string[], act: () => void) => {
      for (const name of names) player.addEventListener(name, act, { signal: stop.signal });
    };
    const align = () => {
      // A shorter film stays at its end.
      const wanted = Math.min(
        first.currentTime,
        Number.isFinite(second.duration) ? second.duration : first.currentTime,
      );
      if (Math.abs(second.currentTime - wanted) > driftSeconds) second.currentTime = wanted;
    };
    const alignExactly = () => {
      second.currentTime = first.currentTime;
    };
    on(first, ["play", "playing"], () => {
      align();
      void second.play().catch(() => {});
    });
    on(first, ["pause", "seeked", "ended"], () => {
      if (first.paused) second.pause();
      alignExactly();
    });
    on(first, ["seeking"], alignExactly);
    on(first, ["waiting"], () => second.pause());
    on(first, ["timeupdate"], () => {
      if (!first.paused) align();
    });
    on(first, ["ratechange"], () => {
      second.playbackRate = first.playbackRate;
    });
    return () => stop.abort();
  }, [leader, follower]);
}
