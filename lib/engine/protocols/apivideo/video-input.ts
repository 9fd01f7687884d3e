import { z } from "zod";
import { spokenLanguages } from "./languages.ts";
import { parseTimecode } from "./times.ts";
import { type ApivideoDetails, watermarkPlace } from "./video-details.ts";

const mostTags = 1_000;
const mostPairs = 1_000;
const short = z.string().max(255, "A text may have 255 characters.");

const properties = {
  description: z.string().max(10_000, "A description may have 10,000 characters.").nullish(),
  public: z.boolean().optional(),
  panoramic: z.boolean().optional(),
  mp4Support: z.boolean().optional(),
  playerId: z.string().nullish(),
  tags: z.array(short.min(1, "A tag may not be empty.")).max(mostTags, "There are too many tags.").optional(),
  metadata: z
    .array(
      z.object({
        key: short.min(1, "A key may not be empty."),
        value: z.string().max(10_000, "A value may have 10,000 characters."),
      }),
    )
    .max(mostPairs, "There is too much metadata.")
    .optional(),
  language: z
    .string()
    .nullish()
    .refine((tag) => tag == null || spokenLanguages.includes(tag), 'The "language" attribute is not valid.'),
  transcript: z.boolean().optional(),
  transcriptSummary: z.boolean().optional(),
  transcriptSummaryAttributes: z.array(z.enum(["abstract", "takeaways"])).optional(),
};

const title = z.string().min(1, "A title may not be empty.").max(255, "A title may have 255 characters.");

const timecode = z
  .string()
  .refine((given) => parseTimecode(given, null) !== undefined, "A timecode is written hh:mm:ss.");

const overlayLength = z
  .string()
  .regex(/^(\d{1,5}(\.\d+)?(px|%)|initial)$/, "A length is written in px, in % or as initial.")
  .optional();

export const videoCreation = z.object({
  ...properties,
  title,
  source: z.string().min(1).max(4_000, "The source is too long.").optional(),
  clip: z.object({ startTimecode: timecode.optional(), endTimecode: timecode.optional() }).nullish(),
  watermark: watermarkPlace
    .extend({
      top: overlayLength,
      left: overlayLength,
      bottom: overlayLength,
      right: overlayLength,
      width: overlayLength,
      height: overlayLength,
      opacity: z
        .string()
        .regex(/^(\d{1,3}(\.\d+)?%|0|1|0?\.\d+|initial)$/, "An opacity is written in %.")
        .optional(),
    })
    .nullish(),
});
export type VideoCreation = z.output<typeof videoCreation>;

/** A merge patch: what is named is replaced, arrays whole. */
export const videoUpdate = z.object({ ...properties, title: title.optional() });
export type VideoUpdate = z.output<typeof videoUpdate>;

export const discardedUpdate = z.object({
  discarded: z.literal(false, "Only false is accepted: it restores the video."),
});

export const thumbnailPick = z.object({
  timecode: z.string().max(40, "That is no timecode."),
});

/** The properties that were given, as details keep them. */
export function toDetails(
  given: Omit<VideoUpdate, "title">,
): Partial<Pick<ApivideoDetails, keyof ApivideoDetails>> {
  const { language, transcriptSummaryAttributes, description, playerId, ...plain } = given;
  return {
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
    ...(description !== undefined && { description: description ?? null }),
    ...(playerId !== undefined && { playerId: playerId ?? null }),
    ...(language !== undefined && { language: language ?? null, languageOrigin: language ? "api" : null }),
    ...(transcriptSummaryAttributes !== undefined && { summaryAttributes: transcriptSummaryAttributes }),
  };
}

/** Where a clip begins and how long it is. Undefined when its end is not after its start. */
export function toClip(clip: NonNullable<VideoCreation["clip"]>): ApivideoDetails["clip"] | undefined {
  const startMs = clip.startTimecode === undefined ? 0 : (parseTimecode(clip.startTimecode, null) ?? 0);
  if (clip.endTimecode === undefined) return startMs === 0 ? null : { startMs, lengthMs: null };
  const endMs = parseTimecode(clip.endTimecode, null) ?? 0;
  return endMs > startMs ? { startMs: startMs || null, lengthMs: endMs - startMs } : undefined;
}
