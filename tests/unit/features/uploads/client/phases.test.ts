import { describe, expect, test } from "vitest";
import { nextPhase, type UploadEvent } from "#lib/features/uploads/client/phase-moves.ts";
import { type UploadPhase, uploadPhases } from "#lib/features/uploads/client/phases.ts";

const events: readonly UploadEvent[] = [
  "inspected",
  "refused",
  "started",
  "interrupted",
  "pause",
  "resume",
  "cancel",
  "retry",
  "accepted",
  "encoding",
  "ready",
  "failed",
];

const allowed: Record<UploadPhase, Partial<Record<UploadEvent, UploadPhase>>> = {
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

describe("an upload's phase moves only where it may", () => {
  for (const phase of uploadPhases) {
    for (const event of events) {
      const expected = allowed[phase][event];
      test(`${phase} + ${event} = ${expected ?? "nothing"}`, () => {
        expect(nextPhase(phase, event)).toBe(expected);
      });
    }
  }
});
