/** Where the services are that videos are published on, and how they are spoken to. */
export interface PublishSettings {
  readonly youtubeUrl: string;
  readonly vimeoUrl: string;
  /** Graph API, version included. */
  readonly facebookUrl: string;
  /** Bytes of a part; YouTube takes multiples of 256 KiB. */
  readonly partBytes: number;
  /** Before the first try again; doubled after each. */
  readonly retryMs: number;
}

export const defaultPublishSettings: PublishSettings = {
  youtubeUrl: "https://www.googleapis.com",
  vimeoUrl: "https://api.vimeo.com",
  facebookUrl: "https://graph-video.facebook.com/v24.0",
  partBytes: 8 * 1024 * 1024,
  retryMs: 1_000,
};
