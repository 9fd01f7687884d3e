import { spawn } from "node:child_process";

/** What one child process may use. */
export interface ChildLimits {
  /** Bytes of address space; not memory used: x264's threads map far more than they touch. */
  readonly addressSpaceBytes: number;
  readonly cpuSeconds: number;
  /** Bytes a single file may grow to. */
  readonly fileBytes: number;
  readonly openFiles: number;
  /** 0 keeps the engine's own priority. */
  readonly nice: number;
}

/** Which of the system's tools can put a child into a cage; each is used where it works. */
export interface Sandbox {
  readonly tools: readonly string[];
  /** The command to run in place of `command`, which each tool of the chain replaces itself by in the end. */
  wrap(command: readonly [string, ...string[]], limits: ChildLimits): [string, ...string[]];
}

interface Tool {
  readonly name: string;
  readonly prefix: (limits: ChildLimits) => string[];
}

const generousLimits: ChildLimits = {
  addressSpaceBytes: 8 * 1024 ** 3,
  cpuSeconds: 60,
  fileBytes: 1024 ** 3,
  openFiles: 256,
  nice: 1,
};

const tools: readonly Tool[] = [
  { name: "nice", prefix: ({ nice }) => (nice > 0 ? ["nice", "-n", String(nice)] : []) },
  {
    name: "prlimit",
    prefix: (limits) => [
      "prlimit",
      `--as=${limits.addressSpaceBytes}`,
      `--cpu=${limits.cpuSeconds}`,
      `--fsize=${limits.fileBytes}`,
      `--nofile=${limits.openFiles}`,
      "--core=0",
    ],
  },
  // A network of its own with no way out: a demuxer that is tricked into opening a URL finds nothing.
  { name: "unshare", prefix: () => ["unshare", "-n"] },
  { name: "unshare (user)", prefix: () => ["unshare", "-r", "-n"] },
  // Last, so that the signal is set on the process that stays: a kill -9 of whoever started it takes the child along.
  { name: "setpriv", prefix: () => ["setpriv", "--no-new-privs", "--pdeathsig", "KILL"] },
];

/** Tries each tool once. Off Linux there is none, and ffmpeg's own whitelists are what holds. */
export async function detectSandbox(platform: NodeJS.Platform = process.platform): Promise<Sandbox> {
  if (platform !== "linux") return { tools: [], wrap: (command) => [...command] };
  const works = await Promise.all(tools.map((tool) => canRun([...tool.prefix(generousLimits), "true"])));
  const found = tools.filter((_tool, index) => works[index]);
  const usable = found.filter(
    (tool) => tool.name !== "unshare (user)" || !found.some((t) => t.name === "unshare"),
  );
  return {
    tools: usable.map((tool) => tool.name),
    wrap(command, limits) {
      const [first = command[0], ...rest] = [...usable.flatMap((tool) => tool.prefix(limits)), ...command];
      return [first, ...rest];
    },
  };
}

function canRun([command = "true", ...args]: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "ignore", timeout: 5_000 });
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}
