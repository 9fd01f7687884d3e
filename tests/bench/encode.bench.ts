// What an encode costs in the engine (queue, sandbox, progress, storing) beside ffmpeg alone with the very same
// arguments on the same file. One after the other, and each pair is compared by itself: the same encode takes a tenth more
// or less from one second to the next, which is many times what is looked for.
import { execFile } from "node:child_process";
import { link, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { EngineAsset, TranscodeSettings } from "#lib/engine/library/types.ts";
import { buildPassArgs } from "#lib/engine/media/transcode-args.ts";
import { makeBenchClip } from "#tests/support/bench/clip.ts";
import { median, reportComparison, reportFigure, timed } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { startTestEngine } from "#tests/support/engine.ts";

const rounds = 20;
const settings: TranscodeSettings = {
  kind: "video",
  container: "mp4",
  videoCodec: "h264",
  audioCodec: "aac",
  width: 640,
  height: 360,
  upscale: true,
  aspectMode: "letterbox",
  videoBitrateKbps: 800,
  audioBitrateKbps: 128,
  audioSampleRate: 44_100,
  audioChannels: null,
  framesPerSecond: null,
  keyframeIntervalFrames: 250,
  h264Profile: null,
  crf: null,
  clipStartMs: null,
  clipLengthMs: null,
  segmentSeconds: null,
  variantNames: [],
  frameCount: null,
};

const { folder, clear } = await makeWorkplace();
const running = await startTestEngine({ dataDir: folder });
const { engine } = running;
const asset = await importClip(makeBenchClip({ seconds: 10, height: 720 }));

const ours: number[] = [];
const bare: number[] = [];
// The first of each warms caches for both.
await encodeBare(rounds);
await encodeInEngine();
for (let round = 0; round < rounds; round++) {
  const both = [
    async () => bare.push((await timed(() => encodeBare(round))).ms),
    async () => ours.push((await timed(encodeInEngine)).ms),
  ];
  // Each is first as often as the other: the second meets a warmer machine.
  for (const one of round % 2 === 0 ? both : both.reverse()) await one();
}
const [our, their] = [median(ours), median(bare)];
const overs = ours.map((ms, round) => ms - (bare[round] ?? Number.NaN) * 1.03);
console.log("  ten seconds of 720p to 360p H.264");
reportComparison({
  what: "encode, asked to stored",
  unit: "ms",
  ours: our,
  baseline: { name: "bare ffmpeg", value: their },
});
reportFigure(`over bare ffmpeg, less its 3 %, median of ${rounds} pairs`, median(overs), "ms", {
  atMost: 10,
});
await running.close();
await clear();

async function importClip(file: string): Promise<EngineAsset> {
  const { library, storage, accounts } = engine;
  const created = { account: accounts.telestream, title: "clip", originalFilename: "clip.mp4" };
  const { assetId } = await library.createAsset(created);
  const sourceKey = storage.newKey("clip.mp4");
  await storage.write(sourceKey, await readFile(file));
  return library.importSource(assetId, { sourceKey, renditions: [] });
}

/** From the order to the moment the engine tells of the end. */
async function encodeInEngine(): Promise<void> {
  const stop = new AbortController();
  const changes = engine.events.watch(engine.accounts.telestream.accountId, stop.signal);
  const [rendition] = await engine.library.addRenditions(asset.assetId, [
    {
      profileId: "bench",
      profileName: "bench",
      extname: ".mp4",
      path: `bench-${performance.now()}`,
      settings,
    },
  ]);
  if (!rendition) throw new Error("The engine made no rendition.");
  for await (const _change of changes) {
    const now = await engine.library.findRendition(engine.accounts.telestream, rendition.renditionId);
    if (now?.status === "success") stop.abort();
    if (now?.status === "fail") throw new Error(`The encode failed: ${now.errorMessage}`);
  }
}

async function encodeBare(round: number): Promise<void> {
  if (!asset.sourceKey || !asset.facts) throw new Error("The clip was not imported.");
  const cwd = path.join(folder, `bare-${round}`);
  await mkdir(cwd);
  await link(engine.storage.pathOf(asset.sourceKey), path.join(cwd, "source"));
  const { ffmpeg, encoders } = engine.media.toolchain;
  const outputs = [{ settings, file: "out.mp4" }];
  const args = buildPassArgs({ file: "source", facts: asset.facts }, outputs, encoders);
  await promisify(execFile)(ffmpeg, ["-v", "warning", "-y", ...args], { cwd });
}
