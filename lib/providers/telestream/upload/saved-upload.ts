import { z } from "zod";

/**
 * All that is needed to go on with an upload in another process, as JSON. Its `location` is a secret: whoever has it
 * may send to this session, without a key.
 */
export const savedUpload = z.object({
  location: z.url(),
  mode: z.enum(["parts", "range"]),
  fileName: z.string(),
  sizeBytes: z.number().int().positive(),
  /** Of a session in parts. */
  partSize: z.number().int().positive(),
  partCount: z.number().int().positive(),
  maxConnections: z.number().int().positive(),
  /** Known beforehand at our engine alone. */
  videoId: z.string().nullable(),
});
export type SavedUpload = z.output<typeof savedUpload>;
