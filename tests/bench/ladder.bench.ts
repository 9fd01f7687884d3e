// The api.video ladder of a 1080p source in the engine's one pass, beside one ffmpeg for each output after the other.
import { execFile } from "node:child_process";
import { link, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { EngineAsset, NewRendition } from "#lib/engine/library/types.ts";
import { listKeyframes } from "#lib/engine/media/keyframes.ts";
import { buildPassArgs } from "#lib/engine/media/transcode-args.ts";
import { planLadder } from "#lib/engine/protocols/apivideo/ladder.ts";
import { apivideoDetails } from "#lib/engine/protocols/apivideo/video-details.ts";
import { makeBenchClip } from "#tests/support/bench/clip.ts";
import { median, reportComparison, timed } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { startTestEngine } from "#tests/support/engine.ts";

const rounds = 3;
const { folder, clear } = await makeWorkplace();
const running = await startTestEngine({ dataDir: folder });
const { engine } = running;
const account = engine.accounts.telestream;
const file = makeBenchClip({ seconds: 10, height: 1080 });
const keyframesMs = await listKeyframes(file);

const copied: number[] = [];
const encoded: number[] = [];
const separate: number[] = [];
for (let round = 0; round < rounds; round++) {
  separate.push((await timed(() => encodeApart(round))).ms);
  encoded.push((await timed(() => encodeInEngine(undefined))).ms);
  copied.push((await timed(() => encodeInEngine(keyframesMs))).ms);
}
const baseline = { name: "separate ffmpeg commands", value: median(separate) };
console.log("  ten seconds of 1080p: HLS at 240, 360, 480, 720, 1080 and the playlist over them");
reportComparison({
  what: "ladder, all encoded",
  unit: "ms",
  ours: median(encoded),
  baseline,
  goal: { atMost: 0.65 },
});
reportComparison({
  what: "ladder, top rung copied",
  unit: "ms",
  ours: median(copied),
  baseline,
  goal: { atMost: 0.45 },
});
await running.close();
await clear();

function ladderOf(asset: EngineAsset, keyframes: readonly number[] | undefined): NewRendition[] {
  if (!asset.facts) throw new Error("The clip was not imported.");
  const details = apivideoDetails.parse({ mp4Support: false });
  return planLadder(asset, asset.facts, details, keyframes);
}

async function importClip(): Promise<EngineAsset> {
  const { library, storage } = engine;
  const { assetId } = await library.createAsset({ account, title: "clip", originalFilename: "clip.mp4" });
  const sourceKey = storage.newKey("clip.mp4");
  await storage.write(sourceKey, await readFile(file));
  return library.importSource(assetId, { sourceKey, renditions: [] });
}

async function encodeInEngine(keyframes: readonly number[] | undefined): Promise<void> {
  const asset = await importClip();
  await engine.library.addRenditions(asset.assetId, ladderOf(asset, keyframes));
  // Told, not asked again and again: each question would cost the encoder some milliseconds of a core.
  const watching = new AbortController();
  const changes = engine.events.watch(account.accountId, watching.signal)[Symbol.asyncIterator]();
  for (;;) {
    const changed = changes.next();
    if (await isEncoded(asset.assetId)) break;
    await changed;
  }
  watching.abort();
}

async function isEncoded(assetId: string): Promise<boolean> {
  const { items } = await engine.library.listRenditions(account, { assetId, offset: 0, limit: 20 });
  if (items.some((item) => item.status === "fail")) throw new Error("An encode failed.");
  return items.every((item) => item.status === "success");
}

async function encodeApart(round: number): Promise<void> {
  const asset = await importClip();
  if (!asset.facts || !asset.sourceKey) throw new Error("The clip was not imported.");
  const { ffmpeg, encoders } = engine.media.toolchain;
  for (const { settings, profileName } of ladderOf(asset, undefined)) {
    if (settings.kind === "hls-master") continue;
    const cwd = path.join(folder, `apart-${round}-${profileName}`);
    await mkdir(cwd);
    await link(engine.storage.pathOf(asset.sourceKey), path.join(cwd, "source"));
    const outputs = [{ settings: { ...settings, audioCodec: "aac" as const }, file: "media.m3u8" }];
    const args = buildPassArgs({ file: "source", facts: asset.facts }, outputs, encoders);
    await promisify(execFile)(ffmpeg, ["-v", "error", "-y", ...args], { cwd });
  }
}
