import { z } from "zod";
import { assetStatuses, assetTypes } from "#lib/domain/asset.ts";
import { providerIds } from "#lib/domain/provider-id.ts";

const count = z.number().int().nonnegative();

/** What the browser read from the file before sending a byte; null where the format does not say. */
export const fileFacts = z.object({
  type: z.enum(assetTypes),
  durationMs: z.number().nonnegative().nullable(),
  width: count.nullable(),
  height: count.nullable(),
  videoCodec: z.string().max(40).nullable(),
  audioCodec: z.string().max(40).nullable(),
});
export type FileFacts = z.output<typeof fileFacts>;

/** Where uploads go: a connection, a place in it, and what is to be made of them. Remembered per browser. */
export const uploadChoice = z.object({
  connectionId: z.string().min(1).max(100),
  destinationId: z.string().min(1).max(200),
  renditionNames: z.array(z.string().min(1).max(200)).max(50),
});
export type UploadChoice = z.output<typeof uploadChoice>;

export const signUploadInput = uploadChoice.extend({
  /** Made by the browser, so that asking twice records one upload. */
  uploadId: z.string().regex(/^[0-9a-f]{32}$/),
  fileName: z.string().min(1).max(1000),
  sizeBytes: z.number().int().positive().max(Number.MAX_SAFE_INTEGER),
  facts: fileFacts.nullable(),
});
export type SignUploadInput = z.output<typeof signUploadInput>;

/** How the provider's URLs reach this browser: those that start with `server` are asked for at `browser` instead. */
const bases = z.object({ server: z.string(), browser: z.string() });

/** What the browser sends one file to the provider itself with. */
export const uploadTicket = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("session"),
    /** Opens a resumable session. */
    request: z.object({
      method: z.enum(["GET", "POST", "PUT", "DELETE"]),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
      form: z.record(z.string(), z.string()),
    }),
    bases,
  }),
  z.object({
    kind: z.literal("chunks"),
    /** As this browser reaches it. */
    url: z.string(),
    /** The asset that they make, there already. */
    providerAssetId: z.string(),
    partSizeBytes: count.positive(),
    partCount: count.positive().max(10_000),
    maxConnections: count.positive(),
  }),
]);
export type UploadTicket = z.output<typeof uploadTicket>;
export type SessionTicket = Extract<UploadTicket, { kind: "session" }>;
export type ChunksTicket = Extract<UploadTicket, { kind: "chunks" }>;

const providerAssetId = z.string().min(1).max(200);

/** An upload in chunks: where they go, and into which asset. */
export const begunChunks = z.object({
  uploadId: signUploadInput.shape.uploadId,
  url: z.string().min(1).max(2000),
  providerAssetId: providerAssetId.nullable(),
});
export type BegunChunks = z.output<typeof begunChunks>;

/** What the provider has of it; null when its asset is gone. */
export const chunkStanding = z
  .object({ isOpen: z.boolean(), isComplete: z.boolean(), parts: z.array(count) })
  .nullable();
export type ChunkStanding = NonNullable<z.output<typeof chunkStanding>>;

export const acceptUploadInput = z.object({
  uploadId: signUploadInput.shape.uploadId,
  providerAssetId,
  partCount: count.max(10_000),
});
export const acceptedUpload = z.object({ assetId: z.string(), status: z.enum(assetStatuses) });
export type AcceptedUpload = z.output<typeof acceptedUpload>;

/** What became of an accepted file, from the index; null when it has been deleted since. */
export const uploadProgressRequest = z.object({ assetId: z.string().min(1).max(100) });
export const uploadProgress = z.object({
  status: z.enum(assetStatuses),
  renditionName: z.string().nullable(),
  percent: z.number(),
  remainingMs: z.number().nullable(),
  queuePosition: z.number().nullable(),
  /** Renditions that are ready, failed or cancelled, of how many. */
  doneCount: z.number(),
  renditionCount: z.number(),
  errorMessage: z.string().nullable(),
});
export type UploadProgress = z.output<typeof uploadProgress>;
export const uploadProgressAnswer = z.object({ progress: uploadProgress.nullable() });

export const endUploadInput = z.object({
  uploadId: signUploadInput.shape.uploadId,
  state: z.enum(["failed", "cancelled"]),
  message: z.string().max(500),
});

/** Connections that take uploads, with the places in them. One that cannot be asked now says so in `problem`. */
export const uploadTarget = z.object({
  connectionId: z.string(),
  connectionName: z.string(),
  provider: z.enum(providerIds),
  problem: z.string().nullable(),
  destinations: z.array(
    z.object({
      destinationId: z.string(),
      name: z.string(),
      renditionNames: z.array(z.string()),
      maxSizeBytes: z.number().nullable(),
    }),
  ),
});
export type UploadTargetOption = z.output<typeof uploadTarget>;
export const uploadTargets = z.object({ targets: z.array(uploadTarget) });

export const takenNamesInput = z.object({
  connectionId: z.string().min(1).max(100),
  fileNames: z.array(z.string().min(1).max(1000)).min(1).max(500),
});
/** Of the names asked about, those that a video in that connection already carries. */
export const takenNames = z.object({ fileNames: z.array(z.string()) });

export const uploadStates = ["sending", "accepted", "failed", "cancelled"] as const;

/** One line of the history. */
export const uploadRecord = z.object({
  uploadId: z.string(),
  fileName: z.string(),
  sizeBytes: z.number(),
  facts: fileFacts.nullable(),
  state: z.enum(uploadStates),
  errorMessage: z.string().nullable(),
  partCount: z.number().nullable(),
  connectionId: z.string(),
  connectionName: z.string(),
  provider: z.enum(providerIds),
  destinationId: z.string(),
  renditionNames: z.array(z.string()),
  startedBy: z.string(),
  assetId: z.string().nullable(),
  assetStatus: z.enum(assetStatuses).nullable(),
  posterUrl: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
});
export type UploadRecord = z.output<typeof uploadRecord>;

export const uploadHistoryRequest = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const uploadHistoryPage = z.object({
  items: z.array(uploadRecord),
  nextCursor: z.string().nullable(),
});
export type UploadHistoryPage = z.output<typeof uploadHistoryPage>;
