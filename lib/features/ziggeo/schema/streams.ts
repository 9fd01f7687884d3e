import { z } from "zod";

const assetId = z.string().min(1).max(100);
const token = z.string().regex(/^[\w.-]{1,100}$/, "This is no token.");

export const streamStates = ["draft", "processing", "failed", "ready"] as const;

export const streamView = z.object({
  streamToken: z.string(),
  name: z.string(),
  /** What somebody uploaded or recorded, or what was made of it for players. */
  isTranscoded: z.boolean(),
  /** What it was made of; null for what somebody uploaded, and where the service does not tell. */
  parentToken: z.string().nullable(),
  isDefault: z.boolean(),
  /** Closed and submitted. An open one is a draft. */
  isBound: z.boolean(),
  state: z.enum(streamStates),
  progressPercent: z.number(),
  durationMs: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  sizeBytes: z.number().nullable(),
  videoType: z.string().nullable(),
  subtitles: z.array(z.object({ lang: z.string(), label: z.string(), data: z.string() })),
  error: z.string().nullable(),
  createdAt: z.string(),
  /** Through the dashboard: the key stays here. */
  videoUrl: z.string().nullable(),
  imageUrl: z.string().nullable(),
});
export type StreamView = z.output<typeof streamView>;

export const streamList = z.object({
  streams: z.array(streamView),
  /** Where streams can be pushed to; null where the service does not tell. */
  pushServices: z.array(z.object({ token: z.string(), title: z.string(), target: z.string() })).nullable(),
  pushes: z.array(
    z.object({
      token: z.string(),
      streamToken: z.string(),
      title: z.string(),
      state: z.string(),
      error: z.string().nullable(),
      location: z.string().nullable(),
      createdAt: z.string(),
    }),
  ),
});
export type StreamList = z.output<typeof streamList>;

export const videoInput = z.object({ assetId });
export const streamInput = z.object({ assetId, streamToken: token });
export type StreamInput = z.output<typeof streamInput>;

export const beginAttachInput = z.object({
  assetId,
  /** Absent: a new stream. */
  streamToken: token.optional(),
  kind: z.enum(["video", "image"]),
  fileName: z.string().min(1).max(500),
});
export type BeginAttachInput = z.output<typeof beginAttachInput>;

export const confirmAttachInput = streamInput.extend({ kind: z.enum(["video", "image"]) });
export type ConfirmAttachInput = z.output<typeof confirmAttachInput>;

export const subtitleInput = streamInput.extend({
  lang: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9]{1,8}(?:[-_][A-Za-z0-9]{1,8})*$/, "A language code, such as en or pt-BR."),
  label: z.string().trim().min(1, "How viewers see it named.").max(200),
  data: z.string().trim().min(1, "The subtitles themselves.").max(2_000_000),
});
export type SubtitleInput = z.output<typeof subtitleInput>;

export const pushInput = streamInput.extend({ pushServiceToken: token });
export type PushInput = z.output<typeof pushInput>;
