// Tasks of the Tasks API beside the bare Debian commands on the same file: ffprobe, ffmpeg, ImageMagick. Ours count
// whole, from the call to the answer: source over HTTP, queue, result in storage.
import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { z } from "zod";
import { stupeflixClient } from "#lib/providers/stupeflix/index.ts";
import type { WireTaskDefinition } from "#lib/providers/stupeflix/wire.ts";
import { makeBenchClip } from "#tests/support/bench/clip.ts";
import { median, reportComparison, reportFigure, timed } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { startProcess } from "#tests/support/processes.ts";

const rounds = 5;
const run = promisify(execFile);
const { folder, clear } = await makeWorkplace();

const clip = makeBenchClip({ seconds: 30, height: 1080 });
const long = path.resolve(".cache/clips/bench-1080p-600s-looped.mp4");
if (!existsSync(long)) {
  execFileSync("ffmpeg", [
    ...["-v", "error", "-y", "-stream_loop", "19", "-i", clip, "-c", "copy", "-movflags", "+faststart", long],
  ]);
}
const photo = path.join(folder, "photo.jpg");
const noise = "nullsrc=size=4000x3000,geq=random(1)*255:128+40*sin(X/90):128+40*cos(Y/70),gblur=sigma=3";
execFileSync("ffmpeg", [
  "-v",
  "error",
  "-y",
  "-f",
  "lavfi",
  "-i",
  noise,
  "-frames:v",
  "1",
  "-q:v",
  "3",
  photo,
]);
const song = path.join(folder, "song.mp3");
const chords = "aevalsrc=0.3*sin(2*PI*220*t)*(1+sin(2*PI*2*t))|0.3*sin(2*PI*331*t):s=44100:d=300";
execFileSync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", chords, "-b:a", "192k", song]);

const media = createServer((req, res) => void serve(req, res));
await new Promise<void>((resolve) => media.listen(0, "127.0.0.1", resolve));
const { port } = media.address() as AddressInfo;
const address = (file: string) => `http://127.0.0.1:${port}${file}`;

const engine = await startProcess("engine", {
  dataDir: folder,
  port: await findFreePorts(1),
  enginePort: await findFreePorts(5),
  env: { LOG_LEVEL: "error", REELYARD_ALLOW_PRIVATE_URLS: `127.0.0.1:${port}` },
});
const { stupeflix } = z
  .object({ stupeflix: z.object({ baseUrl: z.string(), secret: z.string() }) })
  .parse(JSON.parse(await readFile(path.join(folder, "engine/credentials.json"), "utf8")));
const client = stupeflixClient({
  provider: "stupeflix",
  baseUrl: stupeflix.baseUrl,
  fields: { secret: stupeflix.secret },
  isLocal: true,
});

const probe = (file: string) => ["ffprobe", "-v", "error", "-show_format", "-show_streams", file];
const frame = (at: number, file: string, ...rest: string[]) => [
  ...["ffmpeg", "-v", "error", "-y", "-ss", String(at), "-i", file, "-frames:v", "1", ...rest],
  path.join(folder, "frame.png"),
];
const decoder = (seconds: number) => {
  const times = Array.from({ length: 10 }, (_unused, index) => (index * (seconds - 0.1)) / 9);
  return (file: string) => times.map((time) => frame(time, file, "-vf", "scale=160:90"));
};

for (const [name, file, seconds] of [["30 s", clip, 30] as const, ["600 s", long, 600] as const]) {
  await compare(`video.info, ${name}`, { task_name: "video.info", url: address(file) }, [probe(file)], 0.2);
  const at = seconds * 0.61;
  const exact = { task_name: "video.thumb", url: address(file), time: at, format: "png" };
  await compare(`video.thumb exact, ${name}`, exact, [frame(at, file)], 1.05);
  const strip = { task_name: "video.strip", url: address(file), width: 160, height: 90 };
  await compare(`video.strip × 10, ${name}`, strip, decoder(seconds)(file), 0.12);
}
const imageMagick = existsSync("/usr/bin/convert") ? "/usr/bin/convert" : "convert";
await compare(
  "image.thumb, 12 megapixels",
  { task_name: "image.thumb", url: address(photo), width: 320 },
  [[imageMagick, photo, "-auto-orient", "-resize", "320x", path.join(folder, "thumb.jpg")]],
  0.2,
);
const encode = ["ffmpeg", "-v", "error", "-y", "-i", song, "-b:a", "192k", path.join(folder, "out.mp3")];
await compare(
  "audio.convert, same codec",
  { task_name: "audio.convert", url: address(song) },
  [encode],
  0.05,
);
const picture = [
  "-filter_complex",
  "showwavespic=s=1024x60",
  "-frames:v",
  "1",
  path.join(folder, "wave.png"),
];
await compare("audio.waveform, 5 minutes", { task_name: "audio.waveform", url: address(song) }, [
  ["ffmpeg", "-v", "error", "-y", "-i", song, ...picture],
]);
reportFigure("audio.beats, 5 minutes", await measure({ task_name: "audio.beats", url: address(song) }), "ms");

const hellos: WireTaskDefinition[] = Array.from({ length: 1_000 }, () => ({
  task_name: "hello",
  name: "bench",
}));
await client.tasks.create(hellos, { block: true, timeoutMs: 60_000 });
const batches = await timed(() =>
  Promise.all(
    Array.from({ length: 10 }, () => client.tasks.create(hellos, { block: true, timeoutMs: 120_000 })),
  ),
);
reportFigure("hello in batches of 1,000", 10_000 / (batches.ms / 1000), "tasks/s", { atLeast: 2_000 });
reportFigure("status changes within 20 ms on an open stream", await promptness(), "%", { atLeast: 90 });

await engine.stop();
media.close();
await clear();

async function compare(
  what: string,
  task: WireTaskDefinition,
  commands: readonly (readonly string[])[],
  atMost?: number,
): Promise<void> {
  await measureOnce(task);
  const ours: number[] = [];
  const bare: number[] = [];
  // Turn by turn, so that a busy moment strikes both.
  for (let round = 0; round < rounds; round++) {
    ours.push((await timed(() => measureOnce(task))).ms);
    const work = async () => {
      for (const [command = "", ...args] of commands) await run(command, args, { maxBuffer: 2 ** 26 });
    };
    bare.push((await timed(work)).ms);
  }
  const command = path.basename(commands[0]?.[0] ?? "");
  reportComparison({
    what,
    unit: "ms",
    ours: median(ours),
    baseline: {
      name: commands.length > 1 ? `${command} × ${commands.length}` : command,
      value: median(bare),
    },
    ...(atMost !== undefined && { goal: { atMost } }),
  });
}

async function measure(task: WireTaskDefinition): Promise<number> {
  const samples: number[] = [];
  for (let round = 0; round < rounds; round++) samples.push((await timed(() => measureOnce(task))).ms);
  return median(samples);
}

async function measureOnce(task: WireTaskDefinition): Promise<void> {
  const [status] = await client.tasks.create([task], { block: true, timeoutMs: 120_000 });
  if (status?.status !== "success") throw new Error(`The task ended so: ${JSON.stringify(status)}`);
}

/** The share of the ends of light tasks that a stream tells within 20 ms of the engine's own date. */
async function promptness(): Promise<number> {
  const tasks = Array.from({ length: 100 }, () => ({ task_name: "image.info", url: address(photo) }));
  const { changes } = await client.tasks.createStream(tasks, AbortSignal.timeout(60_000));
  const delays: number[] = [];
  for await (const { events, status } of changes) {
    if (status === "success" && events?.completed) delays.push(Date.now() - Date.parse(events.completed));
  }
  return (100 * delays.filter((delay) => delay <= 20).length) / delays.length;
}

async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const file = req.url ?? "";
  const { size } = await stat(file);
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(req.headers.range ?? "") ?? [];
  const start = Number(from ?? 0);
  const end = Math.min(size - 1, to ? Number(to) : size - 1);
  res.writeHead(from === undefined ? 200 : 206, {
    "content-length": end - start + 1,
    "accept-ranges": "bytes",
    ...(from !== undefined && { "content-range": `bytes ${start}-${end}/${size}` }),
  });
  const handle = await open(file, "r");
  await pipeline(handle.createReadStream({ start, end, highWaterMark: 512 * 1024 }), res).catch(() => {});
}
