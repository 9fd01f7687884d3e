import process from "node:process";

const levels = { 10: "trace", 20: "debug", 30: "info", 40: "warning", 50: "error", 60: "fatal" };
const colours = { 40: 33, 50: 31, 60: 31 };
const ownFields = new Set(["level", "time", "pid", "name", "msg", "hostname", "ready"]);

/**
 * A JSON log line as a person reads it; any other line as it is. Undefined when it is below `leastLevel` (pino's
 * numbers: 30 is info, 40 a warning).
 * @param {string} source the process that said it
 * @param {string} line
 * @param {number} leastLevel
 */
export function toReadableLine(source, line, leastLevel) {
  const entry = parseEntry(line);
  if (!entry) return `${source.padEnd(9)} ${line}`;
  if (entry.level < leastLevel) return undefined;
  const time = new Date(entry.time ?? Date.now()).toTimeString().slice(0, 8);
  const level = entry.level > 30 ? `${colour(entry.level, levels[entry.level] ?? "error")}: ` : "";
  const details = Object.entries(entry)
    .filter(([name]) => !ownFields.has(name))
    .map(([name, value]) => ` ${name}=${shorten(value)}`)
    .join("");
  return `${time} ${source.padEnd(9)} ${level}${entry.msg ?? ""}${details}`;
}

function parseEntry(line) {
  if (!line.startsWith("{")) return undefined;
  try {
    const entry = JSON.parse(line);
    return typeof entry.level === "number" ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** An error's message and the first line of its stack that is ours says where to look; the rest is in the file. */
function shorten(value) {
  if (value && typeof value === "object" && typeof value.message === "string") return value.message;
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 200);
}

const colour = (level, text) =>
  process.stdout.isTTY && colours[level] ? `\u001b[${colours[level]}m${text}\u001b[39m` : text;
