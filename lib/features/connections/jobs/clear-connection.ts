import { z } from "zod";
import { defineJob } from "#lib/queue/define-job.ts";

/** Takes a removed connection's rows out of the index. Nothing is asked of its provider. */
export const clearConnection = defineJob({
  name: "clear-connection",
  lane: "database",
  payload: z.object({ connectionId: z.string() }),
  key: ({ connectionId }) => connectionId,
  retryLimit: 10,
  handler: async () => (await import("./clear-connection.handler.ts")).handleClearConnection,
});
