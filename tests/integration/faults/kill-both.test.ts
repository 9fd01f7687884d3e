import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type KillGround, killedOwner, killRounds, openKillGround } from "#tests/support/kill-ground.ts";
import { findProcessesIn } from "#tests/support/orphans.ts";
import { signIn } from "#tests/support/session.ts";
import { readTelestreamCredentials, TelestreamCaller } from "#tests/support/telestream-caller.ts";
import { until } from "#tests/support/until.ts";
import { offerUploads, type UploadCounts } from "#tests/support/upload-load.ts";

let ground: KillGround;
let url: string;
let cookie: string;
let caller: TelestreamCaller;
const uploads: UploadCounts = { offered: 0, acknowledged: [], interrupted: 0, unanswered: 0 };
const writes = { offered: 0, acknowledged: [] as string[] };

// Engine and dashboard each die again and again at moments of their own, while both are written to.
beforeAll(async () => {
  ground = await openKillGround();
  const engine = await ground.start("engine");
  const dashboard = await ground.start("dashboard");
  url = `http://127.0.0.1:${ground.options.port}`;
  ({ cookie } = await signIn(url, killedOwner.email, killedOwner.password));
  const target = await until("the local connections to take uploads", () => findTarget(url, cookie));
  caller = new TelestreamCaller(await readTelestreamCredentials(ground.options.dataDir));
  const clips = makeClips(ground.folder);
  const enough = new AbortController();
  const { signal } = enough;
  const load = Promise.all([
    ...[0, 1].map(() => offerUploads(caller, { clips, counts: uploads, signal })),
    keepWriting(target, signal),
  ]);
  await Promise.all([
    ground.killAgainAndAgain("engine", engine, () => uploads.acknowledged.length),
    ground.killAgainAndAgain("dashboard", dashboard, () => writes.acknowledged.length),
  ]);
  enough.abort();
  await load;
}, 600_000);
afterAll(() => ground.close());

test("the engine loses no upload it said yes to, and finishes every encode exactly once", {
  timeout: 300_000,
}, async () => {
  const { factoryId } = await readTelestreamCredentials(ground.options.dataDir);
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
  const { url } = await caller.json(factory, "GET", `/factories/${factoryId}.json`);

  let lost = 0;
  for (const { videoId, sha256 } of uploads.acknowledged) {
    const video = videos.find(({ id }) => id === videoId);
    const answer = video && (await fetch(new URL(`${video.path}${video.extname}`, url)));
    const stored =
      answer?.ok &&
      createHash("sha256")
        .update(Buffer.from(await answer.arrayBuffer()))
        .digest("hex");
    if (video?.status !== "success" || stored !== sha256) lost += 1;
  }
  const acknowledged = new Set(uploads.acknowledged.map(({ videoId }) => videoId));
  const made = encodings.filter(({ video_id }) => acknowledged.has(video_id));
  const orphans = await until("no ffmpeg without its engine", async () => {
    const left = (await findProcessesIn(ground.options.dataDir)).filter(({ command }) =>
      command.includes("ffmpeg"),
    );
    return left.length === 0 && { count: left.length };
  });
  console.info(
    `engine: ${killRounds} kills, ${uploads.offered} offered, ${uploads.acknowledged.length} acknowledged, ` +
      `${uploads.interrupted} interrupted, ${uploads.unanswered} unanswered, lost ${lost}, orphans ${orphans.count}`,
  );
  expect(uploads.acknowledged.length).toBeGreaterThanOrEqual(killRounds / 2);
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

test("the dashboard loses no write it answered", async () => {
  const { offered, acknowledged } = writes;
  const stored = await listUploads(url, cookie);
  const lost = acknowledged.filter((uploadId) => !stored.includes(uploadId));
  console.info(
    `dashboard: ${killRounds} kills, ${offered} offered, ${acknowledged.length} acknowledged, ` +
      `${stored.length} stored, lost ${lost.length}`,
  );
  expect(acknowledged.length).toBeGreaterThanOrEqual(killRounds / 2);
  expect(lost).toEqual([]);
  expect(new Set(stored).size).toBe(stored.length);
});

function makeClips(folder: string): string[] {
  return [1, 2].map((seconds) => {
    const file = path.join(folder, `clip-${seconds}.mp4`);
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

type Target = NonNullable<Awaited<ReturnType<typeof findTarget>>>;

async function keepWriting(target: Target, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const uploadId = randomBytes(16).toString("hex");
    writes.offered += 1;
    if (await beginUpload(url, cookie, { ...target, uploadId })) writes.acknowledged.push(uploadId);
    // The processor is for those that come back: asking as fast as can be only keeps them from it.
    await delay(50);
  }
}

const targets = z.object({
  targets: z.array(
    z.object({
      connectionId: z.string(),
      provider: z.string(),
      destinations: z.array(z.object({ destinationId: z.string() })),
    }),
  ),
});

/** At Telestream the dashboard signs by itself: whether it keeps a write does not depend on the engine, which dies too. */
async function findTarget(url: string, cookie: string) {
  const answer = await fetch(`${url}/api/uploads/targets`, { headers: { cookie } });
  for (const { connectionId, provider, destinations } of targets.parse(await answer.json()).targets) {
    const [destination] = destinations;
    if (destination && provider === "telestream")
      return { connectionId, destinationId: destination.destinationId };
  }
  return undefined;
}

/** True when the dashboard answered that it has recorded the upload; anything else promises nothing. */
async function beginUpload(url: string, cookie: string, upload: Record<string, string>): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/api/uploads/sign`, {
      method: "POST",
      headers: { cookie, origin: url, "content-type": "application/json" },
      body: JSON.stringify({
        ...upload,
        renditionNames: [],
        fileName: "clip.mp4",
        sizeBytes: 1_000,
        facts: null,
      }),
      signal: AbortSignal.timeout(5_000),
    });
    await answer.text();
    return answer.ok;
  } catch {
    return false;
  }
}

const history = z.object({
  items: z.array(z.object({ uploadId: z.string() })),
  nextCursor: z.string().nullable(),
});

async function listUploads(url: string, cookie: string): Promise<string[]> {
  const all: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query: string = cursor === "" ? "limit=100" : `limit=100&cursor=${encodeURIComponent(cursor)}`;
    const answer = await fetch(`${url}/api/uploads/history?${query}`, { headers: { cookie } });
    const page = history.parse(await answer.json());
    all.push(...page.items.map(({ uploadId }) => uploadId));
    cursor = page.nextCursor;
  }
  return all;
}
