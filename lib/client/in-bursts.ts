export interface BurstPace {
  /** This many times at once; what is asked for beyond them waits for the end of the rest. */
  readonly atOnce: number;
  /** After a rest in which nothing was asked for, the next is done at once again. */
  readonly restMs: number;
}

/**
 * Does `act` for what is asked for now and then at once, and for a flood of it once per rest: whoever looks at one
 * change sees it without delay, and an import of thousands is not read again for each of them.
 */
export function inBursts(act: () => void, { atOnce, restMs }: BurstPace): () => void {
  let left = atOnce;
  let isDue = false;
  let isResting = false;

  const rest = () => {
    isResting = true;
    setTimeout(() => {
      isResting = false;
      left = isDue ? 0 : atOnce;
      if (!isDue) return;
      isDue = false;
      rest();
      act();
    }, restMs);
  };

  return () => {
    if (!isResting) rest();
    if (left === 0) {
      isDue = true;
      return;
    }
    left--;
    act();
  };
}
