import type { Stream } from "../../db/schema/ziggeo-stream.ts";
import type { UploadSlot } from "../../db/schema/ziggeo-upload.ts";
import type { Video } from "../../db/schema/ziggeo-video.ts";
import type { Engine } from "../../engine.ts";
import { doomFiles, removeDoomedFiles, spareFiles } from "../../library/doomed-files.ts";
import { FfmpegError } from "../../media/run-ffmpeg.ts";
import { convertToJpeg } from "../../media/still-image.ts";
import type { ReceivedFile } from "../../uploads/receive-form.ts";
import { ZiggeoProblem } from "./problems.ts";
import { SourceImport } from "./source-import.ts";
import type { StreamSettler } from "./stream-settler.ts";
import type { UploadSlots } from "./upload-slots.ts";
import { lockVideo, type Rows, readStream, updateStream, updateVideo } from "./video-store.ts";

const importQueue = "ziggeo-import";
const imageMs = 60_000;

/** How pictures and videos come into a stream, and what attaching a video starts. */
export class StreamIntake {
  readonly #engine: Engine;
  readonly #slots: UploadSlots;
  readonly #import: SourceImport;
  /** An upload is imported once at a time, however many jobs ask for it. */
  readonly #running = new Set<string>();

  constructor(engine: Engine, services: { slots: UploadSlots; settler: StreamSettler }) {
    this.#engine = engine;
    this.#slots = services.slots;
    this.#import = new SourceImport(engine, services.settler);
  }

  /** Names the job; before the job loop starts. */
  defineJobs(): void {
    this.#engine.jobs.define<{ streamToken: string }>(importQueue, {
      lane: "light",
      retryLimit: 5,
      handler: async ({ streamToken }) => {
        if (this.#running.has(streamToken)) return;
        this.#running.add(streamToken);
        await this.#import.run(streamToken).finally(() => this.#running.delete(streamToken));
      },
    });
  }

  /** For what is found unfinished; one waiting job a stream. */
  async queueImport(streamToken: string): Promise<void> {
    await this.#engine.jobs.send(importQueue, { streamToken }, { singletonKey: streamToken });
  }

  /** Where the stream's picture or video may be sent. Throws 400 once the stream is bound. */
  openSlot(stream: Stream, kind: UploadSlot["kind"], videoType: string | null): Promise<UploadSlot> {
    requireOpen(stream);
    return this.#slots.open(stream, kind, videoType);
  }

  /** A file that came with the request itself, as SDKs before the three steps sent it. */
  async attach(
    stream: Stream,
    kind: UploadSlot["kind"],
    file: ReceivedFile,
    videoType: string | null,
  ): Promise<Stream> {
    const slot = await this.openSlot(stream, kind, videoType);
    await this.#slots.store(slot, file);
    return kind === "video" ? this.confirmVideo(stream) : this.confirmImage(stream);
  }

  /**
   * What was sent is the stream's video: the stream is closed, and its import begins. Asking again answers the
   * same, for the first answer may have been lost. Throws 400 when nothing was sent.
   */
  async confirmVideo(given: Stream): Promise<Stream> {
    const { db, clock } = this.#engine;
    const stream = await db.db.transaction(async (tx) => {
      const video = await lockVideo(tx, given.videoToken);
      const current = await readStream(tx, given.token);
      if (!video || !current) throw new ZiggeoProblem(404);
      if (current.isBound) return current;
      const slot = await this.#slots.takeReceived(tx, current.token, "video");
      if (!slot) throw new ZiggeoProblem(400, "There is no video attached to this stream.");
      const now = clock.now();
      await updateVideo(tx, video.token, toSubmitted(video, current, now), now);
      return updateStream(tx, current.token, {
        state: "processing",
        isBound: true,
        mediaKey: slot.sourceKey,
        videoType: slot.videoType ?? current.videoType,
        videoSize: slot.sizeBytes,
        submittedAt: now,
      });
    });
    if (!stream) throw new ZiggeoProblem(404);
    if (stream.state === "processing") {
      const { token: streamToken } = stream;
      await this.#engine.jobs.runOwed(importQueue, { streamToken }, { singletonKey: streamToken });
    }
    this.#engine.events.publish({ accountId: stream.accountId, assetIds: [stream.videoToken] });
    return stream;
  }

  /** What was sent is the stream's picture. Throws 400 when it is none, or nothing was sent. */
  async confirmImage(given: Stream): Promise<Stream> {
    const { db, storage } = this.#engine;
    const slot = await db.db.transaction(async (tx) => {
      const current = await this.#lockOpen(tx, given);
      const received = await this.#slots.takeReceived(tx, current.token, "image");
      if (!received && current.imageKey === null) {
        throw new ZiggeoProblem(400, "There is no image attached to this stream.");
      }
      // What was sent is converted and never kept; the file of the picture is the stream's once its row says so.
      if (received) await doomFiles(tx, [received.sourceKey]);
      return received;
    });
    if (!slot) return given;
    const imageKey = storage.newKey("poster.jpg");
    const doomed = new Set([slot.sourceKey, imageKey]);
    await doomFiles(db.db, [imageKey]);
    try {
      const { sizeBytes } = await this.#convert(slot.sourceKey, imageKey);
      const { before, stream } = await db.db.transaction(async (tx) => {
        const current = await this.#lockOpen(tx, given);
        if (current.imageKey) await doomFiles(tx, [current.imageKey]);
        await spareFiles(tx, [imageKey]);
        const changed = await updateStream(tx, current.token, { imageKey, imageSize: sizeBytes });
        return { before: current, stream: changed ?? current };
      });
      doomed.delete(imageKey);
      if (before.imageKey) doomed.add(before.imageKey);
      return stream;
    } finally {
      await removeDoomedFiles(db.db, storage, [...doomed]);
    }
  }

  async #lockOpen(tx: Rows, given: Stream): Promise<Stream> {
    await lockVideo(tx, given.videoToken);
    const current = await readStream(tx, given.token);
    if (!current) throw new ZiggeoProblem(404);
    requireOpen(current);
    return current;
  }

  async #convert(sourceKey: string, imageKey: string): Promise<{ sizeBytes: number }> {
    const { storage, media } = this.#engine;
    const work = await storage.workDirectory("image");
    try {
      await storage.linkInto(sourceKey, `${work.path}/source`);
      const isImage = await convertToJpeg(media.toolchain, {
        cwd: work.path,
        source: "source",
        target: "image.jpg",
        signal: AbortSignal.timeout(imageMs),
      });
      if (!isImage) throw new ZiggeoProblem(400, "The file is not a JPEG, PNG, WebP, GIF or BMP image.");
      return await storage.adopt(`${work.path}/image.jpg`, imageKey);
    } catch (error) {
      if (error instanceof FfmpegError) throw new ZiggeoProblem(400, "The image cannot be decoded.");
      throw error;
    } finally {
      await work.dispose();
    }
  }
}

function requireOpen(stream: Stream): void {
  if (stream.isBound) throw new ZiggeoProblem(400, "This stream is bound: nothing can be attached to it.");
}

/** A video that plays goes on playing until the new stream is ready. */
function toSubmitted(video: Video, stream: Stream, now: Date) {
  if (video.state === "ready") return { submittedAt: now };
  return {
    state: "processing" as const,
    submittedAt: now,
    error: null,
    defaultStream: stream.token,
    originalStream: stream.token,
  };
}
