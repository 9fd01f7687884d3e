import { z } from "zod";
import { type NormalEvent, type RawEvent, UnreadableEvent } from "./normal-event.ts";
import { readJson } from "./read-body.ts";

const wireStatus = z.object({ key: z.string().min(1).max(200), status: z.string().min(1).max(50) });

/** shared/protocols/stupeflix.md, A5: a callback's body is the task's final status; there are no named events. */
export function normaliseStupeflix(event: RawEvent): NormalEvent {
  const parsed = wireStatus.safeParse(readJson(event));
  if (!parsed.success) throw new UnreadableEvent("The body is no task's status.");
  return {
    eventType: `task.${parsed.data.status}`,
    subject: { kind: "task", taskKey: parsed.data.key },
  };
}
