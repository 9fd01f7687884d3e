import { spawn } from "node:child_process";
import { z } from "zod";
import type { JobContext } from "#lib/job-loop/job-loop.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAsset } from "../../library/types.ts";
import { buildInputArgs } from "../../media/input-rules.ts";
import { runFfmpeg } from "../../media/run-ffmpeg.ts";
import type { Announcer } from "./announcer.ts";
import { isStorableText } from "./attributes.ts";
import { languageName } from "./languages.ts";
import { invalidAttribute, summaryExists } from "./problems.ts";
import type { ApivideoSettings } from "./settings.ts";
import type { SummaryStore } from "./summary-store.ts";
import type { TextTrackStore } from "./text-track-store.ts";
import { type ApivideoDetails, detailsOf } from "./video-details.ts";
import type { VideoUpdate } from "./video-input.ts";
import type { VideoStore } from "./video-store.ts";

const queue = "apivideo-transcribe";
const mostAnswerBytes = 8 * 1024 * 1024;
const commandMs = 3 * 3600 * 1000;

const summaryAnswer = z.object({
  abstract: z.string().nullish(),
  takeaways: z.array(z.string()).nullish(),
});

interface Services {
  readonly videos: VideoStore;
  readonly tracks: TextTrackStore;
  readonly summaries: SummaryStore;
  readonly announcer: Announcer;
}

/**
 * Captions and summaries that a program makes. Which programs is the operator's choice; without them a wish is
 * refused in the protocol's words, and nothing is ever made up.
 */
export class Speech {
  readonly #engine: Engine;
  readonly #settings: ApivideoSettings;
  readonly #services: Services;

  constructor(engine: Engine, settings: ApivideoSettings, services: Services) {
    this.#engine = engine;
    this.#settings = settings;
    this.#services = services;
  }

  /** Before the job loop starts. */
  defineJobs(): void {
    this.#engine.jobs.define<{ videoId: string }>(queue, {
      lane: "sample",
      handler: ({ videoId }, job) => this.#transcribe(videoId, job),
    });
  }

  /** Whether something is wished for. Throws 400 for what this engine cannot do, 409 for a second summary. */
  async check(
    { transcript, transcriptSummary }: Pick<VideoUpdate, "transcript" | "transcriptSummary">,
    videoId: string | undefined,
  ): Promise<boolean> {
    if (transcript && !this.#canTranscribe) {
      throw invalidAttribute(
        "transcript",
        "This server has no speech command: it cannot make captions. Set ENGINE_SPEECH_COMMAND, or upload them.",
      );
    }
    if (transcriptSummary && !this.#canSummarise) {
      throw invalidAttribute(
        "transcriptSummary",
        "This server has no speech and language commands: it cannot make summaries. Set ENGINE_SPEECH_COMMAND and ENGINE_LANGUAGE_COMMAND, or write them.",
      );
    }
    if (transcriptSummary && videoId !== undefined && (await this.#services.summaries.findOf(videoId))) {
      throw summaryExists("transcriptSummary");
    }
    return transcript === true || transcriptSummary === true;
  }

  /** What a summary that should be generated begins as. */
  statusOfSummary(): "waiting" | "unprocessable" {
    return this.#canSummarise ? "waiting" : "unprocessable";
  }

  /** The video's source is here, or a wish came later: begins what is wished for. */
  async follow(video: EngineAsset): Promise<void> {
    const { transcript, transcriptSummary, summaryAttributes } = detailsOf(video);
    if (!video.sourceKey || (!transcript && !transcriptSummary)) return;
    if (transcriptSummary) {
      await this.#services.summaries.create({
        videoId: video.assetId,
        origin: "auto",
        sourceStatus: this.statusOfSummary(),
        attributes: summaryAttributes.length > 0 ? summaryAttributes : ["abstract", "takeaways"],
      });
    }
    await this.summarise(video);
  }

  async summarise(video: Pick<EngineAsset, "assetId">): Promise<void> {
    await this.#engine.jobs.send(queue, { videoId: video.assetId }, { singletonKey: video.assetId });
  }

  get #canTranscribe(): boolean {
    return this.#settings.speechCommand.length > 0;
  }

  get #canSummarise(): boolean {
    return this.#canTranscribe && this.#settings.languageCommand.length > 0;
  }

  async #transcribe(videoId: string, job: JobContext): Promise<void> {
    const video = await this.#services.videos.find(videoId);
    const summary = await this.#services.summaries.findOf(videoId);
    const awaited = summary?.sourceStatus === "waiting" ? summary : undefined;
    if (!video?.sourceKey || !video.facts) return;
    const details = detailsOf(video);
    try {
      if (video.facts.audioCodec === null) throw new Error("The video has no sound.");
      const { vtt, language } = await this.#listen(video, details, job.signal);
      if (details.transcript) await this.#storeCaptions(video, details, vtt, language);
      if (awaited) await this.#writeSummary(awaited, vtt, job.signal);
    } catch (error) {
      job.signal.throwIfAborted();
      this.#engine.log.warn({ err: error, videoId }, "a video's speech could not be written down");
      const sourceStatus = video.facts.audioCodec === null ? "unprocessable" : "failed";
      if (awaited) await this.#services.summaries.change(awaited.summaryId, { sourceStatus });
    }
  }

  async #listen(video: EngineAsset, { language }: ApivideoDetails, signal: AbortSignal) {
    const { storage, media, config } = this.#engine;
    const work = await storage.workDirectory("speech");
    try {
      await storage.linkInto(video.sourceKey ?? "", `${work.path}/source`);
      await runFfmpeg(media.toolchain, {
        args: [
          ...["-v", "error", ...buildInputArgs("source", video.facts?.formatName ?? null)],
          ...["-vn", "-sn", "-dn", "-map", "0:a:0", "-ac", "1", "-ar", "16000"],
          ...["-c:a", "pcm_s16le", "-f", "wav", "file:speech.wav"],
        ],
        cwd: work.path,
        signal,
        limits: {
          addressSpaceBytes: config.limits.maxTaskMemoryBytes,
          cpuSeconds: 3600,
          fileBytes: config.limits.maxOutputBytes,
          openFiles: 256,
          nice: 5,
          wallSeconds: 3600,
          stallSeconds: 3600,
        },
      });
      const vtt = await runCommand(
        [...this.#settings.speechCommand, `${work.path}/speech.wav`, language ?? "auto"],
        { cwd: work.path, signal },
      );
      if (!vtt.startsWith("WEBVTT") || !isStorableText(vtt)) {
        throw new Error("The speech command did not write WebVTT.");
      }
      const heard = /^Language:\s*(\S+)\s*$/im.exec(vtt.slice(0, 500))?.[1];
      return { vtt, language: language ?? (heard && languageName(heard) ? heard : "en") };
    } finally {
      await work.dispose();
    }
  }

  async #storeCaptions(video: EngineAsset, details: ApivideoDetails, vtt: string, language: string) {
    const { tracks, videos, announcer } = this.#services;
    const track = await tracks.put(video.assetId, "captions", language, vtt);
    if (details.language === null) await videos.merge(video.assetId, { language, languageOrigin: "auto" });
    await announcer.announce({
      type: "video.caption.generated",
      videoId: video.assetId,
      captionId: track.trackId,
      language,
      generationMode: "transcript",
    });
  }

  async #writeSummary(
    summary: { summaryId: string; videoId: string; attributes: readonly string[] },
    vtt: string,
    signal: AbortSignal,
  ): Promise<void> {
    const answer = await runCommand(this.#settings.languageCommand, { input: toTranscript(vtt), signal });
    const written = summaryAnswer.parse(JSON.parse(answer));
    const { attributes } = summary;
    const stored = await this.#services.summaries.change(summary.summaryId, {
      sourceStatus: "completed",
      abstract: attributes.includes("abstract") ? (written.abstract ?? null) : null,
      takeaways: attributes.includes("takeaways") ? (written.takeaways ?? null) : null,
    });
    if (!stored) return;
    await this.#services.announcer.announce({
      type: "video.summary.generated",
      videoId: summary.videoId,
      summaryId: summary.summaryId,
    });
  }
}

/** The words of a WebVTT file, without its times. */
export function toTranscript(vtt: string): string {
  return vtt
    .split(/\r?\n\r?\n/)
    .slice(1)
    .flatMap((block) => {
      const lines = block.split(/\r?\n/);
      const timing = lines.findIndex((line) => line.includes("-->"));
      return timing < 0 ? [] : lines.slice(timing + 1);
    })
    .join("\n")
    .replace(/<[^>]*>/g, "");
}

/** A program of the operator's, without a shell. Resolves to what it wrote; rejects when it fails. */
function runCommand(
  [program = "", ...args]: readonly string[],
  options: { cwd?: string; input?: string; signal: AbortSignal },
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn(program, args, {
    stdio: ["pipe", "pipe", "ignore"],
    timeout: commandMs,
    signal: options.signal,
    ...(options.cwd !== undefined && { cwd: options.cwd }),
  });
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostAnswerBytes) child.kill("SIGKILL");
    else chunks.push(chunk);
  });
  // It may not want its input.
  child.stdin.on("error", () => {});
  child.stdin.end(options.input ?? "");
  child.once("error", reject);
  child.once("close", (code) => {
    if (code === 0) resolve(Buffer.concat(chunks).toString("utf8"));
    else reject(new Error(`${program} ended with ${code ?? "a signal"}.`));
  });
  return promise;
}
