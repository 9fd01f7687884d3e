/**
 * Where one file stands. Bytes move in `sending` only; from `accepted` on the provider has them all.
 * `paused` also holds what a reload interrupted and what needs its file picked again.
 */
export const uploadPhases = [
  "checking",
  "waiting",
  "sending",
  "paused",
  "accepted",
  "encoding",
  "ready",
  "failed",
  "cancelled",
] as const;
export type UploadPhase = (typeof uploadPhases)[number];

export type UploadEvent =
  | "inspected"
  | "refused"
  | "started"
  | "interrupted"
  | "pause"
  | "resume"
  | "cancel"
  | "retry"
  | "accepted"
  | "encoding"
  | "ready"
  | "failed";

/** Every move there is. What is not listed does not happen: a late answer cannot revive a cancelled file. */
const moves: Readonly<Record<UploadPhase, Readonly<Partial<Record<UploadEvent, UploadPhase>>>>> = {
  checking: {
    inspected: "waiting",
    refused: "failed",
    interrupted: "paused",
    pause: "paused",
    cancel: "cancelled",
  },
  waiting: { started: "sending", interrupted: "paused", pause: "paused", cancel: "cancelled" },
  sending: {
    accepted: "accepted",
    failed: "failed",
    interrupted: "paused",
    pause: "paused",
    cancel: "cancelled",
  },
  paused: { resume: "checking", accepted: "accepted", interrupted: "paused", cancel: "cancelled" },
  accepted: { encoding: "encoding", ready: "ready", failed: "failed" },
  encoding: { ready: "ready", failed: "failed" },
  ready: {},
  failed: { retry: "paused" },
  cancelled: {},
};

/** The phase after `event`, or undefined when the event means nothing in this phase. */
export function nextPhase(phase: UploadPhase, event: UploadEvent): UploadPhase | undefined {
  return moves[phase][event];
}

/** Still on its way to the provider, so leaving the page would interrupt it. */
export function isUnfinished(phase: UploadPhase): boolean {
  return phase === "checking" || phase === "waiting" || phase === "sending" || phase === "paused";
}

/** The provider has the bytes and is at work. */
export function isWatched(phase: UploadPhase): boolean {
  return phase === "accepted" || phase === "encoding";
}
