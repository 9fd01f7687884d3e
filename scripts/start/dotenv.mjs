import { readFileSync } from "node:fs";
import process from "node:process";

/**
 * Reads `NAME=value` lines of a file into the environment; what is set already stays. Quotes around a value and
 * `export ` before a name are taken off, a `#` begins a comment at the start of a line or after a space.
 * (Node's own reader is newer than the oldest Node that may start us.)
 * @param {string} file
 * @param {Record<string, string | undefined>} environment
 */
export function readDotenv(file, environment = process.env) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line);
    if (!match) continue;
    const [, name, raw] = match;
    const quoted = /^(["'])(.*)\1(?:\s+#.*)?$/.exec(raw);
    environment[name] ??= quoted ? quoted[2] : raw.replace(/(^|\s+)#.*$/, "");
  }
}
