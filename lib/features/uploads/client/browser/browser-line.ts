import type { UploadLine } from "../ports.ts";
import { lanesFor, readThreads, type Way } from "../threads.ts";

const key = "reelyard.upload-threads";

export function recallThreads(): number {
  try {
    return readThreads(localStorage.getItem(key));
  } catch {
    // Storage is off: the usual number, every time.
    return readThreads(null);
  }
}

export function rememberThreads(threads: number): void {
  try {
    localStorage.setItem(key, String(threads));
  } catch {
    // Storage is off or full: it holds until this page goes.
  }
}

/** What this browser found out about the way to a host; cautious where it was not told. */
export function wayTo(host: string): Way {
  const isOwnHost = host === location.host;
  const entries = isOwnHost
    ? performance.getEntriesByType("navigation")
    : performance.getEntriesByType("resource").filter(({ name }) => URL.parse(name)?.host === host);
  const protocol =
    entries.findLast((entry) => entry instanceof PerformanceResourceTiming)?.nextHopProtocol ?? "";
  return { isOwnHost, isMultiplexed: protocol === "h2" || protocol === "h3" };
}

/** The line as this browser has it, with as many threads as were chosen here. */
export const browserLine: UploadLine = {
  threads: recallThreads,
  lanes: (host) => lanesFor(recallThreads(), wayTo(host)),
};
