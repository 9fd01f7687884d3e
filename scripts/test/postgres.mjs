import { spawn, spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "../start/start-error.mjs";
import { findPostgres } from "./tools.mjs";

const startWithinMs = 60_000;

/**
 * A PostgreSQL server for one test run: an empty cluster in a temporary folder on a free port, gone afterwards.
 * `TEST_DATABASE_URL` names a server to use in its place; its user must be allowed to create databases. With
 * `isDurable` it is always a cluster of its own, whose commits are on the disk when they are answered.
 * @param {{ isDurable?: boolean }} [wanted]
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function startPostgres({ isDurable = false } = {}) {
  if (process.env.TEST_DATABASE_URL && !isDurable)
    return { url: process.env.TEST_DATABASE_URL, stop: async () => {} };
  const binaries = findPostgres();
  if (!binaries) throw new StartError("PostgreSQL is not installed and TEST_DATABASE_URL is not set.");
  const user = unprivilegedUser();
  const folder = mkdtempSync(path.join(tmpdir(), "reelyard-postgres-"));
  if (user) chownSync(folder, user.uid, user.gid);
  const data = path.join(folder, "data");
  const options = { cwd: folder, ...user, encoding: "utf8" };

  const made = spawnSync(
    path.join(binaries, "initdb"),
    ["-D", data, "-U", "reelyard", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"],
    options,
  );
  if (made.status !== 0) throw new StartError(`initdb failed: ${made.error?.message ?? made.stderr}`);

  const port = await freePort();
  // Nothing in it outlives the run, so nothing has to reach the disk, unless that is what is measured.
  const hasty = isDurable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
  const settings = [...hasty, "max_connections=200"];
  const server = spawn(
    path.join(binaries, "postgres"),
    [
      "-D",
      data,
      "-p",
      String(port),
      "-h",
      "127.0.0.1",
      "-k",
      folder,
      ...settings.flatMap((one) => ["-c", one]),
    ],
    { ...options, stdio: ["ignore", "ignore", "pipe"] },
  );
  let said = "";
  server.stderr.on("data", (chunk) => {
    said = (said + chunk).slice(-4_000);
  });
  const ended = new Promise((resolve) => server.once("close", resolve));
  // Also when the run dies on the way: a server that nobody stops would keep its memory and its port.
  const killOnExit = () => server.kill("SIGKILL");
  process.once("exit", killOnExit);

  await untilItListens(server, port, () => said);
  return {
    url: `postgres://reelyard@127.0.0.1:${port}/postgres`,
    async stop() {
      process.off("exit", killOnExit);
      server.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root; Debian's package made a user for it. */
function unprivilegedUser() {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag) => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
  return { uid: id("-u"), gid: id("-g") };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function untilItListens(server, port, said) {
  const deadline = Date.now() + startWithinMs;
  while (!said().includes("ready to accept connections")) {
    if (server.exitCode !== null || Date.now() > deadline) {
      throw new StartError(`PostgreSQL did not start on port ${port}: ${said()}`);
    }
    await delay(50);
  }
}
