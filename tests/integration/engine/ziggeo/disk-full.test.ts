import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ZiggeoClient, ziggeoClient } from "#lib/providers/ziggeo/client.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { until } from "#tests/support/until.ts";

const run = promisify(execFile);
const mebibyte = 1024 ** 2;

/** Mounting a disk takes root. Uploads and media share it: a file that has come is moved, not copied. */
describe.skipIf(process.getuid?.() !== 0)("fault 9: a full disk", () => {
  let dataDir: string;
  let disk: string;
  let running: TestEngine;
  let client: ZiggeoClient;

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), "reelyard-ziggeo-full-"));
    disk = path.join(dataDir, "engine");
    await run("mkdir", ["-p", disk]);
    await run("mount", ["-t", "tmpfs", "-o", "size=400m", "tmpfs", disk]);
    running = await startTestEngine({ dataDir });
    const { baseUrl, ...fields } = running.credentials.ziggeo;
    client = ziggeoClient({ provider: "ziggeo", baseUrl, fields, isLocal: true });
  }, 60_000);
  afterAll(async () => {
    await running?.stop();
    await run("umount", ["--lazy", disk]);
    await rm(dataDir, { recursive: true, force: true });
  });

  const filler = () => path.join(disk, "filler");
  const freeBytes = async () => {
    const { bavail, bsize } = await statfs(disk);
    return bavail * bsize;
  };
  /** Leaves room for three megabytes. */
  const fill = async () => writeFile(filler(), Buffer.alloc((await freeBytes()) - 3 * mebibyte));
  const arriving = () => readdir(path.join(disk, "uploads-ziggeo"));
  const send = async (
    { url, fields }: { url: string; fields: Readonly<Record<string, string>> },
    file: Uint8Array<ArrayBuffer>,
    { announced }: { announced: boolean },
  ) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", new Blob([file]), "film.mp4");
    const given = new Response(form);
    const body = announced ? await given.arrayBuffer() : given.body;
    const headers = { "content-type": given.headers.get("content-type") ?? "" };
    return fetch(url, { method: "POST", headers, body, duplex: "half" } as RequestInit);
  };

  test("a file that cannot fit is refused before it is taken, with how much is missing", async () => {
    await fill();
    const { url_data: target } = await client.videos.beginUpload({ video_type: "mp4" });
    const answer = await send(target, new Uint8Array(20 * mebibyte), { announced: true });
    expect(answer.status).toBe(507);
    const missing = Number(/lacks (\d+) bytes/.exec(await answer.text())?.[1]);
    expect(missing).toBeGreaterThan(16 * mebibyte);
    expect(await arriving()).toEqual([]);
    await rm(filler());
  });

  test("one that fills it midway is answered 507, leaves nothing, and goes through when there is room", async () => {
    const begun = await client.videos.beginUpload({ video_type: "mp4" });
    await fill();
    const answer = await send(begun.url_data, new Uint8Array(8 * mebibyte), { announced: false });
    expect([answer.status, await answer.json()]).toMatchObject([507, { code: 507 }]);
    expect((await client.videos.get(begun.video.token)).state_string).toBe("EMPTY");
    await until("the space to be back", async () => (await freeBytes()) >= 2.5 * mebibyte);
    expect(await arriving()).toEqual([]);

    await rm(filler());
    const film = new Uint8Array(await readFile(await clip("plain")));
    expect((await send(begun.url_data, film, { announced: false })).status).toBe(204);
    const { token } = begun.video;
    await client.streams.confirmVideo(token, begun.video.default_stream?.token ?? "");
    await until("the video is ready", async () => (await client.videos.get(token)).state_string === "READY");
  });
});
