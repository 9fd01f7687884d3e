// Webhooks taken in durably, on PostgreSQL that syncs each commit to the disk and embedded, beside the same requests at
// a server that keeps nothing: as many as it takes, and how long answers take at the pace of the goal. And what a
// burst of 50,000 loses through two kill -9.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startPostgres } from "#scripts/test/postgres.mjs";
import { percentile, reportComparison, reportFigure } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { findInboxUrl, sendEvents } from "#tests/support/event-load.ts";
import { burstThroughKills } from "#tests/support/killed-inbox.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { createTestDatabase } from "#tests/support/postgres.ts";
import { startProcess } from "#tests/support/processes.ts";
import { signIn } from "#tests/support/session.ts";
import { until } from "#tests/support/until.ts";

const owner = { email: "owner@example.com", password: "twelve and more characters" };
const connections = 64;
const warmUp = 2_000;
const pacedSeconds = 5;
const burstOf = 50_000;

const bare = createServer((request, response) => {
  request.resume();
  request.once("end", () => response.writeHead(200, { "content-length": 2 }).end("ok"));
});
await new Promise<void>((resolve) => bare.listen(0, "127.0.0.1", resolve));
const bareUrl = () => `http://127.0.0.1:${(bare.address() as AddressInfo).port}/`;
await sendEvents({ url: bareUrl(), count: warmUp, connections, prefix: "warm" });
const floor = await sendEvents({ url: bareUrl(), count: 20_000, connections, prefix: "steady" });
const floorRate = 20_000 / floor.seconds;

const backends = [
  { name: "PostgreSQL", isServer: true, atLeast: 5_000 },
  { name: "embedded", isServer: false, atLeast: 2_000 },
];
for (const { name, isServer, atLeast } of backends) {
  const { folder, clear } = await makeWorkplace();
  const server = isServer ? await startPostgres({ isDurable: true }) : undefined;
  const database = server && (await createTestDatabase(server.url));
  const options = {
    dataDir: `${folder}/data`,
    port: await findFreePorts(1),
    enginePort: await findFreePorts(5),
    env: {
      REELYARD_OWNER_EMAIL: owner.email,
      REELYARD_OWNER_PASSWORD: owner.password,
      LOG_LEVEL: "warn",
      ...(database ? { DATABASE_URL: database.url } : {}),
    },
  };
  const engine = await startProcess("engine", options);
  const dashboard = await startProcess("dashboard", options);
  const url = `http://127.0.0.1:${options.port}`;
  const { cookie } = await signIn(url, owner.email, owner.password);
  const inbox = await until("the inbox's address", () => findInboxUrl(url, cookie));

  console.log(`  ${name}, ${connections} connections`);
  await sendEvents({ url: inbox, count: warmUp, connections, prefix: "warm" });
  const measured = await sendEvents({ url: inbox, count: 20_000, connections, prefix: "steady" });
  const rate = 20_000 / measured.seconds;
  reportComparison({
    what: "events stored",
    unit: "/s",
    ours: rate,
    baseline: { name: "kept nowhere", value: floorRate },
  });
  reportFigure("events stored, alone", rate, "/s", { atLeast });
  const paced = await sendEvents({
    url: inbox,
    count: atLeast * pacedSeconds,
    connections,
    prefix: "paced",
    perSecond: atLeast,
  });
  reportFigure(
    `answered at ${atLeast.toLocaleString("en")} a second, p99`,
    percentile(paced.delaysMs, 0.99),
    "ms",
    { atMost: 25 },
  );
  reportFigure("answered at full load, p99", percentile(measured.delaysMs, 0.99), "ms");

  await dashboard.stop();
  await engine.stop();

  const killed = await burstThroughKills({
    count: burstOf,
    connections,
    databaseUrl: server && (await createTestDatabase(server.url)).url,
  });
  const many = burstOf.toLocaleString("en");
  reportFigure(`of ${many} with ${killed.kills} kill -9 among them, lost`, killed.lost.length, "", {
    atMost: 0,
  });
  reportFigure("and processed more than once or never", killed.notOnce.length, "", { atMost: 0 });
  await server?.stop();
  await clear();
}
bare.close();
