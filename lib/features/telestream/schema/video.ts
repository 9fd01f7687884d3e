import { z } from "zod";

const assetId = z.string().min(1).max(100);

export const videoInput = z.object({ assetId });

export const encodeAgainInput = videoInput.extend({
  profileNames: z
    .array(z.string().min(1).max(200))
    .min(1, "Choose a profile.")
    .max(20, "Choose at most 20 profiles at a time."),
});
export type EncodeAgainInput = z.output<typeof encodeAgainInput>;

/** What a video's page asks the service for. */
export const videoExtras = z.object({
  factoryId: z.string(),
  metadata: z.array(z.object({ name: z.string(), value: z.string() })),
  rawMetadata: z.unknown(),
  profiles: z.array(z.object({ profileId: z.string(), name: z.string(), title: z.string().nullable() })),
  payload: z.string().nullable(),
  path: z.string().nullable(),
});
export type VideoExtras = z.output<typeof videoExtras>;
