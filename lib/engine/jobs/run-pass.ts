import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { RenditionRow } from "../db/schema/rendition.ts";
import type { LibraryContext } from "../library/library-context.ts";
import { storeProgress } from "../library/rendition-store.ts";
import type { MediaFacts } from "../library/types.ts";
import { buildCommandRuns, CommandError } from "../media/command/build-command.ts";
import { overlayFile } from "../media/overlay-args.ts";
import { FfmpegError, type FfmpegProgress, runFfmpeg } from "../media/run-ffmpeg.ts";
import { expandOutput } from "../media/smooth/smooth-outputs.ts";
import { buildRuns, type PassOutput, TranscodeError } from "../media/transcode-args.ts";
import { isCode } from "../storage.ts";
import type { Claim as AnyClaim } from "./encode-asset.ts";
import { failRendition } from "./fail-rendition.ts";
import { type FetchedWatermark, fetchWatermark } from "./fetch-watermark.ts";
import { storeOutput } from "./store-output.ts";

/** A claim whose source is there. */
interface Claim extends AnyClaim {
  readonly sourceKey: string;
}

type Watermarks = ReadonlyMap<string, FetchedWatermark>;

/** Everything of a pass was cancelled: its ffmpeg is killed, nothing else is wrong. */
class NothingWanted extends Error {
  override readonly name = "NothingWanted";
}

/** Progress is stored and told at most this often: each time costs the encoder some milliseconds of a core. */
const progressStepMs = 1_000;

/**
 * One ffmpeg for all renditions of the claim. A rendition that cannot be made from this source fails alone; when
 * ffmpeg fails on several together, each is tried by itself, so that one bad profile does not take the others along.
 *
 * Cancelling one of several ends that one at once for everyone who looks, while ffmpeg goes on for the others and
 * what it writes of the cancelled one is thrown away; when the last is cancelled ffmpeg is killed.
 */
export async function runPass(context: LibraryContext, claim: Claim, signal: AbortSignal): Promise<void> {
  const possible: RenditionRow[] = [];
  const watermarks = new Map<string, FetchedWatermark>();
  for (const row of claim.rows) {
    const reason = await whyImpossible(context, claim, row, { watermarks, signal });
    if (reason) await failRendition(context, claim, row, reason);
    else possible.push(row);
  }
  if (possible.length === 0) return;
  const failure = await tryPass(context, { ...claim, rows: possible }, watermarks, signal);
  if (!failure) return;
  if (failure.failure === "exit" && possible.length > 1) {
    for (const row of possible) {
      const alone = await tryPass(context, { ...claim, rows: [row] }, watermarks, signal);
      if (alone) await failByFfmpeg(context, claim, row, alone);
    }
    return;
  }
  for (const row of possible) await failByFfmpeg(context, claim, row, failure);
}

/** What can be known before ffmpeg runs. Leaves the watermark that the row needs among the others. */
async function whyImpossible(
  context: LibraryContext,
  { asset }: Claim,
  row: RenditionRow,
  { watermarks, signal }: { watermarks: Map<string, FetchedWatermark>; signal: AbortSignal },
): Promise<{ errorClass: string; message: string } | undefined> {
  if (!asset.facts) return { errorClass: "EncodingError", message: "The source has no known format." };
  try {
    toRuns(context, asset.facts, [row], new Map());
    const { watermark, videoCodec } = row.settings;
    if (watermark && videoCodec !== null && !watermarks.has(watermark.url)) {
      watermarks.set(watermark.url, await fetchWatermark(context, watermark.url, signal));
    }
    return undefined;
  } catch (error) {
    if (error instanceof CommandError) return { errorClass: "CommandInvalid", message: error.message };
    if (error instanceof TranscodeError) return { errorClass: "EncodingError", message: error.message };
    throw error;
  }
}

/** What ffmpeg has to be called with, one call after the other. */
function toRuns(
  { media }: LibraryContext,
  facts: MediaFacts,
  rows: readonly RenditionRow[],
  watermarks: Watermarks,
): string[][] {
  const [first] = rows;
  if (first?.settings.kind === "command") {
    const files = { source: "source", output: fileOf(first) };
    const { settings, renditionId } = first;
    return buildCommandRuns(settings.command ?? "", { facts, settings, renditionId }, files);
  }
  const outputs = rows.flatMap((row) => expandOutput(toOutput(row, watermarks), facts));
  return buildRuns({ file: "source", facts }, outputs, media.toolchain.encoders);
}

/** Resolves to ffmpeg's failure; rejects when the job is aborted or the engine itself is in trouble. */
async function tryPass(
  context: LibraryContext,
  claim: Claim,
  watermarks: Watermarks,
  signal: AbortSignal,
): Promise<FfmpegError | undefined> {
  const { asset, rows, token } = claim;
  const { facts } = asset;
  if (!facts) return undefined;
  const { db, storage, clock, events, encodes, media, limits } = context;
  const work = await storage.workDirectory("encode");
  const unwanted = new AbortController();
  let wanted = rows.map((row) => row.renditionId);
  let latest = { percent: 0, remainingSeconds: null as number | null };

  const tell = async () => {
    wanted = await storeProgress(db, token, wanted, { ...latest, now: clock.now() });
    if (wanted.length === 0) unwanted.abort(new NothingWanted());
    else events.publish({ accountId: asset.accountId, assetIds: [asset.assetId] });
  };
  const leave = encodes.enter(asset.assetId, {
    recheck: tell,
    abort: () => unwanted.abort(new NothingWanted()),
  });
  const onProgress = makeProgressTeller(lengthMs(rows, facts.durationMs), (progress) => {
    latest = progress;
    return tell().catch((error) => context.log.warn({ err: error }, "progress could not be stored"));
  });

  try {
    await storage.linkInto(claim.sourceKey, path.join(work.path, "source"));
    const overlay = rows[0]?.settings.overlay;
    if (overlay) await storage.linkInto(overlay.key, path.join(work.path, overlayFile));
    for (const row of rows) {
      await mkdir(path.join(work.path, "out", row.renditionId), { recursive: true });
      const watermark = watermarks.get(row.settings.watermark?.url ?? "");
      if (watermark) await writeFile(path.join(work.path, watermarkFileOf(row)), watermark.bytes);
    }
    // Cancelled between the claim and the entry above, nobody would tell this pass. Beside ffmpeg's start, not
    // before it: a few milliseconds of every encode.
    const firstLook = tell();
    firstLook.catch((error) => context.log.warn({ err: error }, "progress could not be stored"));
    const runs = toRuns(context, facts, rows, watermarks);
    for (const [index, args] of runs.entries()) {
      await runFfmpeg(media.toolchain, {
        args: ["-v", "warning", ...args],
        cwd: work.path,
        signal: AbortSignal.any([signal, unwanted.signal]),
        limits: {
          addressSpaceBytes: limits.maxTaskMemoryBytes,
          cpuSeconds: limits.maxTaskSeconds * 64,
          fileBytes: limits.maxOutputBytes,
          openFiles: 1024,
          nice: 5,
          wallSeconds: limits.maxTaskSeconds,
          stallSeconds: limits.stallSeconds,
        },
        onProgress: ({ positionMs, speed }) => onProgress({ positionMs, speed, index, count: runs.length }),
      });
    }
    await firstLook;
    for (const row of rows) {
      if (!wanted.includes(row.renditionId)) continue;
      await storeOutput(context, claim, row, path.join(work.path, "out", row.renditionId));
    }
    return undefined;
  } catch (error) {
    if (unwanted.signal.aborted && error === unwanted.signal.reason) return undefined;
    if (error instanceof FfmpegError) return error;
    if (isCode(error, "ENOSPC")) return new FfmpegError("no_space", "The disk is full.", "");
    throw error;
  } finally {
    leave();
    await work.dispose();
  }
}

/** Real numbers only: the place ffmpeg has reached, and what is left at the speed it says it has. */
function makeProgressTeller(
  totalMs: number | null,
  store: (progress: { percent: number; remainingSeconds: number | null }) => Promise<void>,
): (progress: FfmpegProgress & { index: number; count: number }) => void {
  let lastStored = 0;
  let storing = false;
  let lastPercent = -1;
  return ({ positionMs, speed, index, count }) => {
    if (!totalMs || storing || Date.now() - lastStored < progressStepMs) return;
    // 100 is for what is stored and playable.
    const done = (index + Math.min(1, positionMs / totalMs)) / count;
    const percent = Math.min(99, Math.floor(done * 100));
    const left = ((1 - done) * count * totalMs) / 1000;
    if (percent === lastPercent && percent !== 0) return;
    lastPercent = percent;
    lastStored = Date.now();
    storing = true;
    const remainingSeconds = speed ? Math.ceil(left / speed) : null;
    store({ percent, remainingSeconds }).finally(() => {
      storing = false;
    });
  };
}

function lengthMs(rows: readonly RenditionRow[], durationMs: number | null): number | null {
  const [first] = rows;
  if (durationMs === null || !first) return null;
  const rest = Math.max(0, durationMs - (first.settings.clipStartMs ?? 0));
  return first.settings.clipLengthMs === null ? rest : Math.min(rest, first.settings.clipLengthMs);
}

/** Names inside the task are ours; the name that people see comes when the output is stored. */
const fileOf = (row: RenditionRow) =>
  `out/${row.renditionId}/media${row.extname || `.${row.settings.container}`}`;

const watermarkFileOf = (row: RenditionRow) => `watermark-${row.renditionId}`;

function toOutput(row: RenditionRow, watermarks: Watermarks): PassOutput {
  const watermark = watermarks.get(row.settings.watermark?.url ?? "");
  return {
    settings: row.settings,
    file: fileOf(row),
    ...(watermark && { watermark: { file: watermarkFileOf(row), format: watermark.format } }),
  };
}

async function failByFfmpeg(
  context: LibraryContext,
  claim: Claim,
  row: RenditionRow,
  error: FfmpegError,
): Promise<void> {
  await failRendition(context, claim, row, {
    errorClass: "EncodingError",
    message: error.message,
    log: error.log,
  });
}
