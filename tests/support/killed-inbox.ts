import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findInboxUrl, hasWaitingEvents, readInbox, sendEvents } from "./event-load.ts";
import { findFreePorts } from "./ports.ts";
import { type ProcessOptions, startProcess, type TestProcess } from "./processes.ts";
import { signIn } from "./session.ts";
import { until } from "./until.ts";

const owner = { email: "owner@example.com", password: "twelve and more characters" };

export interface InboxBurst {
  readonly count: number;
  readonly connections: number;
  /** A server's empty database for the dashboard; embedded without it. */
  readonly databaseUrl?: string;
}

export interface KilledInbox {
  readonly kills: number;
  readonly acknowledged: number;
  /** Sendings that had no good answer: the kills found events under way. */
  readonly unanswered: number;
  /** Types that were answered and are not kept. */
  readonly lost: readonly string[];
  /** Types that are kept more than once, or never, as anything else than a duplicate. */
  readonly notOnce: readonly string[];
}

/**
 * Sends that many different events to a dashboard that is killed when a third and when two thirds are answered, and
 * started again; what had no answer is sent again, as providers do. Compares what was answered with what is kept once
 * all of it is processed.
 */
export async function burstThroughKills({ databaseUrl, ...load }: InboxBurst): Promise<KilledInbox> {
  const folder = await mkdtemp(path.join(tmpdir(), "reelyard-inbox-"));
  const options: ProcessOptions = {
    dataDir: path.join(folder, "data"),
    port: await findFreePorts(1),
    enginePort: await findFreePorts(5),
    env: {
      REELYARD_OWNER_EMAIL: owner.email,
      REELYARD_OWNER_PASSWORD: owner.password,
      LOG_LEVEL: "warn",
      ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    },
  };
  const running: TestProcess[] = [];
  const start = async (name: "engine" | "dashboard") => {
    const started = await startProcess(name, options);
    running.push(started);
    return started;
  };
  try {
    await start("engine");
    return await sendThroughKills(await start("dashboard"), () => start("dashboard"), {
      ...load,
      url: `http://127.0.0.1:${options.port}`,
    });
  } finally {
    await Promise.all(running.map((one) => one.kill()));
    await rm(folder, { recursive: true, force: true });
  }
}

async function sendThroughKills(
  first: TestProcess,
  startAgain: () => Promise<TestProcess>,
  { url, count, connections }: { url: string; count: number; connections: number },
): Promise<KilledInbox> {
  const { cookie } = await signIn(url, owner.email, owner.password);
  const inbox = await until("the inbox's address", () => findInboxUrl(url, cookie));
  const killAt = [Math.floor(count / 3), Math.floor((count * 2) / 3)];
  let dashboard = Promise.resolve(first);
  let kills = 0;
  const { acknowledged, unanswered } = await sendEvents({
    url: inbox,
    count,
    connections,
    prefix: "burst",
    tries: 1_000,
    onAnswered(answered) {
      if (answered !== killAt[kills]) return;
      kills += 1;
      dashboard = dashboard.then(async (current) => {
        await current.kill();
        return startAgain();
      });
    },
  });
  await dashboard;

  await until("everything to be processed", async () => !(await hasWaitingEvents(url, cookie)), {
    withinMs: 900_000,
    everyMs: 500,
  });
  const kept = await readInbox(url, cookie);
  return {
    kills,
    acknowledged: acknowledged.size,
    unanswered,
    lost: [...acknowledged].filter((type) => !kept.has(type)),
    notOnce: [...kept]
      .filter(([type, states]) => type !== "" && states.filter((state) => state !== "duplicate").length !== 1)
      .map(([type]) => type),
  };
}
