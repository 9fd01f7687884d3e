import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ManagedProcess } from "#scripts/start/managed-process.mjs";
import { until } from "#tests/support/until.ts";

let folder: string;
let managed: ManagedProcess | undefined;
let lines: string[];
let told: string[];
let messages: unknown[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-managed-"));
  lines = [];
  told = [];
  messages = [];
});
afterEach(async () => {
  await managed?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A process that does what `source` says; `ready()` says that it answers. */
async function manage(source: string): Promise<ManagedProcess> {
  const entry = path.join(folder, "child.mjs");
  await writeFile(
    entry,
    `const ready = () => { console.log(JSON.stringify({ pid: process.pid })); process.send({ ready: true }); };\n${source}`,
  );
  managed = new ManagedProcess({
    name: "engine",
    node: process.execPath,
    args: ["--import", path.resolve("scripts/start/watch-parent.mjs"), entry],
    cwd: folder,
    env: process.env,
    onLine: (line: string) => lines.push(line),
    onMessage: (message: unknown) => messages.push(message),
    say: (message: string) => told.push(message),
  });
  return managed;
}

const pids = () => lines.flatMap((line) => /"pid":(\d+)/.exec(line)?.[1] ?? []).map(Number);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("a managed process", () => {
  test("may fork workers that wait to be asked, as Next does in development", async () => {
    await writeFile(
      path.join(folder, "worker.mjs"),
      `setTimeout(() => process.on("message", (text) => process.send(text + " back")), 20);`,
    );
    const child = await manage(`
      import { fork } from "node:child_process";
      const worker = fork(new URL("worker.mjs", import.meta.url));
      worker.on("message", (text) => { console.log(text); worker.disconnect(); ready(); });
      setTimeout(() => worker.send("hello"), 200);
      setInterval(() => {}, 1000);`);
    await child.start();
    expect(lines).toContain("hello back");
  });

  test("is started when it says that it answers", async () => {
    await (await manage("setTimeout(ready, 50); setInterval(() => {}, 1000);")).start();
    expect(pids()).toHaveLength(1);
  });

  test("is heard before it answers", async () => {
    await (await manage("process.send({ accounts: true }); setTimeout(ready, 50);")).start();
    expect(messages).toEqual([{ accounts: true }, { ready: true }]);
  });

  test("that ends before it answers gives its complaint as the reason", async () => {
    const failing = await manage(`console.error("The disk is full."); process.exitCode = 1;`);
    await expect(failing.start()).rejects.toMatchObject({ name: "StartError", message: "The disk is full." });
  });

  test("that says nothing when it ends is at least named", async () => {
    const failing = await manage("process.exit(3);");
    await expect(failing.start()).rejects.toThrow("The engine ended with exit code 3 before it answered.");
  });

  test("that was killed is started again, and the supervisor says so", async () => {
    await (await manage("ready(); setInterval(() => {}, 1000);")).start();
    const [first = 0] = pids();
    process.kill(first, "SIGKILL");
    await until("a second start", () => told.includes("The engine answers again."));
    expect(told).toEqual([
      "The engine was ended by SIGKILL. Starting it again in 0.5 s.",
      "The engine answers again.",
    ]);
    expect(pids()).toHaveLength(2);
  });

  test("that keeps failing is tried again after longer and longer waits, without filling the console", async () => {
    const marker = path.join(folder, "starts");
    await (
      await manage(`
        import { appendFileSync, readFileSync } from "node:fs";
        appendFileSync(${JSON.stringify(marker)}, "x");
        if (readFileSync(${JSON.stringify(marker)}, "utf8") === "x") { ready(); setTimeout(() => process.exit(9), 50); }
        else { console.error("Port 4100 is taken."); process.exit(1); }
      `)
    ).start();
    await until("three attempts", async () => (await readFile(marker, "utf8")).length === 3);
    expect(told.slice(0, 2)).toEqual([
      "The engine ended with exit code 9. Starting it again in 0.5 s.",
      "The engine did not start (Port 4100 is taken.). Starting it again in 1 s.",
    ]);
  });

  test("is stopped by SIGTERM, has the time to finish, and is not started again", async () => {
    const marker = path.join(folder, "stopped");
    const running = await manage(`
      import { writeFileSync } from "node:fs";
      process.on("SIGTERM", () => setTimeout(() => { writeFileSync(${JSON.stringify(marker)}, ""); process.exit(0); }, 100));
      setInterval(() => {}, 1000);
      ready();
    `);
    await running.start();
    await running.stop();
    expect(await readFile(marker, "utf8")).toBe("");
    expect(told).toEqual([]);
    expect(pids().some(isAlive)).toBe(false);
  });

  test("is started anew for a change of its sources, once it has ended in order, and nobody calls it a crash", async () => {
    const marker = path.join(folder, "ended");
    const running = await manage(`
      import { appendFileSync } from "node:fs";
      process.on("SIGTERM", () => { appendFileSync(${JSON.stringify(marker)}, process.pid + "\\n"); process.exit(0); });
      setInterval(() => {}, 1000);
      ready();
    `);
    await running.start();
    await running.restart();
    const [first, second] = pids();
    expect(await readFile(marker, "utf8")).toBe(`${first}\n`);
    expect(second).not.toBe(first);
    expect([isAlive(first ?? 0), isAlive(second ?? 0)]).toEqual([false, true]);
    expect(told).toEqual([]);
  });

  test("takes what it started in its group with it when it crashes", async () => {
    const running = await manage(`
      import { spawn } from "node:child_process";
      const grandchild = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
      console.log(JSON.stringify({ grandchild: true, pid: grandchild.pid }));
      ready();
      setInterval(() => {}, 1000);
    `);
    await running.start();
    const [grandchild = 0, child = 0] = pids();
    process.kill(child, "SIGKILL");
    await until("the grandchild to be gone", () => !isAlive(grandchild));
  });
});
