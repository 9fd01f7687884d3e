import { expect, test } from "vitest";
import { toReadableLine } from "#scripts/start/readable-line.mjs";

const info = 30;

test("a log entry becomes its time, who said it, its words and its details", () => {
  const time = new Date(2026, 10, 21, 12, 1, 5).getTime();
  const line = JSON.stringify({ level: 30, time, pid: 7, name: "engine", msg: "listening", port: 4100 });
  expect(toReadableLine("engine", line, info)).toBe("12:01:05 engine    listening port=4100");
});

test("a warning says that it is one, and an error says its message without its stack", () => {
  const entry = {
    level: 50,
    time: 0,
    msg: "import failed",
    err: { message: "no such file", stack: "Error: …" },
  };
  expect(toReadableLine("engine", JSON.stringify(entry), info)).toMatch(
    /engine {4}.*error.*: import failed err=no such file$/,
  );
});

test("what is below the wanted level is left to the file", () => {
  expect(toReadableLine("engine", JSON.stringify({ level: 30, msg: "listening" }), 40)).toBeUndefined();
});

test("what is not a log entry is shown as it is", () => {
  expect(toReadableLine("dashboard", "{broken", info)).toBe("dashboard {broken");
});
