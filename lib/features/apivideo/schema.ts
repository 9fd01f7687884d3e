import { z } from "zod";

export const id = z.string().min(1).max(100);
export const assetInput = z.object({ assetId: id });
export const connectionInput = z.object({ connectionId: id });

/** What the service knows captions and chapters in. */
export const languages = {
  ar: "Arabic",
  ca: "Catalan",
  cs: "Czech",
  da: "Danish",
  de: "German",
  el: "Greek",
  en: "English",
  es: "Spanish",
  fa: "Persian",
  fi: "Finnish",
  fr: "French",
  he: "Hebrew",
  hi: "Hindi",
  hr: "Croatian",
  hu: "Hungarian",
  it: "Italian",
  ja: "Japanese",
  ko: "Korean",
  ml: "Malayalam",
  nl: "Dutch",
  no: "Norwegian",
  pl: "Polish",
  pt: "Portuguese",
  ru: "Russian",
  sv: "Swedish",
  te: "Telugu",
  tr: "Turkish",
  uk: "Ukrainian",
  ur: "Urdu",
  vi: "Vietnamese",
  zh: "Chinese",
} as const;

const language = z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "Choose a language.");
const tag = z.string().trim().min(1).max(255);

export const saveDetailsInput = assetInput.extend({
  title: z.string().trim().min(1, "Give it a title.").max(255, "Use at most 255 characters."),
  description: z.string().max(5_000, "Use at most 5,000 characters."),
  isPublic: z.boolean(),
  hasMp4: z.boolean(),
  /** How its player looks; null for the plain one. */
  playerId: id.nullable(),
  tags: z.array(tag).max(100, "Use at most 100 tags."),
  metadata: z
    .array(
      z.object({
        key: z.string().trim().min(1, "A key is needed.").max(255, "Use at most 255 characters."),
        value: z.string().max(1_000, "Use at most 1,000 characters."),
      }),
    )
    .max(50, "Use at most 50 pairs.")
    .superRefine((pairs, context) => {
      for (const [index, { key }] of pairs.entries()) {
        if (pairs.findIndex((each) => each.key === key) === index) continue;
        context.addIssue({ code: "custom", path: [index, "key"], message: "This key is there already." });
      }
    }),
});
export type SaveDetailsInput = z.output<typeof saveDetailsInput>;

const trackInput = assetInput.extend({ kind: z.enum(["captions", "chapters"]), language });
export const saveTrackInput = trackInput.extend({
  /** A WebVTT file. */
  vtt: z.string().startsWith("WEBVTT", "This is no WebVTT file.").max(500_000, "That is too long."),
});
export type SaveTrackInput = z.output<typeof saveTrackInput>;
export const removeTrackInput = trackInput;
export type RemoveTrackInput = z.output<typeof removeTrackInput>;
export const setDefaultCaptionsInput = assetInput.extend({ language });
/** A picture that somebody chooses: JPEG, PNG or WebP, as the service takes them. */
export const mostPictureBytes = 8 * 1024 * 1024;
export const uploadThumbnailInput = assetInput.extend({ fileName: z.string().max(255).default("picture") });
export const pickThumbnailInput = assetInput.extend({ positionMs: z.number().int().min(0) });

const track = z.object({
  language: z.string(),
  languageName: z.string(),
  isDefault: z.boolean(),
  /** As it is now; null when it could not be read. */
  vtt: z.string().nullable(),
});
export type Track = z.output<typeof track>;

/** What only api.video says of a video. */
export const videoExtras = z.object({
  title: z.string(),
  description: z.string(),
  isPublic: z.boolean(),
  hasMp4: z.boolean(),
  playerId: z.string().nullable(),
  /** The account's player themes to choose from. */
  themes: z.array(z.object({ playerId: z.string(), name: z.string() })),
  tags: z.array(z.string()),
  metadata: z.array(z.object({ key: z.string(), value: z.string() })),
  captions: z.array(track),
  chapters: z.array(track),
  /** As this browser reaches them. */
  embedUrl: z.string().nullable(),
  /** As a page elsewhere embeds it. */
  embedCode: z.string().nullable(),
  discardable: z.boolean(),
});
export type VideoExtras = z.output<typeof videoExtras>;

export const liveStream = z.object({
  liveStreamId: z.string(),
  name: z.string(),
  isPublic: z.boolean(),
  isBroadcasting: z.boolean(),
  createdAt: z.string().nullable(),
  embedUrl: z.string().nullable(),
  ingestUrl: z.string(),
  /** Where it is passed on to; the keys stay on the server. State and problem while it is on air, where they are told. */
  restreams: z.array(
    z.object({
      name: z.string(),
      server: z.string(),
      state: z.enum(["connecting", "live", "waiting"]).nullable(),
      problem: z.string().nullable(),
    }),
  ),
  /** Videos its broadcasts became, newest first. */
  recordings: z.array(z.object({ assetId: z.string(), title: z.string() })),
});
export type LiveStream = z.output<typeof liveStream>;
export const liveStreamList = z.array(liveStream);

const liveStreamInput = connectionInput.extend({ liveStreamId: id });
export const createLiveStreamInput = connectionInput.extend({
  name: z.string().trim().min(1, "Give it a name.").max(255, "Use at most 255 characters."),
  isPublic: z.boolean(),
});
export type CreateLiveStreamInput = z.output<typeof createLiveStreamInput>;
export const liveStreamActionInput = liveStreamInput;
export const mostRestreams = 5;
export const addRestreamInput = liveStreamInput.extend({
  name: z.string().trim().min(1, "Give it a name.").max(255, "Use at most 255 characters."),
  serverUrl: z
    .string()
    .trim()
    .max(2_000, "Use at most 2,000 characters.")
    .regex(/^rtmps?:\/\/[^\s/]+/, "Enter an address that starts with rtmp:// or rtmps://."),
  streamKey: z
    .string()
    .trim()
    .min(1, "The other service gives you a key.")
    .max(1_000, "The key is too long."),
});
export type AddRestreamInput = z.output<typeof addRestreamInput>;
/** By place and name: when they no longer fit together, somebody else was faster. */
export const removeRestreamInput = liveStreamInput.extend({
  index: z.number().int().min(0).max(100),
  name: z.string().max(255),
});
export type RemoveRestreamInput = z.output<typeof removeRestreamInput>;

export const uploadToken = z.object({
  token: z.string(),
  createdAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
});
export type UploadToken = z.output<typeof uploadToken>;
export const createUploadTokenInput = connectionInput.extend({
  /** 0: for ever. */
  ttlSeconds: z
    .number()
    .int()
    .min(0)
    .max(365 * 24 * 3600, "Use at most a year, or no end."),
});
export const revokeUploadTokenInput = connectionInput.extend({ token: z.string().min(1).max(200) });

export const discardedVideo = z.object({
  videoId: z.string(),
  title: z.string(),
  discardedAt: z.string().nullable(),
  deletesAt: z.string().nullable(),
});
export type DiscardedVideo = z.output<typeof discardedVideo>;
export const restoreVideoInput = connectionInput.extend({ videoId: id });
