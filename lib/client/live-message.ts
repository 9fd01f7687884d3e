import { z } from "zod";
import { assetStatuses } from "#lib/domain/asset.ts";
import type { LiveMessage } from "#lib/domain/live.ts";
import { renditionStatuses } from "#lib/domain/rendition.ts";

/** What comes over `/live`. */
export const liveMessage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("rendition"),
    assetId: z.string(),
    renditionId: z.string(),
    name: z.string(),
    status: z.enum(renditionStatuses),
    progressPercent: z.number(),
    queuePosition: z.number().nullable(),
    remainingMs: z.number().nullable(),
    changedAtMs: z.number(),
  }),
  z.object({
    type: z.literal("asset"),
    assetId: z.string(),
    status: z.enum(assetStatuses),
    changedAtMs: z.number(),
  }),
  z.object({ type: z.literal("asset-removed"), assetId: z.string() }),
  z.object({ type: z.literal("connection"), connectionId: z.string() }),
  z.object({ type: z.literal("library") }),
  z.object({ type: z.literal("engine"), state: z.enum(["up", "down", "restarting"]) }),
  z.object({ type: z.literal("resync") }),
]) satisfies z.ZodType<LiveMessage>;

/** A message, or undefined for one that a newer server sends and this page does not know yet. */
export function readLiveMessage(text: string): LiveMessage | undefined {
  try {
    return liveMessage.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
