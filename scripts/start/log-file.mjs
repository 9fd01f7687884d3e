import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import path from "node:path";

const rotateAtBytes = 20 * 1024 * 1024;

/**
 * Appends lines to a file, which becomes `<file>.1` at 20 MiB: what a process says takes 40 MiB of disk at most.
 * A full disk must not end the supervisor, so a line that cannot be written is dropped; the console still has it.
 */
export class LogFile {
  #file;
  #bytes = 0;

  /** @param {string} file */
  constructor(file) {
    this.#file = file;
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    this.#bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** @param {string} line */
  write(line) {
    const text = `${line}\n`;
    try {
      if (this.#bytes > rotateAtBytes) {
        renameSync(this.#file, `${this.#file}.1`);
        this.#bytes = 0;
      }
      appendFileSync(this.#file, text, { mode: 0o600 });
      this.#bytes += Buffer.byteLength(text);
    } catch (error) {
      if (error.code !== "ENOSPC" && error.code !== "EDQUOT" && error.code !== "EIO") throw error;
    }
  }
}
