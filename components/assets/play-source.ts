import type { PlaybackSource } from "#lib/domain/asset.ts";

/** Makes a media element play a source; answers how to let go of it. */
export type Release = () => void;

/** The first source that this browser can play; the provider lists the best first. */
export function findPlayable(
  sources: readonly PlaybackSource[],
  canPlay: { readonly hls: boolean; file(mimeType: string): boolean },
): PlaybackSource | undefined {
  return sources.find(({ kind, mimeType }) => (kind === "hls" ? canPlay.hls : canPlay.file(mimeType)));
}

/** What this browser plays: HLS by Media Source Extensions (hls.js) or, on Apple's, by itself. */
export function browserAbilities(video: HTMLVideoElement) {
  return {
    hls: "MediaSource" in globalThis || "ManagedMediaSource" in globalThis || playsHlsItself(video),
    file: (mimeType: string) => video.canPlayType(mimeType) !== "",
  };
}

function playsHlsItself(video: HTMLVideoElement): boolean {
  return video.canPlayType("application/vnd.apple.mpegurl") !== "";
}

export interface AttachOptions {
  readonly startMs: number;
  /** Called with "720p" whenever the player changes rung. */
  onQuality(label: string | null): void;
  /** The source cannot be played (any more), in words. */
  onFailure(words: string): void;
}

/**
 * Attaches a source. hls.js is fetched here, on the first play of an HLS source, and preferred to the browser's
 * own HLS wherever it runs: Chromium claims "maybe" and then cannot.
 */
export async function attachSource(
  video: HTMLVideoElement,
  source: PlaybackSource,
  options: AttachOptions,
): Promise<Release> {
  if (source.kind === "hls") {
    const { default: Hls } = await import("hls.js");
    if (Hls.isSupported()) {
      const hls = new Hls({
        startPosition: options.startMs / 1000,
        capLevelToPlayerSize: true,
        // Its own first guess of 500 kbit/s shows everybody the smallest picture first.
        abrEwmaDefaultEstimate: 5_000_000,
      });
      const tell = () => {
        const level = hls.levels[hls.currentLevel];
        const rung = level?.height ? Math.min(level.width || level.height, level.height) : 0;
        options.onQuality(rung > 0 ? `${rung}p` : null);
      };
      hls.on(Hls.Events.LEVEL_SWITCHED, tell);
      hls.on(Hls.Events.ERROR, (_event, { fatal, type }) => {
        if (!fatal) return;
        if (type === Hls.ErrorTypes.MEDIA_ERROR) return hls.recoverMediaError();
        options.onFailure("The stream broke off.");
      });
      hls.loadSource(source.url);
      hls.attachMedia(video);
      return () => hls.destroy();
    }
  }
  const fail = () => options.onFailure("This browser could not play the file.");
  video.addEventListener("error", fail);
  video.src = source.url;
  video.currentTime = options.startMs / 1000;
  options.onQuality(null);
  return () => {
    video.removeEventListener("error", fail);
    video.removeAttribute("src");
    video.load();
  };
}
