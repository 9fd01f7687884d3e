import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inputRules } from "#lib/engine/media/input-rules.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { type FaultServer, startFaultServer } from "#tests/support/fault-server.ts";
import { finishedRenditions, importFile } from "#tests/support/import-clip.ts";
import { newRendition } from "#tests/support/transcode-settings.ts";

const run = promisify(execFile);
let engine: TestEngine;
let folder: string;
/** What a hostile file would have the engine ask. */
let canary: FaultServer;

beforeAll(async () => {
  engine = await startTestEngine();
  canary = await startFaultServer();
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-disguises-"));
  await copyFile(await clip("mpegTs"), path.join(folder, "sibling.ts"));
  await copyFile(await clip("plain"), path.join(folder, "victim.mp4"));
});
afterAll(async () => {
  await engine.close();
  await canary.close();
  await rm(folder, { recursive: true, force: true });
});

const playlist = (uri: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\n${uri}\n#EXT-X-ENDLIST\n`;

const chunk = (name: string, ...parts: readonly Buffer[]) => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.write(name, 0, "latin1");
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
};
const list = (name: string, ...parts: readonly Buffer[]) => chunk("LIST", Buffer.from(name), ...parts);

/** An AVI whose one stream is a subtitle track (GAB2) that is a playlist: the hole of 2017. */
function aviWithPlaylist(uri: string): Buffer {
  const main = Buffer.alloc(56);
  main.writeUInt32LE(1, 24);
  const stream = Buffer.alloc(56);
  stream.write("txts", 0, "latin1");
  stream.writeUInt32LE(1, 20);
  stream.writeUInt32LE(1, 24);
  const text = Buffer.from(playlist(uri));
  const lead = Buffer.alloc(17);
  lead.write("GAB2\0", 0, "latin1");
  lead.writeUInt16LE(2, 5);
  lead.writeUInt16LE(4, 11);
  lead.writeUInt32LE(text.length, 13);
  return chunk(
    "RIFF",
    Buffer.from("AVI "),
    list("hdrl", chunk("avih", main), list("strl", chunk("strh", stream), chunk("strf"))),
    list("movi", chunk("00tx", lead, text)),
  );
}

async function take(name: string, bytes: Uint8Array | string) {
  const file = path.join(folder, "upload");
  await writeFile(file, bytes);
  const asset = await importFile(engine, file, [newRendition("h264")], name);
  const { h264 } = await finishedRenditions(engine, asset.assetId);
  return { asset, h264 };
}

test.each([
  ["an AVI that carries a playlist as its subtitles", "film.avi", () => aviWithPlaylist(canary.baseUrl)],
  ["a picture under the name of a numbered series", "img%03d.png", () => picture()],
  ["a picture under a glob", "*.jpg", () => picture()],
])("%s is no video and opens nothing", async (_what, name, bytes) => {
  const { asset } = await take(name, bytes());
  expect(asset).toMatchObject({ status: "fail", errorClass: "FormatNotRecognised", sourceKey: null });
  expect(canary.connections()).toBe(0);
});

const picture = () =>
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
    "base64",
  );

test("subtitles that ask for a font and carry one are left out, and the film plays", async () => {
  const [script, font, film] = ["evil.ass", "evil.ttf", "subtitled.mkv"].map((name) =>
    path.join(folder, name),
  );
  await writeFile(
    script ?? "",
    `[Script Info]\nScriptType: v4.00+\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize\nStyle: Default,${canary.baseUrl}/x.ttf,20\n[Events]\nFormat: Layer, Start, End, Style, Text\nDialogue: 0,0:00:00.00,0:00:02.00,Default,{\\fn/etc/passwd}Hello\n`,
  );
  await writeFile(font ?? "", "no font at all");
  await run("ffmpeg", [
    ...["-v", "error", "-y", "-i", await clip("plain"), "-i", script ?? "", "-c:v", "copy", "-c:a", "copy"],
    ...[
      "-c:s",
      "ass",
      "-attach",
      font ?? "",
      "-metadata:s:t",
      "mimetype=application/x-truetype-font",
      film ?? "",
    ],
  ]);
  const { asset, h264 } = await take("subtitled.mkv", await readFile(film ?? ""));
  expect([asset.status, h264?.status]).toEqual(["success", "success"]);
  const output = engine.engine.storage.pathOf(h264?.files[0]?.key ?? "");
  const { stdout } = await run("ffprobe", [
    "-v",
    "error",
    "-show_entries",
    "stream=codec_type",
    "-of",
    "csv=p=0",
    output,
  ]);
  expect(stdout.trim().split(/\s+/).sort()).toEqual(["audio", "video"]);
  expect(canary.connections()).toBe(0);
});

test("an MP4 whose samples are said to lie in another file gets nothing from there", async () => {
  const bytes = Buffer.from(await readFile(await clip("plain")));
  for (let at = bytes.indexOf("url "); at >= 0; at = bytes.indexOf("url ", at + 4)) {
    // "Self-contained" no more.
    bytes.writeUInt32BE(0, at + 4);
  }
  const { asset, h264 } = await take("elsewhere.mp4", bytes);
  expect(["success", "fail"]).toContain(asset.status);
  if (h264?.status === "fail") expect(h264.errorMessage).toMatch(/\w{3,}/);
  expect(canary.connections()).toBe(0);
});

const hasStrace = await run("strace", ["-V"]).then(
  () => true,
  () => false,
);

describe.skipIf(!hasStrace)("with every open and every socket written down by strace", () => {
  /** What the process opened or connected to, as strace tells it. */
  async function trace(rules: readonly string[], bytes: Uint8Array | string): Promise<string> {
    const [file, log] = [path.join(folder, "traced.mp4"), path.join(folder, "trace.log")];
    await writeFile(file, bytes);
    const program = ["ffprobe", "-v", "error", ...rules, "-show_streams", "-i", "file:traced.mp4"];
    const options = ["-f", "-qq", "-e", "trace=open,openat,socket,connect", "-o", log];
    await run("strace", [...options, ...program], { cwd: folder }).catch(() => {
      // That ffprobe refuses the file is what is hoped for.
    });
    return readFile(log, "utf8");
  }

  test("the witness sees the attack where only protocols are limited", async () => {
    const seen = await trace(["-protocol_whitelist", "file,pipe"], playlist("sibling.ts"));
    expect(seen).toContain("sibling.ts");
  });

  test.each([
    ["a playlist that names a sibling", () => playlist("sibling.ts")],
    ["a playlist that names an address", () => playlist(`${canary.baseUrl}/x.ts`)],
    ["a script of ffconcat", () => "ffconcat version 1.0\nfile 'victim.mp4'\n"],
    [
      "an SDP description",
      () => "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n",
    ],
    ["an AVI that carries a playlist", () => aviWithPlaylist("sibling.ts")],
  ])("under our rules %s leads to no other file and no socket", async (_what, bytes) => {
    const seen = await trace(inputRules, bytes());
    expect(seen).toContain("traced.mp4");
    expect(seen).not.toMatch(/sibling\.ts|victim\.mp4|AF_INET/);
    expect(canary.connections()).toBe(0);
  });
});
