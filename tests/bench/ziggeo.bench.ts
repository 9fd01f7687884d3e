// Ziggeo's protocol: an index of 50 among 100,000 videos beside the SQL that reads the same rows, the download of a
// GiB beside a bare file server, and what checking a browser's auth token costs.
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { get } from "node:http";
import path from "node:path";
import { AccessGuard } from "#lib/engine/protocols/ziggeo/access-guard.ts";
import { ApplicationStore } from "#lib/engine/protocols/ziggeo/application-store.ts";
import { AuthTokenStore } from "#lib/engine/protocols/ziggeo/auth-token-store.ts";
import { ziggeoClient } from "#lib/providers/ziggeo/client.ts";
import { generateAuthToken } from "#lib/providers/ziggeo/signature.ts";
import { startBaseline } from "#tests/support/bench/baseline.ts";
import { writeRandomVideo } from "#tests/support/bench/random-file.ts";
import { median, percentile, reportComparison, reportFigure, timed } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine } from "#tests/support/engine.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { createTestDatabase, testServerUrl } from "#tests/support/postgres.ts";
import { startProcess } from "#tests/support/processes.ts";
import { seedZiggeo } from "#tests/support/seed-ziggeo.ts";
import { until } from "#tests/support/until.ts";

const videoCount = 100_000;
const rounds = 150;
const gib = 1024 ** 3;

const server = testServerUrl ? await createTestDatabase(testServerUrl) : undefined;
for (const [name, databaseUrl] of [["embedded", undefined] as const, ["PostgreSQL", server?.url] as const]) {
  if (name === "PostgreSQL" && databaseUrl === undefined) continue;
  const workplace = await makeWorkplace();
  const running = await startTestEngine({
    dataDir: workplace.folder,
    ...(databaseUrl !== undefined && { databaseUrl }),
  });
  const { baseUrl, applicationToken, privateKey, encryptionKey } = running.credentials.ziggeo;
  const authorization = `Basic ${btoa(`${applicationToken}:${privateKey}`)}`;
  const { db, accounts } = running.engine;
  await seedZiggeo(db, { accountId: accounts.ziggeo.accountId, count: videoCount });
  console.log(`  ${videoCount.toLocaleString("en")} videos, ${name}`);

  for (const { what, query, where, order, isCold } of [
    { what: "newest 50", query: "", where: "state <> 'empty'", order: "DESC", isCold: false },
    { what: "never read before", query: "", where: "state <> 'empty'", order: "DESC", isCold: true },
    { what: "oldest 50, all", query: "&states=all&reverse=true", where: "true", order: "ASC", isCold: false },
    {
      what: "50 of a tag",
      query: "&tags=tag7",
      where: "state <> 'empty' AND tags @> ARRAY['tag7']",
      order: "DESC",
      isCold: false,
    },
  ]) {
    const bare = async (skip: number) => {
      const videos = await db.query<{ token: string }>(
        `SELECT * FROM ziggeo_video WHERE account_id = $1 AND ${where} AND (expires_at IS NULL OR expires_at > now())
          ORDER BY created_at ${order}, sequence ${order} LIMIT 50 OFFSET $2`,
        [accounts.ziggeo.accountId, skip],
      );
      await db.query("SELECT * FROM ziggeo_stream WHERE video_token = ANY($1) ORDER BY sequence", [
        videos.map(({ token }) => token),
      ]);
    };
    const ours = async (skip: number) => {
      const answer = await fetch(`${baseUrl}/v1/videos/?limit=50&skip=${skip}${query}`, {
        headers: { authorization },
      });
      if (answer.status !== 200) throw new Error(`the index answered ${answer.status}`);
      await answer.arrayBuffer();
    };
    const times = { bare: [] as number[], ours: [] as number[] };
    for (let round = -20; round < rounds; round++) {
      const skip = isCold ? (round + 20) * 50 : 0;
      const [bareMs, oursMs] = [(await timed(() => bare(skip))).ms, (await timed(() => ours(skip))).ms];
      if (round < 0) continue;
      times.bare.push(bareMs);
      times.ours.push(oursMs);
    }
    reportComparison({
      what: `index: ${what}, median`,
      unit: "ms",
      ours: median(times.ours),
      baseline: { name: "its two statements", value: median(times.bare) },
      goal: { atMost: 1.3 },
    });
  }

  if (name === "embedded") {
    const guard = new AccessGuard(running.engine, {
      application: new ApplicationStore(running.engine),
      authTokens: new AuthTokenStore(running.engine),
    });
    const session = await guard.openSession({ clientAuth: null, serverAuth: null, session: null });
    const given = { application_token: applicationToken, grants: { read: { all: true } }, session_limit: 5 };
    const known = generateAuthToken(encryptionKey, given);
    const check = (clientAuth: string) =>
      guard.require({ clientAuth, serverAuth: null, session }, "read", undefined);
    await check(known);
    const checks = { known: [] as number[], unseen: [] as number[] };
    const { session_limit: _limit, ...unlimited } = given;
    for (let round = 0; round < 2_000; round++) {
      checks.known.push((await timed(() => check(known))).ms);
      const unseen = generateAuthToken(encryptionKey, unlimited);
      checks.unseen.push((await timed(() => check(unseen))).ms);
    }
    reportFigure("grant check, a token in its session, p95", percentile(checks.known, 0.95), "ms", {
      atMost: 0.2,
    });
    reportFigure("grant check, a token never seen, p95", percentile(checks.unseen, 0.95), "ms", {
      atMost: 0.2,
    });
  }
  await running.stop();
  await workplace.clear();
}
await server?.drop();
await measureDownloads();

/** Each server in a process of its own, the same file, turn by turn. */
async function measureDownloads(): Promise<void> {
  const { folder, clear } = await makeWorkplace();
  const dataDir = path.join(folder, "data");
  const ports = { port: await findFreePorts(1), enginePort: await findFreePorts(5) };
  const engine = await startProcess("engine", { dataDir, ...ports, env: { LOG_LEVEL: "error" } });
  const file = path.join(folder, "gib.mp4");
  await writeRandomVideo(file, await clip("plain"), gib);
  const bare = await startBaseline("file-server", folder);
  const { ziggeo } = JSON.parse(await readFile(path.join(dataDir, "engine", "credentials.json"), "utf8"));
  const { baseUrl, ...fields } = ziggeo;
  const { videos } = ziggeoClient({ provider: "ziggeo", baseUrl, fields, isLocal: true });
  const source = {
    name: "gib.mp4",
    mimeType: "video/mp4",
    sizeBytes: gib,
    stream: () => createReadStream(file),
  };
  const made = await videos.createFrom(source, {}, { timeoutMs: 600_000 });
  const video = await until(
    "the video is ready",
    async () => {
      const now = await videos.get(made.token);
      return now.state !== 4 && now;
    },
    { withinMs: 300_000 },
  );
  const url = `${baseUrl}/v1/videos/${video.token}/streams/${video.original_stream?.token}/video`;
  const authorization = `Basic ${btoa(`${fields.applicationToken}:${fields.privateKey}`)}`;
  const rates = { bare: [] as number[], ours: [] as number[] };
  for (let round = 0; round < 5; round++) {
    rates.bare.push(await download(`${bare.url}/gib.mp4`, {}));
    rates.ours.push(await download(url, { authorization }));
  }
  reportComparison({
    what: "download_video of 1 GiB",
    unit: "MB/s",
    ours: median(rates.ours),
    baseline: { name: "bare file server", value: median(rates.bare) },
    goal: { atLeast: 0.9 },
  });
  await bare.stop();
  await engine.kill();
  await clear();
}

/** MB/s, by the barest client. */
async function download(url: string, headers: Record<string, string>): Promise<number> {
  let received = 0;
  const { ms } = await timed(
    () =>
      new Promise<void>((resolve, reject) => {
        get(url, { headers, agent: false }, (answer) => {
          answer.on("data", (chunk: Buffer) => {
            received += chunk.length;
          });
          answer.on("end", resolve).on("error", reject);
        }).on("error", reject);
      }),
  );
  if (received !== gib) throw new Error(`the download brought ${received} bytes`);
  return gib / 1e3 / ms;
}
