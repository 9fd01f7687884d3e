import { z } from "zod";
import { defineJob } from "#lib/queue/define-job.ts";

/** Asks Ziggeo for an application's tokens that nobody has looked at for a while. */
export const checkAuthTokens = defineJob({
  name: "check-auth-tokens",
  lane: "provider",
  payload: z.object({ connectionId: z.string() }),
  key: ({ connectionId }) => connectionId,
  // The next look orders it again.
  retryLimit: 0,
  handler: async () => (await import("./check-auth-tokens.handler.ts")).handleCheckAuthTokens,
});
