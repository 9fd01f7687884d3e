import type { UploadLine } from "./ports.ts";

/** How many parts of a file a person wants on their way at once. */
export const threadLimits = { least: 1, most: 16, usual: 8 } as const;

export interface Way {
  /** The address that the page itself came from: its event stream and its own requests go there too. */
  readonly isOwnHost: boolean;
  /** HTTP/2 or 3: one connection carries any number of requests. */
  readonly isMultiplexed: boolean;
}

/**
 * How many of them can move. Over HTTP/1.1 a browser opens six connections to one host; on the page's own host the
 * event stream holds one and the page needs one. More would only wait inside the browser, out of our sight.
 */
export function lanesFor(threads: number, { isOwnHost, isMultiplexed }: Way): number {
  if (isMultiplexed) return threads;
  return Math.min(threads, isOwnHost ? 4 : 6);
}

/** The usual one, to the page's own host over HTTP/1.1. */
export const plainLine: UploadLine = {
  threads: () => threadLimits.usual,
  lanes: () => lanesFor(threadLimits.usual, { isOwnHost: true, isMultiplexed: false }),
};

/** What was remembered, as a number that may be; the usual one for anything else. */
export function readThreads(text: string | null): number {
  const given = Number(text ?? Number.NaN);
  const { least, most, usual } = threadLimits;
  return Number.isInteger(given) && given >= least && given <= most ? given : usual;
}

/** The choice in words: how many move at once here, and why the others wait. */
export function threadsInWords(threads: number, way: Way): string {
  const lanes = lanesFor(threads, way);
  const atOnce = threads === 1 ? "One part moves at a time." : `${lanes} parts move at once.`;
  if (way.isMultiplexed || lanes === threads) return atOnce;
  const others = way.isOwnHost
    ? "six connections to an HTTP/1.1 address; live events hold one and the page needs one"
    : "six connections to an HTTP/1.1 address";
  return `${atOnce} The browser opens ${others}. The others wait their turn; over HTTP/2 all ${threads} would move.`;
}
