// Ziggeo's protocol: an index of 50 among 100,000 videos beside the SQL that reads the same rows, the download of a
// GiB beside a bare file server, and what checking a browser's auth token costs.
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { AccessGuard } from "#lib/engine/protocols/ziggeo/access-guard.ts";
import { ApplicationStore } from "#lib/engine/protocols/ziggeo/application-store.ts";
import { AuthTokenStore } from "#lib/engine/protocols/ziggeo/auth-token-store.ts";
import { generateAuthToken } from "#lib/providers/ziggeo/signature.ts";
import { writeRandomVideo } from "#tests/support/bench/random-file.ts";
import { median, percentile, reportComparison, reportFigure, timed } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine } from "#tests/support/engine.ts";
import { createTestDatabase, testServerUrl } from "#tests/support/postgres.ts";
import { seedZiggeo } from "#tests/support/seed-ziggeo.ts";

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

  for (const { what, query, where, order } of [
    { what: "newest 50", query: "", where: "state <> 'empty'", order: "DESC" },
    { what: "oldest 50, all", query: "&states=all&reverse=true", where: "true", order: "ASC" },
    {
      what: "50 of a tag",
      query: "&tags=tag7",
      where: "state <> 'empty' AND tags @> ARRAY['tag7']",
      order: "DESC",
    },
  ]) {
    const bare = async () => {
      const videos = await db.query<{ token: string }>(
        `SELECT * FROM ziggeo_video WHERE account_id = $1 AND ${where} AND (expires_at IS NULL OR expires_at > now())
          ORDER BY created_at ${order}, sequence ${order} LIMIT 50`,
        [accounts.ziggeo.accountId],
      );
      await db.query("SELECT * FROM ziggeo_stream WHERE video_token = ANY($1) ORDER BY sequence", [
        videos.map(({ token }) => token),
      ]);
    };
    const ours = async () => {
      const answer = await fetch(`${baseUrl}/v1/videos/?limit=50${query}`, { headers: { authorization } });
      if (answer.status !== 200) throw new Error(`the index answered ${answer.status}`);
      await answer.arrayBuffer();
    };
    const times = { bare: [] as number[], ours: [] as number[] };
    for (let round = -20; round < rounds; round++) {
      const [bareMs, oursMs] = [(await timed(bare)).ms, (await timed(ours)).ms];
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

    const file = path.join(workplace.folder, "gib.mp4");
    await writeRandomVideo(file, await clip("plain"), gib);
    const key = running.engine.storage.newKey("source.mp4");
    await running.engine.storage.adopt(file, key);
    await db.query(
      `UPDATE ziggeo_stream SET media_key = $1, video_size = $2, state = 'ready'
        WHERE token = (SELECT default_stream FROM ziggeo_video WHERE state = 'ready' LIMIT 1)`,
      [key, gib],
    );
    const [row] = await db.query<{ token: string }>(
      "SELECT video_token AS token FROM ziggeo_stream WHERE media_key = $1",
      [key],
    );
    const stored = running.engine.storage.pathOf(key);
    const fileServer = createServer(async (_request, response) => {
      response.writeHead(200, { "content-length": (await stat(stored)).size });
      createReadStream(stored).pipe(response);
    }).listen(0, "127.0.0.1");
    await once(fileServer, "listening");
    const bareUrl = `http://127.0.0.1:${(fileServer.address() as AddressInfo).port}/`;
    const download = async (url: string) => {
      const answer = await fetch(url, { headers: { authorization } });
      if (answer.status !== 200 || !answer.body) throw new Error(`the download answered ${answer.status}`);
      await answer.body.pipeTo(new WritableStream({ write() {} }));
    };
    const seconds = { bare: [] as number[], ours: [] as number[] };
    for (let round = 0; round < 4; round++) {
      seconds.bare.push((await timed(() => download(bareUrl))).ms / 1000);
      seconds.ours.push((await timed(() => download(`${baseUrl}/v1/videos/${row?.token}/video`))).ms / 1000);
    }
    reportComparison({
      what: "download_video of 1 GiB",
      unit: "MB/s",
      ours: gib / 1e6 / median(seconds.ours),
      baseline: { name: "bare file server", value: gib / 1e6 / median(seconds.bare) },
      goal: { atLeast: 0.9 },
    });
    fileServer.close();
  }
  await running.stop();
  await workplace.clear();
}
await server?.drop();
