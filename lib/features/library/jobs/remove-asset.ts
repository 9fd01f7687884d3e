import { z } from "zod";
import { defineJob } from "#lib/queue/define-job.ts";

/** Deletes one asset at its provider, then from the index. */
export const removeAsset = defineJob({
  name: "remove-asset",
  lane: "provider",
  payload: z.object({ assetId: z.string() }),
  key: ({ assetId }) => assetId,
  retryLimit: 4,
  handler: async () => (await import("./remove-asset.handler.ts")).handleRemoveAsset,
});
