/** How the engine's api.video account is set up; `main.ts` makes it from the environment. */
export interface ApivideoSettings {
  /** Calls a minute, as `X-RateLimit-Limit` says. */
  readonly rateLimits: { readonly upload: number; readonly write: number; readonly read: number };
  /** Days that a deleted video can be restored for; 0 deletes at once. */
  readonly restoreDays: number;
  readonly mostWebhooks: number;
  /**
   * A later chunk sent with an upload token and without its `videoId` begins a video of its own at the service, and
   * here. True lets it go on with the upload that it plainly belongs to.
   */
  readonly stitchTokenUploads: boolean;
  /** A program that turns speech into WebVTT, its arguments after it: it is given a WAV file's path and a language. */
  readonly speechCommand: readonly string[];
  /** A program that reads a transcript from its input and writes `{"abstract","takeaways"}`. */
  readonly languageCommand: readonly string[];
  /** Where broadcasts come in; 0 picks a free port, null takes none. */
  readonly rtmpPort: number | null;
}

/**
 * The vendor's production figures are 100 uploads, 200 writes and 500 reads a minute; on one's own machine nothing
 * is gained by them, while a first import of 100,000 videos is 1,000 pages. Ten times as many still stops a client
 * that has gone wild, and the headers count truly. 90 days of restoring are the vendor's.
 */
export const defaultApivideoSettings: ApivideoSettings = {
  rateLimits: { upload: 2_000, write: 2_000, read: 5_000 },
  restoreDays: 90,
  mostWebhooks: 100,
  stitchTokenUploads: false,
  speechCommand: [],
  languageCommand: [],
  rtmpPort: null,
};
