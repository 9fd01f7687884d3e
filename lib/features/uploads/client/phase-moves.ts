import type { UploadPhase } from "./phases.ts";

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
