import type { ApivideoSettings } from "./protocols/apivideo/settings.ts";
import type { PublishSettings } from "./protocols/stupeflix/publish/publish-settings.ts";
import type { UploadLimits } from "./uploads/upload-limits.ts";

/** Everything the engine is told from outside. `main.ts` makes it from the environment, tests by hand. */
export interface EngineConfig {
  readonly host: string;
  /** Port of `/health` and `/metrics`; the protocols are on the next four. 0 picks free ones (tests). */
  readonly port: number;
  /** `<REELYARD_DATA>/engine`. */
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly ffmpegPath?: string | undefined;
  readonly ffprobePath?: string | undefined;
  /** Hosts and CIDRs that URL inputs may reach although they are private. */
  readonly allowPrivateUrls: readonly string[];
  /** Bases of the dashboard beside the engine: below their `/hooks/` deliveries may go although they are private. */
  readonly dashboardUrls?: readonly string[] | undefined;
  readonly limits: EngineLimits;
  /** The services videos are published on; `defaultPublishSettings` when absent. */
  readonly publishing?: PublishSettings | undefined;
  /** How slow and how long uploads may be; `defaultUploadLimits` when absent. */
  readonly uploads?: UploadLimits | undefined;
  /** `defaultApivideoSettings` when absent. */
  readonly apivideo?: ApivideoSettings | undefined;
}

export interface EngineLimits {
  /** Encodes at once; each uses all cores. */
  readonly encodeParallelism: number;
  /** Imports and pictures at once, in a lane of their own. */
  readonly lightParallelism: number;
  /** Bytes a source may have, by upload or by URL. */
  readonly maxSourceBytes: number;
  /** Bytes a single encode may write. */
  readonly maxOutputBytes: number;
  /** Address space of a single ffmpeg, bytes. */
  readonly maxTaskMemoryBytes: number;
  /** Wall-clock seconds a single ffmpeg may run. */
  readonly maxTaskSeconds: number;
  /** Seconds without any progress after which an ffmpeg is taken for hung and killed. */
  readonly stallSeconds: number;
  /** Milliseconds that an address whose file is fetched may stay silent. */
  readonly sourceSilenceMs: number;
}

export const defaultLimits: EngineLimits = {
  encodeParallelism: 1,
  lightParallelism: 4,
  maxSourceBytes: 64 * 1024 ** 3,
  maxOutputBytes: 64 * 1024 ** 3,
  maxTaskMemoryBytes: 8 * 1024 ** 3,
  maxTaskSeconds: 6 * 3600,
  stallSeconds: 120,
  sourceSilenceMs: 30_000,
};
