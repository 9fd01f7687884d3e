import { z } from "zod";
import { defineJob } from "#lib/queue/define-job.ts";

/** Has everything that failed in a connection made again. */
export const retryFailedEncodings = defineJob({
  name: "retry-failed-encodings",
  lane: "provider",
  payload: z.object({
    connectionId: z.string(),
    /** Null for all factories. */
    factory: z.string().nullable(),
    /** What failed later failed again: it is not tried for ever. */
    before: z.iso.datetime(),
  }),
  key: ({ connectionId, factory }) => `${connectionId}:${factory ?? ""}`,
  retryLimit: 2,
  handler: async () => (await import("./retry-failed-encodings.handler.ts")).handleRetryFailedEncodings,
});
