/** The engine's own vocabulary, shared by its four protocols. Each protocol maps it to its wire. */

export interface EngineAccount {
  readonly accountId: string;
  readonly provider: "ziggeo" | "telestream" | "stupeflix" | "apivideo";
}

/** Facts read from a media file's bytes; null where the file does not have it. */
export interface MediaFacts {
  readonly mimeType: string;
  readonly formatName: string;
  readonly durationMs: number | null;
  readonly width: number | null;
  readonly height: number | null;
  /** Degrees clockwise to turn the stored picture before showing it; width and height are after turning. */
  readonly rotation: 0 | 90 | 180 | 270;
  readonly framesPerSecond: number | null;
  readonly videoCodec: string | null;
  readonly audioCodec: string | null;
  readonly videoBitrateKbps: number | null;
  readonly audioBitrateKbps: number | null;
  readonly audioChannels: number | null;
  readonly audioSampleRate: number | null;
  readonly sizeBytes: number;
  readonly pixelFormat: string | null;
}

export interface EngineAsset {
  readonly assetId: string;
  readonly accountId: string;
  /** Telestream's factory; null elsewhere. */
  readonly containerId: string | null;
  readonly title: string;
  readonly originalFilename: string;
  readonly extname: string;
  readonly sourceUrl: string | null;
  /** Of the import of the source alone. */
  readonly status: "uploading" | "processing" | "success" | "fail";
  readonly errorClass: string | null;
  readonly errorMessage: string | null;
  /** Null until the bytes are here, and again after the source alone was deleted. */
  readonly sourceKey: string | null;
  readonly posterKey: string | null;
  readonly filmstrip: {
    readonly key: string;
    readonly frameCount: number;
    readonly frameWidth: number;
    readonly frameHeight: number;
  } | null;
  /** Whether poster and filmstrip are still to be made. */
  readonly pictures: "none" | "pending" | "done" | "failed";
  readonly facts: MediaFacts | null;
  /** Protocol-specific fields (payload, path, tags, …), owned by the protocol that made the asset. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** An instant of a source, or a distance in it. */
export type MediaTime = { readonly ms: number } | { readonly frame: number };

/** A picture over the picture. Places and sizes are CSS-like: `10px`, `5%`, `10`. */
export interface Watermark {
  readonly url: string;
  readonly top: string | null;
  readonly bottom: string | null;
  readonly left: string | null;
  readonly right: string | null;
  /** Null for both keeps its size; null for one keeps its shape. */
  readonly width: string | null;
  readonly height: string | null;
}

/** What only some profiles set. Renditions that were stored before a member existed do not have it. */
export interface FineSettings {
  readonly maxRateKbps?: number;
  readonly bufferSizeKbits?: number;
  readonly isConstantBitrate?: boolean;
  readonly isTwoPass?: boolean;
  readonly encoderPreset?: string;
  readonly h264Level?: string;
  readonly h264Tune?: string;
  /** Checked by whoever sets it: these go to x264 as they are. */
  readonly x264Options?: string;
  readonly pixelFormat?: string;
  readonly proresProfile?: string;
  /** In place of `keyframeIntervalFrames`: 0.5 is one every two seconds, whatever the frame rate. */
  readonly keyframesPerSecond?: number;
  /** Into as many frames, or one for each field. */
  readonly deinterlace?: "keep_fps" | "double_fps";
  /** Cut off the source before anything else, in its pixels. */
  readonly inputCrop?: Partial<
    Readonly<Record<"top" | "bottom" | "left" | "right" | "width" | "height", number>>
  >;
  readonly watermark?: Watermark;
  readonly isMuted?: boolean;
  /** stills: these in place of evenly spaced ones. */
  readonly frameOffsets?: readonly MediaTime[];
  /** stills: one at the beginning and after each of these. */
  readonly frameInterval?: MediaTime;
  /** kind `command`: what to run, in the words of whoever wrote it. */
  readonly command?: string;
}

/** What to make of a source: a protocol maps its profile to this, media code maps this to ffmpeg arguments. */
export interface TranscodeSettings extends FineSettings {
  readonly kind: "video" | "audio" | "hls-variant" | "hls-master" | "smooth" | "stills" | "command";
  /** `other`: a command's, which its extension alone tells. */
  readonly container:
    | "mp4"
    | "mov"
    | "webm"
    | "ogg"
    | "mp3"
    | "m4a"
    | "oga"
    | "ts"
    | "mpg"
    | "ismv"
    | "hls"
    | "tar"
    | "jpg"
    | "png"
    | "other";
  /** `copy` keeps the source's packets: nothing is decoded, and nothing about the picture can change. */
  readonly videoCodec: "h264" | "h265" | "vp8" | "vp9" | "theora" | "mpeg2" | "prores" | "copy" | null;
  readonly audioCodec:
    | "aac"
    | "vorbis"
    | "opus"
    | "mp3"
    | "ac3"
    | "eac3"
    | "mp2"
    | "pcm_s16le"
    | "copy"
    | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly upscale: boolean;
  readonly aspectMode: "preserve" | "constrain" | "letterbox" | "pad" | "crop" | "stretch" | "center";
  readonly videoBitrateKbps: number | null;
  readonly audioBitrateKbps: number | null;
  readonly audioSampleRate: number | null;
  readonly audioChannels: number | null;
  /** Null keeps the source's. */
  readonly framesPerSecond: number | null;
  readonly keyframeIntervalFrames: number | null;
  readonly h264Profile: string | null;
  readonly crf: number | null;
  readonly clipStartMs: number | null;
  readonly clipLengthMs: number | null;
  readonly segmentSeconds: number | null;
  /** hls-master: names of the variant profiles it lists, as globs. */
  readonly variantNames: readonly string[];
  readonly frameCount: number | null;
  /** Instants that must be key frames, so that segments are cut where another rendition's are. */
  readonly keyframesAtMs?: readonly number[];
  /** A picture laid over every frame. All renditions of one pass have the same. */
  readonly overlay?: PictureOverlay;
}

export interface PictureOverlay {
  /** Of the picture in storage. */
  readonly key: string;
  readonly format: "png" | "jpeg";
  /** Pixels, or a share of the frame's width (left, right, width) or height; null follows from the rest. */
  readonly left: OverlayLength | null;
  readonly right: OverlayLength | null;
  readonly top: OverlayLength | null;
  readonly bottom: OverlayLength | null;
  readonly width: OverlayLength | null;
  readonly height: OverlayLength | null;
  /** 0 to 1. */
  readonly opacity: number;
}

export type OverlayLength = { readonly pixels: number } | { readonly share: number };

export interface EngineRendition {
  readonly renditionId: string;
  readonly assetId: string;
  readonly accountId: string;
  readonly containerId: string | null;
  readonly profileId: string;
  readonly profileName: string;
  readonly extname: string;
  /** Path below the account's files, without extension; outputs are `path + extname`, `path_1.jpg`, … */
  readonly path: string;
  readonly status: "queued" | "encoding" | "success" | "fail" | "cancelled";
  readonly progressPercent: number;
  /** From ffmpeg's own speed; null until it is known and when nothing runs. */
  readonly remainingSeconds: number | null;
  readonly settings: TranscodeSettings;
  /** Storage keys by file name, the playable one first; empty until done. */
  readonly files: readonly { readonly name: string; readonly key: string; readonly sizeBytes: number }[];
  readonly facts: MediaFacts | null;
  readonly errorClass: string | null;
  readonly errorMessage: string | null;
  readonly logKey: string | null;
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface NewRendition {
  /** 32 hex digits; made when absent. Given where `path` contains it. */
  readonly renditionId?: string;
  readonly profileId: string;
  readonly profileName: string;
  readonly extname: string;
  readonly path: string;
  readonly settings: TranscodeSettings;
}

/** Assets and renditions, their jobs and their files. Implemented in this folder over the engine's database. */
export interface EngineLibrary {
  /** Bytes of a source are arriving: what will be needed to look into it gets ready. */
  expectSource(): void;
  /**
   * All bytes of the asset's source are in this file, outside storage as yet: it is looked into and its pictures are
   * begun. Resolves when the file may be moved. Nothing is written down: `importSource` does that, with or without it.
   */
  sourceIsWhole(assetId: string, file: string): Promise<void>;
  /** With an `assetId` that is there already, answers that asset as it is. */
  createAsset(input: {
    account: EngineAccount;
    assetId?: string;
    containerId?: string | null;
    title: string;
    originalFilename: string;
    sourceUrl?: string | null;
    details?: Readonly<Record<string, unknown>>;
  }): Promise<EngineAsset>;
  /**
   * The bytes are in storage under `sourceKey`: reads their facts, sets status, makes poster and filmstrip and
   * queues the renditions. Resolves once the asset is `success` or `fail`; the pictures may follow.
   */
  importSource(
    assetId: string,
    source: { sourceKey: string; renditions: readonly NewRendition[] },
  ): Promise<EngineAsset>;
  /** Fetches `sourceUrl` through the network guard in a job, then does what `importSource` does. */
  importFromUrl(assetId: string, input: { renditions: readonly NewRendition[] }): Promise<void>;
  findAsset(account: EngineAccount, assetId: string): Promise<EngineAsset | undefined>;
  listAssets(
    account: EngineAccount,
    query: {
      containerId?: string;
      status?: string;
      statuses?: readonly EngineAsset["status"][];
      offset: number;
      limit: number;
      order?: "newest" | "oldest";
    },
  ): Promise<{ items: EngineAsset[]; total: number }>;
  /** Rows first, then files; cancels what is running. */
  removeAsset(account: EngineAccount, assetId: string): Promise<boolean>;
  removeSource(account: EngineAccount, assetId: string): Promise<boolean>;
  updateAsset(
    account: EngineAccount,
    assetId: string,
    changes: { title?: string; details?: Readonly<Record<string, unknown>> },
  ): Promise<EngineAsset | undefined>;

  addRenditions(assetId: string, renditions: readonly NewRendition[]): Promise<EngineRendition[]>;
  findRendition(account: EngineAccount, renditionId: string): Promise<EngineRendition | undefined>;
  listRenditions(
    account: EngineAccount,
    query: {
      assetId?: string;
      containerId?: string;
      status?: string;
      /** Any of these, where a protocol's one status is several of ours. */
      statuses?: readonly EngineRendition["status"][];
      profileId?: string;
      profileName?: string;
      offset: number;
      limit: number;
    },
  ): Promise<{ items: EngineRendition[]; total: number }>;
  /** All that several assets have, each one's in the order they were asked for; in one look. */
  renditionsOf(
    account: EngineAccount,
    assetIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly EngineRendition[]>>;
  /** Its video's place in line, from 1: one pass makes all renditions of a video. Null when it is not queued. */
  queuePosition(renditionId: string): Promise<number | null>;
  /** The same of several in one look; those that are not queued are left out. */
  queuePositions(renditionIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** False unless it has failed or was cancelled. */
  retryRendition(account: EngineAccount, renditionId: string): Promise<boolean>;
  /** False when it is already finished. Kills the child and removes what it had written. */
  cancelRendition(account: EngineAccount, renditionId: string): Promise<boolean>;
  removeRendition(account: EngineAccount, renditionId: string): Promise<boolean>;
  /** The rendition that has a finished file of this name (`path + extname`, a segment, a still), and the file. */
  findRenditionFile(
    containerId: string,
    name: string,
  ): Promise<{ rendition: EngineRendition; file: EngineRendition["files"][number] } | undefined>;
}
