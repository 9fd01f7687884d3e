import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build, isBuilt } from "./build.mjs";
import { readDotenv } from "./dotenv.mjs";
import { install, isInstalled } from "./install.mjs";
import { phase } from "./phases.mjs";
import { requirePorts } from "./ports.mjs";
import { startProduct } from "./product.mjs";
import { runCommand } from "./run-command.mjs";
import { pickNode } from "./runtime.mjs";
import { StartError } from "./start-error.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");
const signalCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/**
 * Everything from a clone to a URL that answers. Ends the process: 0 after an orderly stop, 1 with one clear line
 * when something stands in the way.
 * @param {{ dev: boolean }} options
 */
export async function main({ dev }) {
  // Whoever read what we say may be gone (`npm start | head`); stopping in order matters more than telling.
  process.stdout.on("error", () => {});
  const stop = new AbortController();
  /** @type {undefined | { stop(): Promise<void>, kill(): void }} */
  let product;
  /** @type {undefined | Promise<never>} */
  let ending;
  onStopRequest((signal, again) => {
    stop.abort();
    if (again) product?.kill();
    ending ??= end(signal);
  });
  async function end(signal) {
    if (product) {
      console.log("\nStopping …");
      await product.stop();
      console.log("Stopped.");
      process.exit(0);
    }
    process.exit(signalCodes[signal] ?? 1);
  }

  try {
    const { node, env } = await prepare({ dev, signal: stop.signal });
    await requirePorts(env);
    product = startProduct({ root, node, env, dev });
    await product.ready;
  } catch (error) {
    // Stopped while it was starting: `end` is on its way to the exit.
    if (ending) return ending;
    await product?.stop();
    if (!(error instanceof StartError)) throw error;
    console.error(`\n${error.message}`);
    process.exit(1);
  }
}

/** Installed, checked and built: what has to be true before a process is started. */
async function prepare({ dev, signal }) {
  const quiet = isInstalled(root);
  if (!quiet) await phase("Installing the locked packages", (say) => install({ root, signal, say }));
  const node = pickNode(root);
  readDotenv(path.join(root, ".env"));
  const env = await preflight(node, signal);
  if (!dev && !isBuilt(root))
    await phase("Building the dashboard", (say) => build({ root, node, signal, say }));
  return { node, env };
}

async function preflight(node, signal) {
  const script = path.join(root, "scripts", "start", "preflight.ts");
  const answer = JSON.parse(await runCommand(node, [script], { cwd: root, env: process.env, signal }));
  if (!answer.ok) throw new StartError(answer.message);
  return answer;
}

/** Ctrl-C, SIGTERM, a closed terminal, and npm's death, which sends nothing. `again` is true for a second wish. */
function onStopRequest(listener) {
  let firstMs = 0;
  const ask = (signal) => {
    // One Ctrl-C arrives twice under npm: from the terminal and from npm.
    const again = firstMs > 0 && Date.now() - firstMs > 1_000;
    firstMs ||= Date.now();
    listener(signal, again);
  };
  for (const signal of Object.keys(signalCodes)) process.on(signal, ask);

  if (!process.env.npm_lifecycle_event || process.platform === "win32") return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) ask("SIGTERM");
  }, 500).unref();
}
