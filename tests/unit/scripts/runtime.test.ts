import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pickNode } from "#scripts/start/runtime.mjs";

const ours = process.execPath;
let root: string;
let pinned: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "reelyard-runtime-"));
  pinned = path.join(root, "node_modules", ".bin", "node");
  mkdirSync(path.dirname(pinned), { recursive: true });
});
afterEach(() => {
  process.execPath = ours;
  rmSync(root, { recursive: true, force: true });
});

/** A Node that does not run here, as a glibc build on Alpine, or one that cannot run our sources. */
function writeProgram(file: string, script: string): string {
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

test.skipIf(process.platform === "win32")("the pinned Node runs the product where it runs at all", () => {
  symlinkSync(ours, pinned);
  expect(pickNode(root)).toBe(pinned);
});

test.skipIf(process.platform === "win32")("where it does not, the Node that is there takes its place", () => {
  expect(pickNode(root)).toBe(ours);
  writeProgram(pinned, "exit 127");
  expect(pickNode(root)).toBe(ours);
});

test.skipIf(process.platform === "win32")("where neither will do, one sentence says what would", () => {
  writeProgram(pinned, "exit 127");
  process.execPath = writeProgram(path.join(root, "old-node"), "echo undefined");
  expect(() => pickNode(root)).toThrow(/^The pinned Node 24 does not run .* Install Node 24\.$/);
});
