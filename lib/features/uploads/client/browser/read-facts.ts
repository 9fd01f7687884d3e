import type { FileFacts } from "../../schema.ts";

/** Wide enough for the dock and the dialog at twice the pixels. */
const posterWidth = 240;
const longestRead = 8_000;

export interface FileReading {
  readonly facts: FileFacts | null;
  readonly poster: Blob | null;
}

/**
 * Duration, dimensions, codecs and a first picture, read from the file itself by a demuxer in the page; the
 * picture by WebCodecs where the browser has the codec, else by a video element. Reads a few hundred kilobytes
 * of a file of any size. `facts` is null when no format we know is in it.
 */
export async function readFile(file: File, signal: AbortSignal): Promise<FileReading> {
  const { ALL_FORMATS, BlobSource, CanvasSink, Input } = await import("mediabunny");
  const input = new Input({ source: new BlobSource(file), formats: ALL_FORMATS });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(longestRead)]);
  // A damaged index can make the reader walk the whole file: past the limit its reads are cancelled.
  const stop = () => input.dispose();
  limit.addEventListener("abort", stop, { once: true });
  try {
    if (!(await input.canRead())) return { facts: null, poster: await posterFromElement(file, limit) };
    const [video, audio] = await Promise.all([input.getPrimaryVideoTrack(), input.getPrimaryAudioTrack()]);
    if (!video && !audio) return { facts: null, poster: null };
    const seconds = (await input.getDurationFromMetadata()) ?? (await input.computeDuration());
    const facts: FileFacts = {
      type: video ? "video" : "audio",
      durationMs: Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1000) : null,
      width: video ? await video.getDisplayWidth() : null,
      height: video ? await video.getDisplayHeight() : null,
      videoCodec: video ? await video.getCodec() : null,
      audioCodec: audio ? await audio.getCodec() : null,
    };
    if (!video) return { facts, poster: null };
    const canDecode = "VideoDecoder" in globalThis && (await video.canDecode());
    if (!canDecode) return { facts, poster: await posterFromElement(file, limit) };
    const start = await video.getFirstTimestamp();
    const wrapped = await new CanvasSink(video, { width: posterWidth }).getCanvas(
      start + Math.min(1, seconds / 10 || 0),
    );
    return { facts, poster: wrapped ? await toPicture(wrapped.canvas) : null };
  } catch (error) {
    signal.throwIfAborted();
    // Damaged files fail in as many ways as there are bytes. The provider has the last word on them.
    if (error instanceof Error) return { facts: null, poster: await posterFromElement(file, limit) };
    throw error;
  } finally {
    limit.removeEventListener("abort", stop);
    input.dispose();
  }
}

function toPicture(canvas: HTMLCanvasElement | OffscreenCanvas): Promise<Blob | null> {
  if (canvas instanceof OffscreenCanvas) return canvas.convertToBlob({ type: "image/webp", quality: 0.8 });
  return new Promise((resolve) => canvas.toBlob(resolve, "image/webp", 0.8));
}

/** A picture by the browser's own player: slower, but it knows codecs that WebCodecs does not offer. */
async function posterFromElement(file: File, signal: AbortSignal): Promise<Blob | null> {
  const video = document.createElement("video");
  if (signal.aborted || (file.type && video.canPlayType(file.type) === "")) return null;
  const url = URL.createObjectURL(file);
  try {
    const hasFrame = await new Promise<boolean>((resolve) => {
      video.muted = true;
      video.preload = "auto";
      video.onloadeddata = () => resolve(video.videoWidth > 0);
      video.onerror = () => resolve(false);
      signal.addEventListener("abort", () => resolve(false), { once: true });
      video.src = url;
    });
    if (!hasFrame) return null;
    const canvas = document.createElement("canvas");
    canvas.width = posterWidth;
    canvas.height = Math.max(1, Math.round((posterWidth * video.videoHeight) / video.videoWidth));
    canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
    return await toPicture(canvas);
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(url);
  }
}
