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

/** The sources but those whose address is in `urls`. */
export function leaveOut(
  sources: readonly PlaybackSource[],
  urls: ReadonlySet<string>,
): readonly PlaybackSource[] {
  return sources.filter(({ url }) => !urls.has(url));
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
      hls.on(Hls.Events.LEVEL_SWITCHED, () => {
        const level = hls.levels[hls.currentLevel];
        // A playlist need not say its size; then the picture itself does, below.
        if (level?.height) options.onQuality(toRung(level.width, level.height));
      });
      // One that comes back before anything more was played is there to stay.
      let mendedAt = -1;
      hls.on(Hls.Events.ERROR, (_event, { fatal, type }) => {
        if (!fatal) return;
        if (type === Hls.ErrorTypes.MEDIA_ERROR && mendedAt < video.currentTime) {
          mendedAt = video.currentTime;
          return hls.recoverMediaError();
        }
        options.onFailure("The stream broke off.");
      });
      hls.loadSource(source.url);
      hls.attachMedia(video);
      const stopTelling = tellSize(video, options.onQuality);
      return () => {
        stopTelling();
        hls.destroy();
      };
    }
  }
  const fail = () => options.onFailure("This browser could not play the file.");
  video.addEventListener("error", fail);
  const stopTelling = tellSize(video, options.onQuality);
  video.src = source.url;
  video.currentTime = options.startMs / 1000;
  return () => {
    stopTelling();
    video.removeEventListener("error", fail);
    video.removeAttribute("src");
    video.load();
  };
}

/** "720p" of a 1280 × 720 picture and of a 720 × 1280 one. */
function toRung(width: number, height: number): string | null {
  const short = Math.min(width || height, height);
  return short > 0 ? `${short}p` : null;
}

/** Tells the size of the picture that is shown, whenever it changes. */
function tellSize(video: HTMLVideoElement, onQuality: (label: string | null) => void): () => void {
  const tell = () => onQuality(toRung(video.videoWidth, video.videoHeight));
  video.addEventListener("resize", tell);
  return () => video.removeEventListener("resize", tell);
}
