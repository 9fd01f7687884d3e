import { spawn } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { outOfMemory, StartError } from "./start-error.mjs";

const stopGraceMs = 15_000;
const readyWithinMs = 120_000;
const backOffMs = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/** A process that held this long was healthy: its next crash is a first one again. */
const steadyAfterMs = 60_000;

/**
 * One of our processes: started, watched, started again with back-off when it ends unasked, stopped in order.
 */
export class ManagedProcess {
  #options;
  #child;
  #exited = Promise.resolve();
  #stopping = false;
  #crashes = 0;

  /**
   * @param {{
   *   name: string,
   *   node: string,
   *   args: readonly string[],
   *   cwd: string,
   *   env: Record<string, string | undefined>,
   *   onLine: (line: string, isComplaint: boolean) => void,
   *   onReady?: (pid: number) => void,
   *   onMessage?: (message: unknown) => void,
   *   say: (message: string) => void,
   * }} options `onLine` hears every line of output (complaints are those on stderr), `onMessage` what the process sends, `say` what the supervisor has to tell about it
   */
  constructor(options) {
    this.#options = options;
  }

  /** Resolves once the process has said that it answers; rejects with what it said when it ends before. */
  async start() {
    await this.#spawn();
  }

  /** Ends the process the orderly way and starts it again, for a change of its sources. */
  async restart() {
    await this.#end();
    if (!this.#stopping) await this.#spawn();
  }

  /** SIGTERM, and SIGKILL to the whole group when that was not enough. Never starts it again. */
  async stop() {
    this.#stopping = true;
    await this.#end();
  }

  /** SIGKILL at once, for a second Ctrl-C. */
  kill() {
    this.#stopping = true;
    if (this.#child) killGroup(this.#child);
  }

  #spawn() {
    const { node, args, cwd, env, name } = this.#options;
    return new Promise((resolve, reject) => {
      if (this.#stopping) return reject(new StartError("Stopped before it was started."));
      const child = spawn(node, args, {
        cwd,
        env,
        // The fourth is the channel whose closing tells the child that we are gone (watch-parent.mjs).
        stdio: ["ignore", "pipe", "pipe", "ipc"],
        // A group of its own: Ctrl-C in the terminal goes to us alone, and we stop things in order.
        detached: process.platform !== "win32",
      });
      this.#child = child;
      child.expected = false;
      const startedMs = Date.now();
      let ready = false;
      const complaints = [];
      const tooLate = setTimeout(() => {
        reject(new StartError(`The ${name} did not answer within ${readyWithinMs / 1000} s.`));
        killGroup(child);
      }, readyWithinMs);

      const hear = (line, isComplaint) => {
        this.#options.onLine(line, isComplaint);
        if (!ready && isComplaint) complaints.push(line);
      };
      child.on("message", (message) => {
        this.#options.onMessage?.(message);
        if (ready || message?.ready !== true) return;
        ready = true;
        clearTimeout(tooLate);
        this.#options.onReady?.(child.pid);
        resolve();
      });
      createInterface({ input: child.stdout }).on("line", (line) => hear(line, false));
      createInterface({ input: child.stderr }).on("line", (line) => hear(line, true));
      child.on("error", reject);
      this.#exited = new Promise((exited) => {
        const finish = (code, signal) => {
          exited();
          clearTimeout(tooLate);
          if (child === this.#child) this.#child = undefined;
          const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
          if (!ready) {
            const said = complaints.slice(-20).join("\n").trim();
            // Nobody here kills it so before it answers: that is what a kernel short of memory does.
            const why = signal === "SIGKILL" ? `: ${outOfMemory}` : ".";
            reject(new StartError(said || `The ${name} ${how} before it answered${why}`));
          } else if (!this.#stopping && !child.expected) {
            this.#revive(how, Date.now() - startedMs);
          }
        };
        // Its last words come with "close"; what it left in its group has nobody to report to any more, and would
        // keep its output open.
        child.once("exit", () => killGroup(child));
        child.once("close", finish);
      });
    });
  }

  async #revive(how, livedMs) {
    const { name, say } = this.#options;
    if (livedMs > steadyAfterMs) this.#crashes = 0;
    for (;;) {
      const waitMs = backOffMs[Math.min(this.#crashes, backOffMs.length - 1)];
      this.#crashes += 1;
      say(`The ${name} ${how}. Starting it again in ${waitMs / 1000} s.`);
      await delay(waitMs);
      if (this.#stopping) return;
      try {
        await this.#spawn();
        say(`The ${name} answers again.`);
        return;
      } catch (error) {
        if (this.#stopping) return;
        how = `did not start (${error.message.split("\n").at(-1)})`;
      }
    }
  }

  async #end() {
    const child = this.#child;
    if (!child) return;
    child.expected = true;
    child.kill("SIGTERM");
    const late = setTimeout(() => killGroup(child), stopGraceMs);
    await this.#exited;
    clearTimeout(late);
  }
}

function killGroup(child) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    // Nothing of it is left.
    if (error.code !== "ESRCH" && error.code !== "EPERM") throw error;
  }
}
