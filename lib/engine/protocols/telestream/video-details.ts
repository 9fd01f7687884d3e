import { z } from "zod";

/** What this protocol keeps in an asset's `details`. */
export const videoDetails = z.object({
  /** Of the source, below the factory's files, without extension. */
  path: z.string(),
  pathFormat: z.string().default(":id"),
  payload: z.string().optional(),
});
export type VideoDetails = z.output<typeof videoDetails>;

/** What it keeps with an upload session until its bytes are here. */
export const uploadDetails = videoDetails.extend({
  profileIds: z.array(z.string()),
  /** Sent in parts (`X-Part`), not in ranges. */
  isMultiChunk: z.boolean(),
});
export type UploadDetails = z.output<typeof uploadDetails>;
