// How soon after its last byte an H.264/AAC upload plays and has a picture, beside waiting for one encode of it.
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { makeBenchClip } from "#tests/support/bench/clip.ts";
import { median, reportComparison, reportFigure } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { startProcess } from "#tests/support/processes.ts";
import { readTelestreamCredentials, sendPart, TelestreamCaller } from "#tests/support/telestream-caller.ts";
import { until } from "#tests/support/until.ts";

const rounds = 7;
const video = z.object({
  id: z.string(),
  reelyard: z.object({ poster_url: z.url().nullable(), preview_hls_url: z.url().nullable() }),
});
const told = z.object({ video_ids: z.array(z.string()) });
const encodings = z.array(z.object({ status: z.string() }));

const { folder, clear } = await makeWorkplace();
const engine = await startProcess("engine", {
  dataDir: folder,
  port: await findFreePorts(1),
  enginePort: await findFreePorts(5),
  env: { LOG_LEVEL: "error" },
});
const caller = new TelestreamCaller(await readTelestreamCredentials(folder));
const clip = await readFile(makeBenchClip({ seconds: 60, height: 1080 }));

/** As the dashboard does: nothing is asked for before the engine tells that the video has changed. */
const listeners = new Set<(videoId: string) => void>();
const stopFeed = new AbortController();
await listen();

const playableMs: number[] = [];
const posterMs: number[] = [];
// One at a time: who plays a video and who looks at the grid are two people, and what is measured is each one's wait.
for (let round = 0; round < 2 * rounds; round++) {
  const { videoId, lastByteAt } = await upload("none");
  if (round % 2 === 0) playableMs.push((await onChange(videoId, firstSegment)) - lastByteAt);
  const pictured = (await onChange(videoId, poster)) - lastByteAt;
  if (round % 2 === 1) posterMs.push(pictured);
}
const { videoId, lastByteAt } = await upload("h264");
const encodedAt = await until(
  "the encode",
  async () => {
    const all = await caller.json(encodings, "GET", `/videos/${videoId}/encodings.json`);
    return all.length > 0 && all.every(({ status }) => status === "success") && performance.now();
  },
  { withinMs: 300_000, everyMs: 100 },
);
console.log("  one minute of 1080p, from the last byte on");
reportComparison({
  what: "first segment played from the source",
  unit: "ms",
  ours: median(playableMs),
  baseline: { name: "the h264 rendition", value: encodedAt - lastByteAt },
});
reportFigure("the same against its goal", median(playableMs), "ms", { atMost: 300 });
reportFigure("poster", median(posterMs), "ms", { atMost: 150 });
stopFeed.abort();
await engine.stop();
await clear();

async function listen(): Promise<void> {
  const feed = await caller.stream("/reelyard/changes", stopFeed.signal);
  const reading = async () => {
    let rest = "";
    for await (const text of feed.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (!line.startsWith("data:")) continue;
        for (const id of told.parse(JSON.parse(line.slice(5))).video_ids)
          for (const listener of listeners) listener(id);
      }
    }
  };
  reading().catch((error: unknown) => {
    if (!stopFeed.signal.aborted) throw error;
  });
}

/** What `ask` answers, asked at once and at every change of the video until it answers something. */
function onChange(videoId: string, ask: (videoId: string) => Promise<number | undefined>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let asking = Promise.resolve();
  const look = (id: string) => {
    if (id !== videoId) return;
    asking = asking.then(async () => {
      const at = await ask(videoId);
      if (at !== undefined) resolve(at);
    });
    asking.catch(reject);
  };
  listeners.add(look);
  look(videoId);
  return promise.finally(() => listeners.delete(look));
}

async function upload(profiles: string): Promise<{ videoId: string; lastByteAt: number }> {
  const session = await caller.openUpload("clip.mp4", clip.length, profiles);
  for (let part = 0; part < session.parts; part++) {
    const bytes = clip.subarray(part * session.part_size, (part + 1) * session.part_size);
    const done = await sendPart(session, part, bytes);
    if (done) return { videoId: done.id, lastByteAt: performance.now() };
  }
  throw new Error("The last part did not answer with the video.");
}

async function poster(videoId: string): Promise<number | undefined> {
  const { reelyard } = await caller.json(video, "GET", `/videos/${videoId}.json`);
  if (reelyard.poster_url === null) return undefined;
  const answer = await fetch(reelyard.poster_url);
  await answer.arrayBuffer();
  return answer.ok ? performance.now() : undefined;
}

/** What a player does before its first frame: master, media playlist, initialisation, one segment. */
async function firstSegment(videoId: string): Promise<number | undefined> {
  const { reelyard } = await caller.json(video, "GET", `/videos/${videoId}.json`);
  if (reelyard.preview_hls_url === null) return undefined;
  let playlistUrl = reelyard.preview_hls_url;
  let playlist = await text(playlistUrl);
  if (playlist.includes("#EXT-X-STREAM-INF")) {
    playlistUrl = new URL(lines(playlist)[0] ?? "", playlistUrl).href;
    playlist = await text(playlistUrl);
  }
  const initialisation = /#EXT-X-MAP:URI="([^"]+)"/.exec(playlist)?.[1];
  for (const part of [initialisation, lines(playlist)[0]]) {
    if (part === undefined) continue;
    const answer = await fetch(new URL(part, playlistUrl));
    if (!answer.ok) return undefined;
    await answer.arrayBuffer();
  }
  return performance.now();
}

function lines(playlist: string): string[] {
  return playlist.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

async function text(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.text();
}
