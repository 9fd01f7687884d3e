export const boardLanes = ["running", "queued", "failed", "done"] as const;
export type BoardLane = (typeof boardLanes)[number];

/** A list of this length is read, not searched; beyond it filters find things sooner. */
export const boardShownAtMost = 500;

/** A handful at a time: an action holds up the next, so the page sends a long selection in several. */
export const encodingsPerAction = 20;
