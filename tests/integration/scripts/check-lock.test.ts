import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-lockfile-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function check(packages: Record<string, object>) {
  const file = path.join(folder, "package-lock.json");
  await writeFile(file, JSON.stringify({ lockfileVersion: 3, packages }));
  const ran = spawnSync(process.execPath, ["scripts/check-lock.mjs", file], { encoding: "utf8" });
  return { code: ran.status, said: ran.stderr };
}

describe("the lock-file check", () => {
  test("passes a lock whose optional packages are all there, hoisted or nested", async () => {
    const { code } = await check({
      "": { dependencies: { next: "16.4.5" } },
      "node_modules/next": { optionalDependencies: { "@next/swc-linux": "1.0.0", nested: "1.0.0" } },
      "node_modules/@next/swc-linux": {},
      "node_modules/next/node_modules/nested": { optionalDependencies: { "@next/swc-linux": "1.0.0" } },
    });
    expect(code).toBe(0);
  });

  test("refuses a lock without one platform's package", async () => {
    const { code, said } = await check({
      "": {},
      "node_modules/next": { optionalDependencies: { "@next/swc-darwin-arm64": "1.0.0" } },
    });
    expect(code).toBe(1);
    expect(said).toContain("node_modules/next names the optional package @next/swc-darwin-arm64");
  });

  test("refuses a range where an exact version belongs", async () => {
    const { code, said } = await check({
      "": { dependencies: { "pg-boss": "^12.35.0" } },
      "node_modules/pg-boss": {},
    });
    expect(code).toBe(1);
    expect(said).toContain("pg-boss is not pinned exactly (^12.35.0)");
  });

  test("refuses an address that only its author's machine reaches", async () => {
    const { code, said } = await check({
      "": {},
      "node_modules/a": { resolved: "http://mirror.internal/a.tgz" },
    });
    expect(code).toBe(1);
    expect(said).toContain("http://mirror.internal/a.tgz");
  });
});
