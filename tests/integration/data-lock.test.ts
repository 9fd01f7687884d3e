import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { acquireDataLock, DataLockedError } from "#lib/data-lock.ts";

const holderSource = `
  import { acquireDataLock } from "#lib/data-lock.ts";
  try {
    await acquireDataLock(process.argv[1]);
    console.log("held");
    setInterval(() => {}, 1000);
  } catch (error) {
    console.log(error.name + ": " + error.message);
  }
`;

let directory: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "reelyard-lock-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(directory, { recursive: true, force: true });
});

/** Starts a process that takes the lock; resolves with it and the first line it says. */
async function holdElsewhere(): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", holderSource, directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const [chunk] = await once(child.stdout, "data");
  return { child, said: String(chunk).trim() };
}

describe("the data directory's lock", () => {
  test("keeps a second process out and names the first", async () => {
    const { child } = await holdElsewhere();
    await expect(acquireDataLock(directory)).rejects.toMatchObject({
      name: "DataLockedError",
      directory,
      pid: child.pid,
      message: expect.stringContaining(`${directory} is in use by process ${child.pid}`),
    });
  });

  test("is free again at once after its holder was killed", async () => {
    const { child } = await holdElsewhere();
    child.kill("SIGKILL");
    await once(child, "exit");
    const lock = await acquireDataLock(directory);
    await lock.release();
  });

  test("keeps the same process out too, until it is released", async () => {
    const lock = await acquireDataLock(directory);
    await expect(acquireDataLock(directory)).rejects.toBeInstanceOf(DataLockedError);
    await lock.release();
    await lock.release();
    const again = await acquireDataLock(directory);
    await again.release();
  });

  test("goes to exactly one of several processes that ask at the same time after a crash", async () => {
    const { child } = await holdElsewhere();
    child.kill("SIGKILL");
    await once(child, "exit");
    const contenders = await Promise.all([holdElsewhere(), holdElsewhere(), holdElsewhere()]);
    const said = contenders.map((contender) => contender.said);
    expect(said.filter((line) => line === "held")).toHaveLength(1);
    expect(said.filter((line) => line.startsWith("DataLockedError"))).toHaveLength(2);
  });

  test("passes on what is wrong with a directory that cannot be made", async () => {
    const file = path.join(directory, "a-file");
    await writeFile(file, "");
    await expect(acquireDataLock(path.join(file, "data"))).rejects.toMatchObject({ code: "ENOTDIR" });
  });
});
