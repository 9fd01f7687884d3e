import { z } from "zod";
import { renditionStatuses } from "#lib/domain/rendition.ts";
import { boardLanes, boardShownAtMost, encodingsPerAction } from "./board.ts";
import { connectionInput, factoryInput } from "./identity.ts";

const count = z.coerce.number().int();

/** The board's address: what it shows. */
export const boardFilter = z.object({
  lane: z.enum(boardLanes).optional().catch(undefined),
  factory: z.string().max(100).optional().catch(undefined),
  q: z.string().trim().max(200).optional().catch(undefined),
});
export type BoardFilter = z.output<typeof boardFilter>;

export const boardRequest = connectionInput.extend({
  ...boardFilter.shape,
  limit: count.min(1).max(boardShownAtMost).default(100),
});
export type BoardRequest = z.output<typeof boardRequest>;

export const boardEncoding = z.object({
  assetId: z.string(),
  encodingId: z.string(),
  assetTitle: z.string(),
  posterUrl: z.string().nullable(),
  factoryId: z.string().nullable(),
  factoryName: z.string().nullable(),
  profileName: z.string(),
  status: z.enum(renditionStatuses),
  progressPercent: z.number(),
  queuePosition: z.number().nullable(),
  remainingMs: z.number().nullable(),
  error: z.object({ cause: z.string(), message: z.string() }).nullable(),
  startedAt: z.string().nullable(),
  updatedAt: z.string(),
});
export type BoardEncoding = z.output<typeof boardEncoding>;

export const encodingBoard = z.object({
  items: z.array(boardEncoding),
  /** Of all that fit the factory and the words, whatever the lane. */
  counts: z.record(z.enum(boardLanes), z.number()),
});
export type EncodingBoard = z.output<typeof encodingBoard>;

const encodingIds = z.array(z.string().min(1).max(100)).min(1, "Choose an encoding.").max(encodingsPerAction);

export const changeEncodingsInput = connectionInput.extend({
  encodingIds,
  change: z.enum(["retry", "cancel", "remove"]),
});
export type ChangeEncodingsInput = z.output<typeof changeEncodingsInput>;
export type EncodingChange = ChangeEncodingsInput["change"];

/** How many went well, and why each of the others did not. */
export interface ChangedEncodings {
  readonly changed: number;
  readonly failures: readonly { readonly encodingId: string; readonly message: string }[];
}

export const retryAllFailedInput = connectionInput.extend({ factory: z.string().max(100).optional() });
export type RetryAllFailedInput = z.output<typeof retryAllFailedInput>;

export const encodingDetailRequest = factoryInput.extend({ encodingId: z.string().min(1).max(100) });
export type EncodingDetailRequest = z.output<typeof encodingDetailRequest>;

export const encodingDetail = z.object({
  encodingId: z.string(),
  profileId: z.string().nullable(),
  errorClass: z.string().nullable(),
  errorMessage: z.string().nullable(),
  /** The end of what the encoder said; null when the service kept no log. */
  log: z.object({ text: z.string(), isCut: z.boolean() }).nullable(),
  /** Why there should be a log and none could be read. */
  logProblem: z.string().nullable(),
  files: z.array(z.string()),
  encodingSeconds: z.number().nullable(),
  raw: z.unknown(),
});
export type EncodingDetail = z.output<typeof encodingDetail>;
