/** One sample clip, before it is made. */
export interface SampleClip {
  readonly title: string;
  readonly fileName: string;
}

/** Clips that ffmpeg synthesises, with sound, of different shapes and lengths. */
export interface SampleMaker {
  readonly clips: readonly SampleClip[];
  /** Makes the clip, puts it into storage and resolves to its storage key. */
  make(clip: SampleClip, options: { signal?: AbortSignal }): Promise<string>;
}
