// What a task costs beyond its work: `video.info` beside bare ffprobe on the same address, and `hello`, a task
// without any work, which is the price of asking, storing, queueing, running and answering alone.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { z } from "zod";
import { wireTaskStatuses } from "#lib/providers/stupeflix/wire.ts";
import { makeBenchClip } from "#tests/support/bench/clip.ts";
import { median, percentile, reportComparison, reportFigure, timed } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { startProcess } from "#tests/support/processes.ts";

const rounds = 200;
const warmUp = 20;
const run = promisify(execFile);

const bytes = await readFile(makeBenchClip({ seconds: 10, height: 720 }));
const jpeg = await sharp({ create: { width: 640, height: 480, channels: 3, background: "#2a7" } })
  .jpeg()
  .toBuffer();
const media = createServer((req, res) => {
  const body = req.url === "/picture.jpg" ? jpeg : bytes;
  res.writeHead(200, { "content-length": body.length }).end(body);
});
await new Promise<void>((resolve) => media.listen(0, "127.0.0.1", resolve));
const { port } = media.address() as AddressInfo;
const url = `http://127.0.0.1:${port}/clip.mp4`;

const { folder, clear } = await makeWorkplace();
const engine = await startProcess("engine", {
  dataDir: folder,
  port: await findFreePorts(1),
  enginePort: await findFreePorts(5),
  env: { LOG_LEVEL: "error", REELYARD_ALLOW_PRIVATE_URLS: `127.0.0.1:${port}` },
});
const { stupeflix } = z
  .object({ stupeflix: z.object({ baseUrl: z.string(), secret: z.string() }) })
  .parse(JSON.parse(await readFile(path.join(folder, "engine/credentials.json"), "utf8")));

const hello = await measure(() => runTask({ task_name: "hello", name: "bench" }));
const info = await measure(() => runTask({ task_name: "video.info", url }));
const bare = await measure(() => run("ffprobe", ["-v", "error", "-show_format", "-show_streams", url]));

reportFigure("a task without work, p50", median(hello), "ms", { atMost: 5 });
reportFigure("a task without work, p95", percentile(hello, 0.95), "ms", { atMost: 10 });
for (const [name, share, atMost] of [["p50", 0.5, 5] as const, ["p95", 0.95, 10] as const]) {
  const [ours, theirs] = [percentile(info, share), percentile(bare, share)];
  reportComparison({
    what: `video.info, ${name}`,
    unit: "ms",
    ours,
    baseline: { name: "bare ffprobe", value: theirs },
  });
  reportFigure(`video.info over bare ffprobe, ${name}`, ours - theirs, "ms", { atMost });
}

const beside = await besideEncodes();
reportFigure("image.thumb begun beside four encodes, p95", percentile(beside, 0.95), "ms", { atMost: 50 });

await engine.stop();
media.close();
await clear();

async function measure(work: () => Promise<unknown>): Promise<number[]> {
  const samples: number[] = [];
  for (let round = 0; round < warmUp + rounds; round++) samples.push((await timed(work)).ms);
  return samples.slice(warmUp);
}

/** From asking for a thumb to its beginning, by the engine's own date, while four films are encoded or wait for it. */
async function besideEncodes(): Promise<number[]> {
  const encodes = Array.from({ length: 4 }, () => ({ task_name: "video.convert", url }));
  await create(encodes, false);
  const picture = `http://127.0.0.1:${port}/picture.jpg`;
  const delays: number[] = [];
  for (let round = 0; round < 20; round++) {
    const askedMs = Date.now();
    const [status] = await create([{ task_name: "image.thumb", url: picture, width: 64 }], true);
    if (status?.status !== "success" || !status.events?.started)
      throw new Error(`The task ended so: ${JSON.stringify(status)}`);
    delays.push(Date.parse(status.events.started) - askedMs);
  }
  return delays;
}

async function runTask(task: Readonly<Record<string, unknown>>): Promise<void> {
  const [status] = await create([task], true);
  if (status?.status !== "success") throw new Error(`The task ended so: ${JSON.stringify(status)}`);
}

async function create(tasks: readonly Readonly<Record<string, unknown>>[], block: boolean) {
  const answer = await fetch(`${stupeflix.baseUrl}/v2/create`, {
    method: "POST",
    headers: { authorization: `Secret ${stupeflix.secret}` },
    body: JSON.stringify({ tasks, block }),
  });
  return wireTaskStatuses.parse(await answer.json());
}
