import { randomInt } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findFreePorts } from "./ports.ts";
import { type ProcessOptions, startProcess, type TestProcess } from "./processes.ts";
import { until } from "./until.ts";

/** The list of faults asks for twenty (`npm run test:faults`); each costs seconds of start, so `npm test` has fewer. */
export const killRounds = Number(process.env.KILL_ROUNDS ?? 4);
export const killedOwner = { email: "owner@example.com", password: "twelve and more characters" };

/** A folder, ports, and processes that are killed and come back on them. */
export interface KillGround {
  readonly folder: string;
  readonly options: ProcessOptions;
  start(name: "engine" | "dashboard"): Promise<TestProcess>;
  /**
   * Kills it at a random moment of the next second and starts it again, `killRounds` times. Every other life lasts until
   * it has answered something, by `countAnswers`: one that never does shows nothing, and on a busy machine all might.
   */
  killAgainAndAgain(
    name: "engine" | "dashboard",
    first: TestProcess,
    countAnswers: () => number,
  ): Promise<TestProcess>;
  close(): Promise<void>;
}

export async function openKillGround(): Promise<KillGround> {
  const folder = await mkdtemp(path.join(tmpdir(), "reelyard-kill-"));
  const options: ProcessOptions = {
    dataDir: path.join(folder, "data"),
    port: await findFreePorts(1),
    enginePort: await findFreePorts(5),
    env: {
      REELYARD_OWNER_EMAIL: killedOwner.email,
      REELYARD_OWNER_PASSWORD: killedOwner.password,
      LOG_LEVEL: "warn",
    },
  };
  const running: TestProcess[] = [];
  const start = async (name: "engine" | "dashboard") => {
    const started = await startProcess(name, options);
    running.push(started);
    return started;
  };
  return {
    folder,
    options,
    start,
    async killAgainAndAgain(name, first, countAnswers) {
      let current = first;
      for (let round = 0; round < killRounds; round++) {
        const before = countAnswers();
        await delay(randomInt(20, 1_000));
        if (round % 2 === 0) await until(`the ${name} to answer`, () => countAnswers() > before);
        await current.kill();
        // I8: it answers within 5 s of its restart; startProcess waits for the line that says so.
        current = await start(name);
      }
      return current;
    },
    async close() {
      await Promise.all(running.splice(0).map((one) => one.kill()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
