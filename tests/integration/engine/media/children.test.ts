import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setImmediate as turn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Spawner } from "#lib/engine/media/children/spawner.ts";
import { type FfmpegRun, runInCage } from "#lib/engine/media/run-ffmpeg.ts";
import { detectSandbox, type Sandbox } from "#lib/engine/media/sandbox.ts";
import { createLog } from "#lib/log.ts";
import { findProcessesIn, findSpawnersOf } from "#tests/support/orphans.ts";
import { until } from "#tests/support/until.ts";

const log = createLog("test-children");
log.level = "silent";
let sandbox: Sandbox;
let cwd: string;

beforeAll(async () => {
  sandbox = await detectSandbox();
});
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), "reelyard-children-"));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

type Run = Omit<FfmpegRun, "args" | "program">;

/** A shell as the child: `sh -c script`. */
function runShell(spawner: Spawner, script: string, run: Partial<Run> & { wallSeconds?: number } = {}) {
  const { wallSeconds = 60, ...rest } = run;
  return runInCage({ sandbox, startChild: (request) => spawner.start(request) }, ["sh", "-c", script], {
    cwd,
    signal: new AbortController().signal,
    ...rest,
    limits: {
      addressSpaceBytes: 8 * 1024 ** 3,
      cpuSeconds: 60,
      fileBytes: 1024 ** 2,
      openFiles: 64,
      nice: 1,
      wallSeconds,
      stallSeconds: 60,
      ...run.limits,
    },
  });
}

const runsIn = (directory: string) =>
  until("a child to run", async () => (await findProcessesIn(directory)).length > 0);
const nothingRunsIn = async (directory: string) => expect(await findProcessesIn(directory)).toEqual([]);

describe.each([
  ["by the spawner", "linux"],
  ["by the engine itself, as off Linux", "darwin"],
] as const)("a child started %s", (_what, platform) => {
  let spawner: Spawner;
  beforeAll(async () => {
    spawner = new Spawner(log, platform);
    await spawner.prepare();
  });
  afterAll(() => spawner.close());

  test("gets and gives bytes as they are, however long nobody reads them", async () => {
    const block = randomBytes(64 * 1024);
    const blocks = 128;
    let pulled = 0;
    const chunks: Buffer[] = [];
    const graph = Promise.withResolvers<string>();
    const ended = runShell(spawner, "read line <&4; cat", {
      graph: graph.promise,
      onStdout: (chunk) => chunks.push(chunk),
      stdin: (function* () {
        for (; pulled < blocks; pulled++) yield block;
      })(),
    });
    await until("the input to flow", () => pulled > 0);
    for (let round = 0; round < 500; round++) await turn();
    // What nobody reads is not taken from its source either, but for what the system holds.
    expect(pulled).toBeLessThan(blocks / 4);
    graph.resolve("go\n");
    await ended;
    expect(pulled).toBe(blocks);
    const got = Buffer.concat(chunks);
    expect(got.equals(Buffer.concat(Array.from({ length: blocks }, () => block)))).toBe(true);
  });

  test("reads its graph and tells its progress on descriptors that block", async () => {
    const told: unknown[] = [];
    const { log } = await runShell(
      spawner,
      "grep -h flags /proc/self/fdinfo/3 /proc/self/fdinfo/4 >&2; cat <&4 >&2; printf 'out_time_us=5000\\nspeed=2x\\nprogress=end\\n' >&3",
      { graph: Promise.resolve("scale=1:1"), onProgress: (progress) => told.push(progress) },
    );
    expect(told).toEqual([{ positionMs: 5, speed: 2 }]);
    const [third = "", fourth = "", graph] = log.split("\n");
    expect(graph).toBe("scale=1:1");
    const nonBlocking = 0o4000;
    const flagsOf = (line: string) => Number.parseInt(line.replace(/\D/g, ""), 8) & nonBlocking;
    expect([flagsOf(third), flagsOf(fourth)]).toEqual([0, 0]);
  });

  test("is heard to its last word, and its exit code with it", async () => {
    let bytes = 0;
    const run = runShell(spawner, "head -c 900000 /dev/zero; echo first >&2; echo the last >&2; exit 3", {
      onStdout: (chunk) => {
        bytes += chunk.length;
      },
    });
    await expect(run).rejects.toMatchObject({ failure: "exit", message: "ffmpeg: the last" });
    expect(bytes).toBe(900_000);
  });

  test("ends with all that it has started when its time is over, and when it makes no progress", async () => {
    const script = "sleep 60 & sleep 60";
    await expect(runShell(spawner, script, { wallSeconds: 0.2 })).rejects.toMatchObject({
      failure: "timeout",
    });
    const limits = { stallSeconds: 0.2 } as Run["limits"];
    const stalled = runShell(spawner, script, { limits, onProgress: () => {} });
    await expect(stalled).rejects.toMatchObject({ failure: "stalled" });
    await nothingRunsIn(cwd);
  });

  test("ends when it is given up, also before it runs", async () => {
    const early = new AbortController();
    const graph = Promise.withResolvers<string>();
    const never = runShell(spawner, "sleep 60", { signal: early.signal, graph: graph.promise });
    early.abort(new Error("not wanted"));
    // Nobody else hears of it: as an unhandled rejection it would end the engine.
    graph.reject(early.signal.reason);
    await expect(never).rejects.toThrow("not wanted");
    await nothingRunsIn(cwd);

    const late = new AbortController();
    const run = runShell(spawner, "sleep 60 & sleep 60", { signal: late.signal });
    run.catch(() => {});
    await runsIn(cwd);
    late.abort(new Error("no longer wanted"));
    await expect(run).rejects.toThrow("no longer wanted");
    await nothingRunsIn(cwd);
  });

  test("ends at its output's limit, and says so", async () => {
    const run = runShell(spawner, "exec head -c 3000000 /dev/zero > large");
    await expect(run).rejects.toMatchObject({ failure: "output_limit" });
  });

  test.runIf(process.platform === "linux")("is held to the limits that it is given", async () => {
    const limits = {
      addressSpaceBytes: 3 * 1024 ** 3,
      cpuSeconds: 77,
      fileBytes: 5 * 1024 ** 2,
      openFiles: 33,
    } as Run["limits"];
    const { log } = await runShell(spawner, "cat /proc/self/limits >&2", { limits });
    const held = (what: string) => new RegExp(`^Max ${what} +(\\d+) +\\1 `, "m").exec(log)?.[1];
    expect(["address space", "cpu time", "file size", "open files", "core file size"].map(held)).toEqual([
      String(3 * 1024 ** 3),
      "77",
      String(5 * 1024 ** 2),
      "33",
      "0",
    ]);
  });

  test("that cannot be started says why, and the next one runs", async () => {
    const run = runShell(spawner, "true", { cwd: path.join(cwd, "none"), stdin: [randomBytes(10)] });
    await expect(run).rejects.toMatchObject({
      failure: "not_started",
      message: expect.stringContaining("ENOENT"),
    });
    await runShell(spawner, "true");
  });

  test("has the environment that it is given and nothing of ours", async () => {
    const { log } = await runShell(spawner, "env >&2");
    const names = log.split("\n").flatMap((line) => /^(\w+)=/.exec(line)?.[1] ?? []);
    const own = ["AV_LOG_FORCE_NOCOLOR", "LC_ALL", "NODE_ENV", "PATH", "TMPDIR"];
    // The shell's own.
    expect(names.filter((name) => !["PWD", "OLDPWD", "SHLVL", "_"].includes(name)).sort()).toEqual(own);
  });
});

test("fifty children at once are each heard, and leave no open file", { timeout: 60_000 }, async () => {
  const spawner = new Spawner(log);
  await spawner.prepare();
  const [pid] = await findSpawnersOf(process.pid);
  const openFiles = async () =>
    (await Promise.all([readdir(`/proc/${pid}/fd`), readdir("/proc/self/fd")])).map((files) => files.length);
  const script = (index: number) => `echo ${index} >&2; echo progress=continue >&3; exit $((${index} % 2))`;
  const run = (index: number) =>
    runShell(spawner, script(index), {
      // Which it does not read.
      ...(index % 4 < 2 && { stdin: [randomBytes(300_000)], graph: Promise.resolve("graph") }),
      onStdout: () => {},
      onProgress: () => {},
    }).then(
      (result) => result.log,
      (error) => error.log,
    );
  await run(0);
  const before = await openFiles();
  const logs = await Promise.all(Array.from({ length: 50 }, (_, index) => run(index)));
  expect(logs).toEqual(Array.from({ length: 50 }, (_, index) => `${index}\n`));
  await until("every file to be closed", async () => {
    const now = await openFiles();
    return now.every((count, index) => count <= (before[index] ?? 0));
  });
  await spawner.close();
});

test("a spawner that is killed takes its children along, and the next run has another", async () => {
  const spawner = new Spawner(log);
  await spawner.prepare();
  const [first] = await findSpawnersOf(process.pid);
  const run = runShell(spawner, "sleep 60 & sleep 60", { onProgress: () => {} });
  run.catch(() => {});
  await runsIn(cwd);
  process.kill(first ?? 0, "SIGKILL");
  await expect(run).rejects.toMatchObject({ name: "FfmpegError", failure: "signal" });
  await until("nothing of it to run", async () => (await findProcessesIn(cwd)).length === 0);

  expect((await runShell(spawner, "echo here >&2")).log).toBe("here\n");
  const [second] = await findSpawnersOf(process.pid);
  expect(second).not.toBe(first);
  await spawner.close();
  expect(await findSpawnersOf(process.pid)).toEqual([]);
});

test("a spawner whose way to the engine is removed is replaced, and what it has started goes on", async () => {
  const spawner = new Spawner(log);
  await spawner.prepare();
  const [first] = await findSpawnersOf(process.pid);
  expect(first).toBeDefined();
  const graph = Promise.withResolvers<string>();
  const running = runShell(spawner, "cat <&4 >&2", { graph: graph.promise });
  await runsIn(cwd);
  const address = (await readFile(`/proc/${first}/cmdline`, "utf8")).split("\0").at(-2) ?? "";
  await rm(address);

  expect((await runShell(spawner, "echo here >&2")).log).toBe("here\n");
  expect(await findSpawnersOf(process.pid)).toHaveLength(2);
  graph.resolve("still here");
  expect((await running).log).toBe("still here");
  await until("the first to end", async () => !(await findSpawnersOf(process.pid)).includes(first ?? 0));
  await spawner.close();
  expect(await findSpawnersOf(process.pid)).toEqual([]);
});

test("the spawner's own environment has none of the engine's", async () => {
  process.env.REELYARD_SECRET_KEY = "a secret of the engine";
  const spawner = new Spawner(log);
  try {
    await spawner.prepare();
    const [pid] = await findSpawnersOf(process.pid);
    const environment = (await readFile(`/proc/${pid}/environ`, "utf8"))
      .split("\0")
      .filter((line) => line !== "");
    const names = environment.map((line) => line.split("=")[0]);
    const own = names.filter((name) => !name?.startsWith("NODE_CHANNEL_") && name !== "NODE_COMPILE_CACHE");
    expect(own.sort()).toEqual(["NODE_ENV", "PATH"]);
  } finally {
    delete process.env.REELYARD_SECRET_KEY;
    await spawner.close();
  }
});

/** A process that does `what` with a spawner of its own. */
function spawnOwner(what: string) {
  const module = (file: string) =>
    JSON.stringify(fileURLToPath(new URL(`../../../../lib/${file}`, import.meta.url)));
  const script = `
    import { Spawner } from ${module("engine/media/children/spawner.ts")};
    import { createLog } from ${module("log.ts")};
    const spawner = new Spawner(createLog("owner"));
    const start = (command, ...args) =>
      spawner.start({ command, args, cwd: ${JSON.stringify(cwd)}, env: process.env, stdio: [] });
    ${what}`;
  const owner = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return { owner, said: once(createInterface({ input: owner.stdout }), "line") };
}

test("an owner ends by itself once it has heard of its children's end", async () => {
  const { owner, said } = spawnOwner(
    'console.log(JSON.stringify(await (await start("sleep", "0.2")).ended));',
  );
  const exited = once(owner, "exit");
  expect(await said).toEqual([JSON.stringify({ code: 0, signal: null })]);
  expect(await exited).toEqual([0, null]);
});

test("an owner that is killed takes spawner and children along where nothing else would end them", async () => {
  const { owner, said } = spawnOwner('await start("sleep", "60"); console.log("running");');
  await said;
  const [spawner] = await findSpawnersOf(owner.pid ?? 0);
  expect(spawner).toBeDefined();
  await runsIn(cwd);
  owner.kill("SIGKILL");
  await until("its child to go", async () => (await findProcessesIn(cwd)).length === 0);
  await until(
    "its spawner to go",
    async () => !(await findProcessesIn("spawner/main.ts")).some((one) => one.pid === spawner),
  );
});
