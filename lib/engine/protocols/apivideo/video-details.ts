import { z } from "zod";
import type { EngineAsset } from "../../library/types.ts";

const text = z.string().nullable().catch(null);
const length = z.string().optional();

/** A watermark as a video's creation names it: texts in px, % or `initial`. */
export const watermarkPlace = z.object({
  id: z.string(),
  top: length,
  left: length,
  bottom: length,
  right: length,
  width: length,
  height: length,
  opacity: length,
});
export type WatermarkPlace = z.output<typeof watermarkPlace>;

/** What an api.video video has beyond every asset; kept in the asset's details. */
export const apivideoDetails = z.object({
  description: text,
  language: text,
  languageOrigin: text,
  public: z.boolean().catch(true),
  panoramic: z.boolean().catch(false),
  mp4Support: z.boolean().catch(true),
  playerId: text,
  tags: z.array(z.string()).catch([]),
  metadata: z.array(z.object({ key: z.string(), value: z.string() })).catch([]),
  /** How its source came; null until one has. */
  sourceKind: z.enum(["upload", "import", "clone", "live"]).nullable().catch(null),
  liveStreamId: text,
  /** ISO times. When the first of its qualities could be played. */
  publishedAt: text,
  discardedAt: text,
  deletesAt: text,
  clip: z.object({ startMs: z.number().nullable(), lengthMs: z.number().nullable() }).nullable().catch(null),
  watermark: watermarkPlace
    .extend({ key: z.string(), format: z.enum(["png", "jpeg"]) })
    .nullable()
    .catch(null),
  /** A thumbnail that a person chose, in place of the poster. */
  thumbnail: z.object({ key: z.string(), mimeType: z.string() }).nullable().catch(null),
  /** The same, to be taken from a source that is not here yet. */
  thumbnailTimecode: text,
  uploadToken: text,
  transcript: z.boolean().catch(false),
  transcriptSummary: z.boolean().catch(false),
  summaryAttributes: z.array(z.string()).catch([]),
});
export type ApivideoDetails = z.output<typeof apivideoDetails>;

/** A list asks several times for each of its videos, and checking is most of what a video costs. */
const checked = new WeakMap<object, ApivideoDetails>();

export function detailsOf({ details }: Pick<EngineAsset, "details">): ApivideoDetails {
  const known = checked.get(details) ?? apivideoDetails.parse(details);
  checked.set(details, known);
  return known;
}

export const isPublic = (asset: Pick<EngineAsset, "details">) => asset.details.public !== false;
export const isDiscarded = (asset: Pick<EngineAsset, "details">) => asset.details.discardedAt != null;

/** Whether a watermark or a clip makes what plays another film than what was uploaded. */
export const isChangedFromSource = ({ clip, watermark }: Pick<ApivideoDetails, "clip" | "watermark">) =>
  clip !== null || watermark !== null;
