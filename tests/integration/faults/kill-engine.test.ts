import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { type KillGround, killRounds, openKillGround } from "#tests/support/kill-ground.ts";
import { findProcessesIn } from "#tests/support/orphans.ts";
import { readTelestreamCredentials, TelestreamCaller } from "#tests/support/telestream-caller.ts";
import { until } from "#tests/support/until.ts";
import { offerUploads, type UploadCounts } from "#tests/support/upload-load.ts";

let ground: KillGround;
beforeEach(async () => {
  ground = await openKillGround();
});
afterEach(() => ground.close());

function makeClips(): string[] {
  return [1, 2].map((seconds) => {
    const file = path.join(ground.folder, `clip-${seconds}.mp4`);
    execFileSync("ffmpeg", [
      ...["-v", "error", "-f", "lavfi", "-i", `testsrc2=size=160x90:rate=25:duration=${seconds}`],
      ...["-f", "lavfi", "-i", `sine=frequency=440:duration=${seconds}`],
      ...["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", file],
    ]);
    return file;
  });
}

const videoList = z.array(
  z.object({ id: z.string(), status: z.string(), path: z.string(), extname: z.string() }),
);
const encodingList = z.array(
  z.object({ id: z.string(), video_id: z.string(), status: z.string(), files: z.array(z.string()) }),
);
const factory = z.object({ url: z.url() });

async function listAll<T>(list: (page: number) => Promise<T[]>): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; ; page++) {
    const items = await list(page);
    all.push(...items);
    if (items.length < 100) return all;
  }
}

test("the engine loses no upload it said yes to, and finishes every encode exactly once", {
  timeout: 600_000,
}, async () => {
  const clips = makeClips();
  const first = await ground.start("engine");
  const credentials = await readTelestreamCredentials(ground.options.dataDir);
  const caller = new TelestreamCaller(credentials);
  const counts: UploadCounts = { offered: 0, acknowledged: [], interrupted: 0, unanswered: 0 };
  const enough = new AbortController();
  const load = Promise.all([0, 1].map(() => offerUploads(caller, { clips, counts, signal: enough.signal })));
  await ground.killAgainAndAgain("engine", first);
  enough.abort();
  await load;

  const page = (number: number) => ({ page: String(number), per_page: "100" });
  const encodings = await until(
    "every encoding to end",
    async () => {
      const all = await listAll((number) =>
        caller.json(encodingList, "GET", "/encodings.json", page(number)),
      );
      return all.every(({ status }) => status !== "processing") && all;
    },
    { withinMs: 120_000, everyMs: 500 },
  );
  const videos = await listAll((number) => caller.json(videoList, "GET", "/videos.json", page(number)));
  const { url } = await caller.json(factory, "GET", `/factories/${credentials.factoryId}.json`);

  let lost = 0;
  for (const { videoId, sha256 } of counts.acknowledged) {
    const video = videos.find(({ id }) => id === videoId);
    const answer = video && (await fetch(new URL(`${video.path}${video.extname}`, url)));
    const stored =
      answer?.ok &&
      createHash("sha256")
        .update(Buffer.from(await answer.arrayBuffer()))
        .digest("hex");
    if (video?.status !== "success" || stored !== sha256) lost += 1;
  }
  const acknowledged = new Set(counts.acknowledged.map(({ videoId }) => videoId));
  const made = encodings.filter(({ video_id }) => acknowledged.has(video_id));
  const orphans = await until("no ffmpeg without its engine", async () => {
    const left = (await findProcessesIn(ground.options.dataDir)).filter(({ command }) =>
      command.includes("ffmpeg"),
    );
    return left.length === 0 && { count: left.length };
  });
  console.info(
    `engine: ${killRounds} kills, ${counts.offered} offered, ${counts.acknowledged.length} acknowledged, ` +
      `${counts.interrupted} interrupted, ${counts.unanswered} unanswered, lost ${lost}, orphans ${orphans.count}`,
  );
  expect(counts.acknowledged.length).toBeGreaterThan(killRounds / 2);
  expect(lost).toBe(0);
  // I2, I5: one encoding for each video, all of them done, none half done.
  expect(made.map(({ video_id }) => video_id).sort()).toEqual([...acknowledged].sort());
  expect(made.filter(({ status }) => status !== "success")).toEqual([]);
  for (const { files } of made) {
    expect(files).toHaveLength(1);
    const answer = await fetch(new URL(files[0] ?? "", url), { method: "HEAD" });
    expect(answer.status).toBe(200);
    expect(Number(answer.headers.get("content-length"))).toBeGreaterThan(0);
  }
});
