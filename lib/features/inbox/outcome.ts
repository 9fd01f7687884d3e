import type { ClaimedEvent, EventOutcome } from "./claim.ts";
import type { EventSubject, NormalEvent } from "./normalise/normal-event.ts";

/** How long to wait before a next try, by how many there were; after the last an event has failed. */
const retryDelaysMs = [10_000, 30_000, 2 * 60_000, 10 * 60_000, 30 * 60_000, 2 * 3_600_000, 6 * 3_600_000];

const blank: Omit<EventOutcome, "state"> = {
  trust: null,
  eventType: null,
  subject: null,
  assetId: null,
  changes: [],
  reason: null,
  duplicateOf: null,
  dueAt: null,
};

/** An outcome, said by what it has. */
export function outcome(
  state: EventOutcome["state"],
  normal: NormalEvent | undefined,
  rest: Partial<EventOutcome> = {},
): EventOutcome {
  return {
    ...blank,
    eventType: normal?.eventType.slice(0, 200) ?? null,
    subject: normal ? subjectId(normal.subject) : null,
    ...rest,
    state,
  };
}

/** The provider could not be asked now: later, and at last failed, where a person may try again. */
export function putOff(
  event: Pick<ClaimedEvent, "attempts">,
  normal: NormalEvent,
  reason: string,
  now: Date,
): EventOutcome {
  const delayMs = retryDelaysMs[event.attempts - 1];
  return delayMs === undefined
    ? outcome("failed", normal, { reason })
    : outcome("waiting", normal, { reason, dueAt: new Date(now.getTime() + delayMs) });
}

/** What an event is about, by the provider's own id. */
export function subjectId(subject: EventSubject): string | null {
  switch (subject.kind) {
    case "asset":
      return subject.providerAssetId;
    case "rendition":
      return subject.renditionId;
    case "task":
      return subject.taskKey;
    default:
      return null;
  }
}
