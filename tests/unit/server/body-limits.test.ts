import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBodyLimit } from "#lib/server/body-limits.ts";

let build: string;
beforeAll(async () => {
  build = await mkdtemp(path.join(tmpdir(), "reelyard-build-"));
  await mkdir(path.join(build, "server"));
});
afterAll(() => rm(build, { recursive: true, force: true }));

const megabyte = 1024 * 1024;
const actions = (name: string, file: string) => ({ filename: `lib/features/${file}`, exportedName: name });

test("of all actions of a build the one that composes tasks alone may be as long as a film's definition", async () => {
  const node = {
    aa: { workers: {}, ...actions("createTasks", "stupeflix/actions.ts") },
    bb: actions("runAgain", "stupeflix/actions.ts"),
    cc: actions("createTasks", "other/actions.ts"),
  };
  await writeFile(
    path.join(build, "server/server-reference-manifest.json"),
    JSON.stringify({ node, edge: {} }),
  );
  const limitOf = await readBodyLimit(build);
  const page = "/connections/x/compose";
  const limits = ["aa", "bb", "cc", "dd", undefined].map(
    (action) => limitOf({ action, path: page }) / megabyte,
  );
  expect(limits).toEqual([8, 1, 1, 1, 1]);
  // An action's name in a header does not make a route's body longer.
  expect(limitOf({ action: "aa", path: "/api/library" }) / megabyte).toBe(2);
  expect(limitOf({ action: undefined, path: "/api/stupeflix/c/check" }) / megabyte).toBe(8);
});

test("a build that does not tell its actions has no longer one", async () => {
  const limitOf = await readBodyLimit(path.join(build, "nowhere"));
  expect(limitOf({ action: "aa", path: "/library" })).toBe(megabyte);
});
