import { spawn } from "node:child_process";
import { outOfMemory, StartError } from "./start-error.mjs";

/**
 * Runs a command to its end without a shell. Its output is kept back and shown only when it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: Record<string, string | undefined>, signal: AbortSignal, say?: (line: string) => void }} options
 *   `say` hears each line as it comes; aborting `signal` sends SIGTERM.
 * @returns {Promise<string>} standard output; rejects with `StartError` carrying the last lines of both.
 */
export function runCommand(command, args, { cwd, env, signal, say }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, signal, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let everything = "";
    const hear = (chunk) => {
      everything = (everything + chunk).slice(-20_000);
      const last = String(chunk).trim().split("\n").at(-1);
      if (last) say?.(last);
    };
    child.stdout.on("data", (chunk) => {
      output += chunk;
      hear(chunk);
    });
    child.stderr.on("data", hear);
    child.on("error", reject);
    child.on("close", (code, killedBy) => {
      if (code === 0) return resolve(output);
      const how = killedBy ? `was ended by ${killedBy}` : `failed with exit code ${code}`;
      const why = killedBy === "SIGKILL" ? `: ${outOfMemory}` : ".";
      reject(new StartError(`${everything.trim()}\n${[command, ...args].join(" ")} ${how}${why}`));
    });
  });
}
