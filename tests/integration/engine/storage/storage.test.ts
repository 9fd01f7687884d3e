import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type EngineStorage, openStorage } from "#lib/engine/storage.ts";

let dataDir: string;
let storage: EngineStorage;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "reelyard-storage-"));
  storage = await openStorage(dataDir);
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const listMedia = () => readdir(path.join(dataDir, "media"), { recursive: true });

test("a written file is there whole under its key, and gone after its removal, folders and all", async () => {
  const key = storage.newKey("movie.mp4");
  expect(await storage.write(key, Buffer.from("hello"))).toEqual({ sizeBytes: 5 });
  expect(await readFile(storage.pathOf(key), "utf8")).toBe("hello");
  expect(await storage.sizeOf(key)).toBe(5);
  await storage.remove(key);
  expect(await storage.sizeOf(key)).toBeUndefined();
  expect(await listMedia()).toEqual([]);
  await storage.remove(key);
});

test("a file that comes into a folder while its last neighbour leaves is kept", async () => {
  const outside = path.join(dataDir, "outside");
  await mkdir(outside);
  const lost: number[] = [];
  for (let round = 1; round <= 400; round++) {
    const file = path.join(outside, String(round));
    await writeFile(file, "x");
    const removals = [
      storage.remove(`ab/${round - 1}`),
      storage.remove("ab/none"),
      storage.remove("ab/nobody"),
    ];
    await Promise.all([...removals, storage.adopt(file, `ab/${round}`)]);
    if ((await storage.sizeOf(`ab/${round}`)) !== 1) lost.push(round);
  }
  expect(lost).toEqual([]);
});

test("a folder goes though files come into it meanwhile", async () => {
  const outside = path.join(dataDir, "outside");
  await mkdir(outside);
  for (let round = 1; round <= 60; round++) {
    const adopt = async (place: number) => {
      const file = path.join(outside, `${round}-${place}`);
      await writeFile(file, "x");
      await storage.adopt(file, `cd/asset/${round}-${place}`);
    };
    await Promise.all([1, 2, 3].map(adopt));
    await Promise.all([storage.remove("cd/asset"), ...[4, 5, 6, 7, 8].map(adopt)]);
  }
  await storage.remove("cd/asset");
  expect(await listMedia()).toEqual([]);
});

test.each(["../x", "/etc/passwd", "a/../../x", "..", ".", "", "a\0b"])("the key %j is refused", (key) => {
  expect(() => storage.pathOf(key)).toThrow("must stay inside");
});

test.each(["../../etc/passwd", ".hidden", "é😀.mp4", "a/b\\c.mp4", "%d", "", "x".repeat(500)])(
  "a key made for the name %j stays inside, plain and short",
  (name) => {
    const key = storage.newKey(name);
    expect(key).toMatch(/^[0-9a-f]{2}\/[0-9a-f]{32}\/[\w-][\w.-]{0,80}$/);
    expect(storage.pathOf(key).startsWith(path.join(dataDir, "media"))).toBe(true);
  },
);

test("a directory is moved in at once, with names and sizes in order", async () => {
  const work = await storage.workDirectory("test");
  const out = path.join(work.path, "out");
  await mkdir(path.join(out, "deep"), { recursive: true });
  await writeFile(path.join(out, "b.ts"), "22");
  await writeFile(path.join(out, "a.m3u8"), "1");
  await writeFile(path.join(out, "deep", "c.ts"), "333");
  expect(await storage.adoptDirectory(out, "ab/thing/try")).toEqual([
    { name: "a.m3u8", key: "ab/thing/try/a.m3u8", sizeBytes: 1 },
    { name: "b.ts", key: "ab/thing/try/b.ts", sizeBytes: 2 },
    { name: "deep/c.ts", key: "ab/thing/try/deep/c.ts", sizeBytes: 3 },
  ]);
  expect(await readFile(storage.pathOf("ab/thing/try/deep/c.ts"), "utf8")).toBe("333");
  await work.dispose();
  expect(await readdir(path.join(dataDir, "work"))).toEqual([]);
});

test("a symbolic link among the outputs is not followed into storage", async () => {
  const work = await storage.workDirectory("test");
  const out = path.join(work.path, "out");
  await mkdir(out);
  await writeFile(path.join(dataDir, "secret"), "secret");
  await symlink(path.join(dataDir, "secret"), path.join(out, "link.mp4"));
  expect(await storage.adoptDirectory(out, "ab/thing/try")).toEqual([]);
});

test("what an earlier process left in the work directory is gone at the next start; media stays", async () => {
  const key = storage.newKey("movie.mp4");
  await storage.write(key, Buffer.from("kept"));
  const work = await storage.workDirectory("test");
  await writeFile(path.join(work.path, "half"), "half");
  const next = await openStorage(dataDir);
  expect(await readdir(path.join(dataDir, "work"))).toEqual([]);
  expect(await next.sizeOf(key)).toBe(4);
});

test("a task sees a link to the file, and removing the file leaves the task's", async () => {
  const key = storage.newKey("movie.mp4");
  await storage.write(key, Buffer.from("bytes"));
  const work = await storage.workDirectory("test");
  await storage.linkInto(key, path.join(work.path, "source"));
  await storage.remove(key);
  expect(await readFile(path.join(work.path, "source"), "utf8")).toBe("bytes");
});
