import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

/** `npm start` on a Node of another version: said before any module of the product is read. */
function startOn(version: string) {
  const disguise = `Object.defineProperty(process, "versions", { value: { node: "${version}" } });
    Object.defineProperty(process, "version", { value: "v${version}" });`;
  return spawnSync(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(disguise)}`, "scripts/start.mjs"],
    { encoding: "utf8" },
  );
}

test.each(["18.20.4", "20.8.1"])(
  "on Node %s one line says which is needed, and the exit code is 1",
  (version) => {
    const { status, stdout, stderr } = startOn(version);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      `Reelyard needs Node 20.9 or newer to start; this is v${version}. See https://nodejs.org.\n`,
    );
  },
);
