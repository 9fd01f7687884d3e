import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findPid, launch, startApp, type TestApp } from "#tests/support/app.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { until } from "#tests/support/until.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-supervisor-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Starts and expects it to give up: its exit code and the lines it gave as the reason. */
async function refuse(options: Parameters<typeof launch>[0]) {
  const launched = await launch(options);
  const code = await launched.ended;
  const [, reason = launched.console()] = /\n\n([\s\S]*)$/.exec(launched.console()) ?? [];
  return { code, reason: reason.trim() };
}

describe("a start that cannot succeed ends with one clear line and exit code 1", () => {
  test("when the dashboard's port is taken", async () => {
    const port = await findFreePorts(1);
    const other = net.createServer().listen(port, "127.0.0.1");
    await once(other, "listening");
    const { code, reason } = await refuse({ dataDir: path.join(folder, "data"), port });
    other.close();
    expect(code).toBe(1);
    expect(reason).toBe(
      `Port ${port} for the dashboard (PORT) is already in use on 127.0.0.1. Stop what listens there, or choose another.`,
    );
  });

  test("when one of the engine's ports is taken", async () => {
    const enginePort = await findFreePorts(5);
    const other = net.createServer().listen(enginePort + 2, "127.0.0.1");
    await once(other, "listening");
    const { code, reason } = await refuse({ dataDir: path.join(folder, "data"), enginePort });
    other.close();
    expect(code).toBe(1);
    expect(reason).toContain(`Port ${enginePort + 2} for the engine's Telestream protocol (ENGINE_PORT + 2)`);
  });

  test("when the data directory cannot be made", async () => {
    const file = path.join(folder, "a-file");
    await writeFile(file, "");
    const { code, reason } = await refuse({ dataDir: path.join(file, "data") });
    expect(code).toBe(1);
    expect(reason).toBe(
      `The data directory ${path.join(file, "data")} cannot be written (ENOTDIR). Let this user write there, or set REELYARD_DATA.`,
    );
  });

  test.skipIf(process.getuid?.() !== 0)("when the data directory is read-only", async () => {
    const mounted = path.join(folder, "mounted");
    await mkdir(mounted);
    execFileSync("mount", ["-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", mounted]);
    try {
      const { code, reason } = await refuse({ dataDir: path.join(mounted, "data") });
      expect(code).toBe(1);
      expect(reason).toContain(`The data directory ${path.join(mounted, "data")} cannot be written (EROFS).`);
    } finally {
      execFileSync("umount", [mounted]);
    }
  });

  test("when ffmpeg is not where FFMPEG_PATH says", async () => {
    const { code, reason } = await refuse({
      dataDir: path.join(folder, "data"),
      env: { FFMPEG_PATH: path.join(folder, "no-ffmpeg") },
    });
    expect(code).toBe(1);
    expect(reason.split("\n")).toHaveLength(1);
    expect(reason).toContain("FFMPEG_PATH");
  });

  test("when the environment is wrong, naming the variable", async () => {
    const { code, reason } = await refuse({
      dataDir: path.join(folder, "data"),
      env: { REELYARD_SECRET_KEY: "short" },
    });
    expect(code).toBe(1);
    expect(reason).toBe("The environment is not usable: REELYARD_SECRET_KEY: use at least 32 characters");
  });

  test("when the database server does not answer", async () => {
    const port = await findFreePorts(1);
    const { code, reason } = await refuse({
      dataDir: path.join(folder, "data"),
      env: { ENGINE_DATABASE_URL: `postgres://nobody@127.0.0.1:${port}/none` },
    });
    expect(code).toBe(1);
    expect(reason.split("\n")).toHaveLength(1);
    expect(reason).toMatch(/database.*ENGINE_DATABASE_URL/i);
  });
});

describe("the running product", () => {
  let dataDir: string;
  let app: TestApp;
  // One for all, in this order: what it goes through is part of what it must survive.
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), "reelyard-supervised-"));
    app = await startApp({ dataDir });
  }, 300_000);
  afterAll(async () => {
    app.supervisor.kill("SIGKILL");
    await rm(dataDir, { recursive: true, force: true });
  });

  test("lets no second one into its data directory, and is not disturbed by the attempt", async () => {
    const { code, reason } = await refuse({ dataDir });
    expect(code).toBe(1);
    expect(reason).toMatch(/^The data directory .* is in use by process \d+\./);
    expect((await fetch(`${app.url}/api/health`)).status).toBe(200);
    expect((await fetch(`${app.engineUrl}/health`)).status).toBe(200);
  });

  test("restarts a killed engine while the dashboard stays up and says that it is gone", async () => {
    const running = app;
    const [engine, dashboard] = [await app.findPid("engine"), await app.findPid("dashboard")];
    process.kill(engine, "SIGKILL");
    const health = await until("the dashboard to notice", async () => {
      const answer = await fetch(`${running.url}/api/health`);
      const body: unknown = await answer.json();
      return JSON.stringify(body).includes('"status":"degraded"') && { status: answer.status };
    });
    expect(health.status).toBe(200);
    await until("the engine to answer again", async () => (await fetch(`${running.engineUrl}/health`)).ok);
    expect(await running.findPid("dashboard")).toBe(dashboard);
    await until("its new pid", async () => (await running.findPid("engine")) !== engine);
    expect(await running.readOutput()).toContain(
      "The engine was ended by SIGKILL. Starting it again in 0.5 s.",
    );
  });

  test("stops in order on SIGTERM: exit code 0, no process and no lock left", async () => {
    const pids = [await app.findPid("engine"), await app.findPid("dashboard")];
    expect(await app.stop()).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    expect((await readdir(path.join(dataDir, "engine"))).includes("lock.pid")).toBe(false);
    // And starts again on what it left, as it was installed and built.
    app = await startApp({ dataDir });
    const said = await app.readOutput();
    expect(said).toMatch(/^ {2}Starting the engine and the dashboard …$/m);
    expect(said).toMatch(/^✓ Starting the engine and the dashboard \d+\.\d s$/m);
    expect(said).not.toMatch(/Installing the locked packages|Building the dashboard/);
  });

  test("leaves no orphan when the supervisor is killed with SIGKILL", async () => {
    const pids = [await app.findPid("engine"), await app.findPid("dashboard")];
    app.supervisor.kill("SIGKILL");
    await until("engine and dashboard to be gone", () => !pids.some(isAlive));
  });

  test("leaves no orphan when npm is killed with SIGKILL", async () => {
    const npm = await startByNpm("start", dataDir);
    npm.child.kill("SIGKILL");
    await until("engine and dashboard to be gone", () => !npm.pids.some(isAlive));
  });

  test("Ctrl-C, which reaches npm and all that it started, ends everything in order", async () => {
    const npm = await startByNpm("start", dataDir);
    // As a terminal does it: the signal goes to the whole group in the foreground.
    process.kill(-(npm.child.pid ?? 0), "SIGINT");
    await npm.ended;
    await until("engine and dashboard to be gone", () => !npm.pids.some(isAlive));
    expect(npm.said()).toContain("Stopping …");
    expect(await readdir(path.join(dataDir, "engine"))).not.toContain("lock.pid");
    expect(await readdir(path.join(dataDir, "dashboard"))).not.toContain("lock.pid");
  });

  test("npm run dev starts, answers with a page, and stops without an orphan", async () => {
    const npm = await startByNpm("dev", dataDir);
    const page = await fetch(`http://localhost:${npm.port}/setup`);
    expect(page.status).toBe(200);
    // Hot reload is what makes it the development server.
    expect(await page.text()).toMatch(/hmr|react-refresh|turbopack/i);
    process.kill(-(npm.child.pid ?? 0), "SIGINT");
    await npm.ended;
    await until("engine and dashboard to be gone", () => !npm.pids.some(isAlive));
  });
});

/** Through npm, in a process group of its own as a terminal gives it. */
async function startByNpm(script: "start" | "dev", dataDir: string) {
  const [port, enginePort] = [await findFreePorts(1), await findFreePorts(5)];
  const child = spawn("npm", ["run", script], {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
    env: { ...process.env, PORT: String(port), ENGINE_PORT: String(enginePort), REELYARD_DATA: dataDir },
  });
  const ended = once(child, "exit");
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
  });
  await until("Reelyard to be ready", () => said.includes("Reelyard is ready"), { withinMs: 240_000 });
  const pids = [await findPid(dataDir, "engine"), await findPid(dataDir, "dashboard")];
  return { child, port, pids, ended, said: () => said };
}
