import { z } from "zod";

/** Wire shapes of the Stupeflix Tasks API, version 2. */

export const wireTaskState = z.enum(["queued", "executing", "success", "error"]);
export type WireTaskState = z.output<typeof wireTaskState>;

export const wireTaskStatus = z.looseObject({
  status: wireTaskState,
  /** 26 characters of A–Z and 2–7; absent only where a service answers for a task that never was. */
  key: z.string().optional(),
  /** Anything JSON; a number from 0 to 100 in the samples. */
  progress: z.unknown().optional(),
  events: z
    .looseObject({
      queued: z.string().optional(),
      started: z.string().optional(),
      completed: z.string().optional(),
    })
    .optional(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
});
export type WireTaskStatus = z.output<typeof wireTaskStatus>;

export const wireTaskStatuses = z.array(wireTaskStatus);

/** Parameters stand beside the name, in one object. */
export const wireTaskDefinition = z.looseObject({
  task_name: z.string(),
  task_store: z.looseObject({ type: z.string() }).optional(),
});
export type WireTaskDefinition = z.output<typeof wireTaskDefinition>;

export const wireErrors = z.looseObject({
  status: z.literal("error"),
  errors: z.array(z.looseObject({ name: z.string(), location: z.string(), description: z.string() })),
});
