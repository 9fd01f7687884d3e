import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inputRules } from "#lib/engine/media/input-rules.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { flipBits } from "#tests/support/flip-bits.ts";
import { finishedRenditions, importFile } from "#tests/support/import-clip.ts";
import { findProcessesIn } from "#tests/support/orphans.ts";
import { newRendition } from "#tests/support/transcode-settings.ts";
import { until } from "#tests/support/until.ts";

const run = promisify(execFile);
let engine: TestEngine;
let folder: string;
/** Another tenant's file, whose path the attacker has guessed. */
let victim: string;
let canaryHits = 0;
const canary = createServer((_req, res) => {
  canaryHits += 1;
  res.end();
});
let canaryUrl: string;

beforeAll(async () => {
  engine = await startTestEngine();
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-hostile-"));
  victim = path.join(folder, "victim.mp4");
  await copyFile(await clip("plain"), victim);
  await copyFile(await clip("mpegTs"), path.join(folder, "sibling.ts"));
  await new Promise<void>((resolve) => canary.listen(0, "127.0.0.1", resolve));
  const address = canary.address();
  canaryUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/x.ts`;
});

afterAll(async () => {
  canary.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const hls = (uri: string) =>
  `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\n${uri}\n#EXT-X-ENDLIST\n`;
const dash = (uri: string) =>
  `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S" minBufferTime="PT1S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1000"><BaseURL>${uri}</BaseURL></Representation></AdaptationSet></Period></MPD>`;

const disguises: readonly (readonly [string, () => string])[] = [
  ["an HLS playlist that names another tenant's file", () => hls(`file://${victim}`)],
  ["an HLS playlist that names a sibling", () => hls("sibling.ts")],
  ["an HLS playlist that names an address on loopback", () => hls(canaryUrl)],
  ["an ffconcat script that names a sibling", () => "ffconcat version 1.0\nfile 'victim.mp4'\n"],
  ["an ffconcat script that names a path", () => `ffconcat version 1.0\nfile '${victim}'\n`],
  ["a DASH manifest that names another tenant's file", () => dash(`file://${victim}`)],
  ["a DASH manifest that names an address on loopback", () => dash(canaryUrl)],
  [
    "an SDP description",
    () =>
      "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
  ],
  ["a text file", () => "root:x:0:0:root:/root:/bin/bash\n".repeat(50)],
  [
    "an SVG with an entity",
    () =>
      '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
  ],
  ["a subtitle file", () => "1\n00:00:00,000 --> 00:00:02,000\nHello\n"],
];

test.each(disguises)("%s, named .mp4, is no video", async (_what, text) => {
  const file = path.join(folder, "upload.mp4");
  await writeFile(file, text());
  const asset = await importFile(engine, file, [newRendition("h264")]);
  expect(asset).toMatchObject({
    status: "fail",
    errorClass: "FormatNotRecognised",
    errorMessage: "Video data in file not recognised",
    sourceKey: null,
  });
  const { h264 } = await finishedRenditions(engine, asset.assetId);
  expect(h264).toMatchObject({ status: "fail", errorClass: "VideoStatusInvalid" });
  expect(canaryHits).toBe(0);
});

test("the attack is real: ffmpeg opens the other file when only protocols are limited, and not under our rules", async () => {
  const attacks = [path.join(folder, "hls.mp4"), path.join(folder, "concat.mp4")];
  await writeFile(attacks[0] ?? "", hls("sibling.ts"));
  await writeFile(attacks[1] ?? "", "ffconcat version 1.0\nfile 'victim.mp4'\n");
  for (const attack of attacks) {
    const decode = (rules: readonly string[]) =>
      run("ffmpeg", ["-v", "error", ...rules, "-i", attack, "-frames:v", "1", "-f", "null", "-"]);
    await expect(decode(["-protocol_whitelist", "file,pipe"])).resolves.toBeDefined();
    await expect(decode(inputRules)).rejects.toThrow(/not on whitelist|Invalid data/i);
  }
});

async function importBytes(name: string, bytes: Uint8Array) {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  const asset = await importFile(engine, file, [newRendition("h264")]);
  const { h264 } = await finishedRenditions(engine, asset.assetId);
  const { library, accounts, jobs } = engine.engine;
  await until("the light lane to be free", async () => (await jobs.counts()).light?.running === 0);
  const after = await library.findAsset(accounts.telestream, asset.assetId);
  await library.removeAsset(accounts.telestream, asset.assetId);
  return { asset: after, rendition: h264 };
}

test.each([
  ["empty", 0, "The file is empty."],
  ["one byte", 1, "Video data in file not recognised"],
  ["the first 1 %", 0.01, "Video data in file not recognised"],
] as const)("a file of which only %s came is refused", async (_what, part, message) => {
  const whole = await readFile(await clip("indexLast"));
  const { asset } = await importBytes("part.mov", whole.subarray(0, part < 1 ? whole.length * part : part));
  expect(asset).toMatchObject({ status: "fail", errorClass: "FormatNotRecognised", errorMessage: message });
});

test("a file without its index is refused", async () => {
  const whole = await readFile(await clip("indexLast"));
  const { asset } = await importBytes("no-moov.mov", whole.subarray(0, whole.length / 2));
  expect(asset).toMatchObject({ status: "fail", errorClass: "FormatNotRecognised" });
});

test.each(["plain", "vp9", "mpegTs", "mp3"] as const)(
  "%s cut in half, or with flipped bits, ends as a result or as an error in words, and the engine goes on",
  async (name) => {
    const whole = await readFile(await clip(name));
    const extension = path.extname(await clip(name));
    const outcomes = [await importBytes(`half${extension}`, whole.subarray(0, whole.length / 2))];
    for (const seed of [1, 2, 3])
      outcomes.push(await importBytes(`flipped${extension}`, flipBits(whole, seed)));
    for (const { asset, rendition } of outcomes) {
      expect(["success", "fail"]).toContain(asset?.status);
      if (rendition?.status === "fail") expect(rendition.errorMessage).toMatch(/\w{3,}/);
    }
    expect(await findProcessesIn(engine.dataDir)).toEqual([]);
  },
);

test("a file of zeros and a huge sample count in the index do not take the engine down", async () => {
  const zeros = await importBytes("zeros.mp4", new Uint8Array(1024 * 1024));
  expect(zeros.asset?.status).toBe("fail");
  const whole = Buffer.from(await readFile(await clip("plain")));
  for (let at = whole.indexOf("stsz"); at >= 0; at = whole.indexOf("stsz", at + 4)) {
    whole.writeUInt32BE(0xff_ff_ff_f0, at + 12);
  }
  const huge = await importBytes("huge-stsz.mp4", whole);
  expect(["success", "fail"]).toContain(huge.asset?.status);
  const { rendition } = await importBytes("fine.mp4", await readFile(await clip("plain")));
  expect(rendition?.status).toBe("success");
});

test("a name is never a path and never an option", async () => {
  const file = path.join(folder, "plain.mp4");
  await mkdir(folder, { recursive: true });
  await copyFile(await clip("plain"), file);
  for (const name of [
    "../../../etc/passwd",
    "-i.mp4",
    "$(touch x).mp4",
    "a\nb.mp4",
    "%d.mp4",
    "x".repeat(300),
  ]) {
    const asset = await importFile(engine, file, [newRendition("h264")], name);
    const { h264 } = await finishedRenditions(engine, asset.assetId);
    expect(h264?.status).toBe("success");
    expect(engine.engine.storage.pathOf(asset.sourceKey ?? "")).toContain(
      path.join(engine.dataDir, "engine", "media"),
    );
  }
});
