import { execFileSync } from "node:child_process";
import { createHash, randomBytes, randomInt } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { findProcessesIn } from "#tests/support/orphans.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { type ProcessOptions, startProcess, type TestProcess } from "#tests/support/processes.ts";
import { signIn } from "#tests/support/session.ts";
import { readTelestreamCredentials, TelestreamCaller } from "#tests/support/telestream-caller.ts";
import { until } from "#tests/support/until.ts";
import { offerUploads, type UploadCounts } from "#tests/support/upload-load.ts";

const rounds = 20;
const owner = { email: "owner@example.com", password: "twelve and more characters" };

let folder: string;
let options: ProcessOptions;
const running: TestProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-kill-"));
  options = {
    dataDir: path.join(folder, "data"),
    port: await findFreePorts(1),
    enginePort: await findFreePorts(5),
    env: {
      REELYARD_OWNER_EMAIL: owner.email,
      REELYARD_OWNER_PASSWORD: owner.password,
      LOG_LEVEL: "warn",
    },
  };
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.kill()));
  await rm(folder, { recursive: true, force: true });
});

async function start(name: "engine" | "dashboard"): Promise<TestProcess> {
  const started = await startProcess(name, options);
  running.push(started);
  return started;
}

/** Kills it at a random moment of the next second and starts it again, `rounds` times. */
async function killAgainAndAgain(name: "engine" | "dashboard", first: TestProcess): Promise<TestProcess> {
  let current = first;
  for (let round = 0; round < rounds; round++) {
    await delay(randomInt(20, 1_000));
    await current.kill();
    // I8: it answers within 5 s of its restart; startProcess waits for the line that says so.
    current = await start(name);
  }
  return current;
}

function makeClips(): string[] {
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

describe(`${rounds} times kill -9 at random moments`, () => {
  test("the engine loses no upload it said yes to, and finishes every encode exactly once", {
    timeout: 600_000,
  }, async () => {
    const clips = makeClips();
    const first = await start("engine");
    const credentials = await readTelestreamCredentials(options.dataDir);
    const caller = new TelestreamCaller(credentials);
    const counts: UploadCounts = { offered: 0, acknowledged: [], interrupted: 0, unanswered: 0 };
    const enough = new AbortController();
    const load = Promise.all(
      [0, 1].map(() => offerUploads(caller, { clips, counts, signal: enough.signal })),
    );
    await killAgainAndAgain("engine", first);
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
      const left = (await findProcessesIn(options.dataDir)).filter(({ command }) =>
        command.includes("ffmpeg"),
      );
      return left.length === 0 && { count: left.length };
    });
    console.info(
      `engine: ${rounds} kills, ${counts.offered} offered, ${counts.acknowledged.length} acknowledged, ` +
        `${counts.interrupted} interrupted, ${counts.unanswered} unanswered, lost ${lost}, orphans ${orphans.count}`,
    );
    expect(counts.acknowledged.length).toBeGreaterThan(rounds / 2);
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

  test("the dashboard loses no write it answered", { timeout: 600_000 }, async () => {
    await start("engine");
    const first = await start("dashboard");
    const url = `http://127.0.0.1:${options.port}`;
    const { cookie } = await signIn(url, owner.email, owner.password);
    const target = await until("the local connections to take uploads", () => findTarget(url, cookie));
    const acknowledged: string[] = [];
    let offered = 0;
    const enough = new AbortController();
    const load = (async () => {
      while (!enough.signal.aborted) {
        const uploadId = randomBytes(16).toString("hex");
        offered += 1;
        if (await beginUpload(url, cookie, { ...target, uploadId })) acknowledged.push(uploadId);
      }
    })();
    await killAgainAndAgain("dashboard", first);
    enough.abort();
    await load;

    const stored = await listUploads(url, cookie);
    const lost = acknowledged.filter((uploadId) => !stored.includes(uploadId));
    console.info(
      `dashboard: ${rounds} kills, ${offered} offered, ${acknowledged.length} acknowledged, ` +
        `${stored.length} stored, lost ${lost.length}`,
    );
    expect(acknowledged.length).toBeGreaterThan(rounds);
    expect(lost).toEqual([]);
    expect(new Set(stored).size).toBe(stored.length);
  });
});

const targets = z.object({
  targets: z.array(
    z.object({ connectionId: z.string(), destinations: z.array(z.object({ destinationId: z.string() })) }),
  ),
});

async function findTarget(url: string, cookie: string) {
  const answer = await fetch(`${url}/api/uploads/targets`, { headers: { cookie } });
  for (const { connectionId, destinations } of targets.parse(await answer.json()).targets) {
    const [destination] = destinations;
    if (destination) return { connectionId, destinationId: destination.destinationId };
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
    await delay(20);
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
