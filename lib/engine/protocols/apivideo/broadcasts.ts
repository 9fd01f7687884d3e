import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { access, mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { PassThrough } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { LiveStreamRow } from "../../db/schema/apivideo-live-stream.ts";
import type { Engine } from "../../engine.ts";
import { EndedBroadcasts } from "../../live/ended-broadcasts.ts";
import { Relay, type RelayState } from "../../live/relay.ts";
import { type BroadcastSink, RtmpServer } from "../../live/rtmp-server.ts";
import { inputRules } from "../../media/input-rules.ts";
import { FfmpegError, runFfmpeg } from "../../media/run-ffmpeg.ts";
import type { Announcer } from "./announcer.ts";
import { newId } from "./ids.ts";
import type { Intake } from "./intake.ts";
import type { LiveStreamStore } from "./live-stream-store.ts";

export const playlistName = "live.m3u8";
const recordingName = "recording.mp4";
const lookMs = 100;
const longestBroadcastSeconds = 24 * 3600;
/** Of what a sender is ahead of ffmpeg before it is held back. */
const bufferedBytes = 4 * 1024 * 1024;

interface Broadcast {
  readonly directory: string;
  /** One for each place it is passed on to, in their order. */
  readonly relays: readonly Relay[];
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

interface Services {
  readonly liveStreams: LiveStreamStore;
  readonly announcer: Announcer;
  readonly intake: Intake;
}

/**
 * Broadcasts on the air: RTMP in, and one ffmpeg each that copies it into HLS and into a recording, fed by pipe in
 * its cage without a network. What was recorded becomes a video, also after the engine was killed meanwhile.
 */
export class Broadcasts {
  readonly #engine: Engine;
  readonly #services: Services;
  readonly #rtmpPort: number | null;
  readonly #root: string;
  readonly #running = new Map<string, Broadcast>();
  readonly #ended = new EndedBroadcasts();
  readonly #server: RtmpServer;
  #port: number | undefined;

  constructor(engine: Engine, rtmpPort: number | null, services: Services) {
    this.#engine = engine;
    this.#services = services;
    this.#rtmpPort = rtmpPort;
    this.#root = path.join(engine.config.dataDir, "apivideo-live");
    this.#server = new RtmpServer({ log: engine.log, publish: (key) => this.#publish(key) });
  }

  /** What a killed process was recording becomes videos; then the port is opened. Without one there is no ingest. */
  async start(): Promise<void> {
    await mkdir(this.#root, { recursive: true, mode: 0o700 });
    await this.#recover();
    if (this.#rtmpPort === null) return;
    try {
      this.#port = await this.#server.listen(this.#engine.config.host, this.#rtmpPort);
    } catch (error) {
      this.#engine.log.warn({ err: error, port: this.#rtmpPort }, "broadcasts cannot come in: no RTMP port");
    }
  }

  async close(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { stop } of running) stop.abort();
    await Promise.all(running.map(({ done }) => done));
    await this.#ended.close();
    await this.#server.close();
  }

  /** Where to send a broadcast to; null while none can come in. */
  ingestUrl(hostname: string): string | null {
    return this.#port === undefined ? null : `rtmp://${hostname}:${this.#port}/s`;
  }

  /** Ends a broadcast as its sender would. */
  end(liveStreamId: string): void {
    this.#running.get(liveStreamId)?.stop.abort();
  }

  /** A file of the broadcast that is on the air, or was a moment ago: its playlist or a segment. */
  fileOf(liveStreamId: string, name: string): string | undefined {
    const directory = this.#running.get(liveStreamId)?.directory ?? this.#ended.directoryOf(liveStreamId);
    if (directory === undefined || !/^live(-\d{5,})?\.(m3u8|ts)$/.test(name)) return undefined;
    return path.join(directory, name);
  }

  /** How it is with the places that the broadcast on the air is passed on to, in their order; none while off air. */
  relayStates(liveStreamId: string): readonly RelayState[] {
    return this.#running.get(liveStreamId)?.relays.map(({ state }) => state) ?? [];
  }

  async #publish(streamKey: string): Promise<BroadcastSink | undefined> {
    const liveStream = await this.#services.liveStreams.findByKey(streamKey);
    if (!liveStream) return undefined;
    // The line before it may be dead without our knowing: whoever has the key and comes last is on the air.
    const previous = this.#running.get(liveStream.liveStreamId);
    previous?.stop.abort();
    await previous?.done;
    await this.#ended.drop(liveStream.liveStreamId);

    const directory = path.join(this.#root, liveStream.liveStreamId, randomUUID());
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const flv = new PassThrough({ highWaterMark: bufferedBytes });
    const stop = new AbortController();
    stop.signal.addEventListener("abort", () => flv.end(), { once: true });
    const relays = liveStream.restreams.map(
      (target) =>
        new Relay({
          target,
          allowPrivate: this.#engine.config.allowPrivateUrls,
          log: this.#engine.log,
        }),
    );
    const done = this.#air(liveStream, directory, flv).finally(async () => {
      stop.abort();
      await Promise.all(relays.map((relay) => relay.end()));
      if (this.#running.get(liveStream.liveStreamId)?.stop === stop) {
        this.#running.delete(liveStream.liveStreamId);
      }
    });
    this.#running.set(liveStream.liveStreamId, { directory, relays, stop, done });
    return {
      stop: stop.signal,
      write: (bytes) => flv.writableEnded || flv.write(bytes),
      drained: async () => {
        await Promise.race([once(flv, "drain"), once(flv, "close"), once(stop.signal, "abort")]);
      },
      pass: (packet) => {
        for (const relay of relays) relay.pass(packet);
      },
      end: () => {
        flv.end();
        for (const relay of relays) void relay.end();
      },
    };
  }

  /** Never rejects: a broadcast that goes wrong ends, and what there is of it is kept. */
  async #air(liveStream: LiveStreamRow, directory: string, flv: PassThrough): Promise<void> {
    const { liveStreamId } = liveStream;
    const over = new AbortController();
    const announced = this.#announceStart(liveStreamId, path.join(directory, playlistName), over.signal);
    try {
      await this.#copy(directory, flv);
    } catch (error) {
      const why = error instanceof FfmpegError ? error.log.slice(-500) : undefined;
      this.#engine.log.warn({ err: error, liveStreamId, why }, "a broadcast ended with an error");
    }
    over.abort();
    flv.destroy();
    try {
      const wasOnAir = await announced;
      if (wasOnAir) await this.#announceEnd(liveStreamId);
      await this.#keepRecording(liveStreamId, directory);
      await this.#ended.keep(liveStreamId, directory);
    } catch (error) {
      this.#engine.log.error({ err: error, liveStreamId }, "a broadcast was not concluded");
    }
  }

  #copy(directory: string, flv: PassThrough): Promise<unknown> {
    const { limits } = this.#engine.config;
    return runFfmpeg(this.#engine.media.toolchain, {
      args: [
        ...["-v", "error", "-analyzeduration", "3000000", "-probesize", "2000000"],
        ...[...inputRules, "-f", "flv", "-i", "pipe:0"],
        ...[
          "-map",
          "0:v?",
          "-map",
          "0:a?",
          "-c",
          "copy",
          "-f",
          "hls",
          "-hls_time",
          "2",
          "-hls_list_size",
          "8",
        ],
        ...["-hls_flags", "delete_segments+independent_segments+temp_file"],
        ...["-hls_segment_filename", "live-%05d.ts", playlistName],
        ...["-map", "0:v?", "-map", "0:a?", "-c", "copy"],
        // In fragments: what was recorded plays, wherever it breaks off.
        ...["-movflags", "+frag_keyframe+empty_moov+default_base_moof", "-f", "mp4", `file:${recordingName}`],
      ],
      cwd: directory,
      signal: new AbortController().signal,
      limits: {
        addressSpaceBytes: limits.maxTaskMemoryBytes,
        cpuSeconds: longestBroadcastSeconds,
        fileBytes: limits.maxOutputBytes,
        openFiles: 256,
        nice: 0,
        wallSeconds: longestBroadcastSeconds,
        stallSeconds: longestBroadcastSeconds,
      },
      stdin: flv,
    });
  }

  /** On the air is what can be watched. False when it ended before that. */
  async #announceStart(liveStreamId: string, playlist: string, over: AbortSignal): Promise<boolean> {
    while (!(await exists(playlist))) {
      if (over.aborted) return false;
      await delay(lookMs);
    }
    const row = await this.#services.liveStreams.change(liveStreamId, { broadcasting: true });
    if (!row) return false;
    await this.#services.announcer.announce({ type: "live-stream.broadcast.started", liveStreamId });
    return true;
  }

  async #announceEnd(liveStreamId: string): Promise<void> {
    await this.#services.liveStreams.change(liveStreamId, { broadcasting: false });
    await this.#services.announcer.announce({ type: "live-stream.broadcast.ended", liveStreamId });
  }

  async #keepRecording(liveStreamId: string, directory: string): Promise<void> {
    const recording = path.join(directory, recordingName);
    const liveStream = await this.#services.liveStreams.find(liveStreamId);
    if (liveStream && (await sizeOf(recording)) > 0) {
      const videoId = newId("vi");
      await this.#engine.library.createAsset({
        account: this.#engine.accounts.apivideo,
        assetId: videoId,
        title: liveStream.name,
        originalFilename: recordingName,
        details: {
          sourceKind: "live",
          liveStreamId,
          public: liveStream.public,
          playerId: liveStream.playerId,
        },
      });
      await this.#services.intake.adopt(videoId, recording);
      await this.#services.announcer.announce({ type: "video.source.recorded", liveStreamId, videoId });
    }
  }

  async #recover(): Promise<void> {
    for (const { liveStreamId } of await this.#services.liveStreams.listBroadcasting()) {
      await this.#announceEnd(liveStreamId);
    }
    for (const liveStreamId of await readdir(this.#root)) {
      for (const broadcast of await readdir(path.join(this.#root, liveStreamId))) {
        const directory = path.join(this.#root, liveStreamId, broadcast);
        await this.#keepRecording(liveStreamId, directory);
        await rm(directory, { recursive: true, force: true });
      }
    }
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
