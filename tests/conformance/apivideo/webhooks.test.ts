import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import ApiVideoClient from "@api.video/nodejs-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isWebhookSigned } from "#lib/providers/apivideo/signature.ts";
import { webhookEvents, wireWebhookBody } from "#lib/providers/apivideo/wire/webhooks.ts";
import { read } from "#tests/support/apivideo-answers.ts";
import { ApivideoCaller } from "#tests/support/apivideo-caller.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { type FaultServer, json, startFaultServer } from "#tests/support/fault-server.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { until } from "#tests/support/until.ts";

let running: TestEngine;
let caller: ApivideoCaller;
let client: ApiVideoClient;
let receiver: FaultServer;
let folder: string;
let elsewhere: number;

const speech = `process.stdout.write("WEBVTT\\nLanguage: en\\n\\n00:00.000 --> 00:01.000\\nA tone.\\n");`;
const language = `let text = ""; process.stdin.on("data", (piece) => { text += piece; }).on("end", () =>
  process.stdout.write(JSON.stringify({ abstract: "Heard: " + text.trim(), takeaways: ["a", "b", "c"] })));`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-speech-"));
  await writeFile(path.join(folder, "speech.mjs"), speech);
  await writeFile(path.join(folder, "language.mjs"), language);
  receiver = await startFaultServer();
  elsewhere = await findFreePorts(2);
  running = await startTestEngine({
    allowPrivateUrls: [receiver.port, elsewhere, elsewhere + 1].map((port) => `127.0.0.1:${port}`),
    apivideo: {
      rtmpPort: 0,
      mostWebhooks: 3,
      speechCommand: [process.execPath, path.join(folder, "speech.mjs")],
      languageCommand: [process.execPath, path.join(folder, "language.mjs")],
    },
  });
  caller = new ApivideoCaller(running);
  const { apiKey, baseUrl } = running.credentials.apivideo;
  client = new ApiVideoClient({ apiKey, baseUri: baseUrl });
});
afterAll(async () => {
  await running.close();
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

/** What has come for this webhook so far, each body as the document has it. */
const heard = (webhookId: string) =>
  receiver.requests
    .filter(({ headers }) => headers["x-api-video-webhookid"] === webhookId)
    .map(({ body }) => wireWebhookBody.parse(JSON.parse(body)));

describe("@api.video/nodejs-client and its webhooks", () => {
  test("are made with a secret, read, listed by event, and deleted", async () => {
    const made = await client.webhooks.create({
      events: ["video.encoding.quality.completed"],
      url: "https://example.com/webhooks",
    });
    expect(made.webhookId).toMatch(/^webhook_[0-9A-Za-z]+$/);
    expect(made.signatureSecret).toMatch(/^sig_sec_[0-9A-Za-z]{22}$/);
    expect(made.createdAt).toBeInstanceOf(Date);
    const other = await client.webhooks.create({
      events: ["video.source.recorded", "live-stream.broadcast.started"],
      url: "http://example.com/other",
    });
    const webhookId = made.webhookId ?? "";
    expect(await client.webhooks.get(webhookId)).toEqual(made);
    const listed = await client.webhooks.list({ events: "live-stream.broadcast.started", pageSize: 10 });
    expect(listed.data.map((webhook) => webhook.webhookId)).toEqual([other.webhookId]);
    expect(listed.data[0]?.signatureSecret).toBe(other.signatureSecret);
    await client.webhooks.delete(webhookId);
    await client.webhooks.delete(other.webhookId ?? "");
    await expect(client.webhooks.delete(webhookId)).rejects.toMatchObject({
      code: 404,
      problemDetails: { name: "webhookId" },
    });
  });

  test.each([
    [{ url: "https://example.com" }, "events", "This attribute is required."],
    [{ events: ["video.exploded"], url: "https://example.com" }, "events[0]", "An attribute is invalid."],
    [{ events: "all", url: "https://example.com" }, "events", "This attribute must be an array."],
    [{ events: ["video.source.recorded"] }, "url", "This attribute is required."],
    [{ events: ["video.source.recorded"], url: "ftp://example.com" }, "url", "An attribute is invalid."],
    [{ events: ["video.source.recorded"], url: "http://a:b@example.com" }, "url", "An attribute is invalid."],
  ])("%j is refused", async (body, name, title) => {
    const answer = await caller.json("POST", "/webhooks", body);
    const problem = read(answer, "problem");
    expect([answer.status, problem.name, problem.title]).toEqual([400, name, title]);
    expect(problem.problems?.[0]).toMatchObject({ name, title });
  });

  test("have a limit, and an unknown event to list by is refused", async () => {
    const made = [];
    for (let number = 1; number <= 3; number++) {
      made.push(
        await client.webhooks.create({ events: ["video.source.recorded"], url: "https://a.example" }),
      );
    }
    await expect(
      client.webhooks.create({ events: ["video.source.recorded"], url: "https://a.example" }),
    ).rejects.toMatchObject({
      problemDetails: { title: "Your account has reached the webhook urls limit." },
    });
    for (const { webhookId = "" } of made) await client.webhooks.delete(webhookId);
    expect((await caller.call("GET", "/webhooks?events=video.exploded")).status).toBe(400);
  });
});

test("a film's qualities are told one by one, lowest HLS first, signed; captions and a summary follow", async () => {
  const webhook = await client.webhooks.create({
    events: [...webhookEvents],
    url: `${receiver.baseUrl}/hook`,
  });
  const { webhookId = "", signatureSecret = "" } = webhook;
  const { videoId } = await client.videos.create({
    title: "told",
    transcript: true,
    transcriptSummary: true,
  });
  await client.videos.upload(videoId, await clip("tenSeconds"));
  const bodies = await until(
    "five events",
    () => {
      const all = heard(webhookId);
      return all.length >= 5 && all;
    },
    { withinMs: 120_000 },
  );
  const qualities = bodies.filter((body) => body.type === "video.encoding.quality.completed");
  // Each delivery goes its own way: told in order, they may arrive in another.
  expect(qualities.map(({ encoding, quality }) => `${encoding} ${quality}`).sort()).toEqual([
    "hls 240p",
    "hls 360p",
    "mp4 360p",
  ]);
  expect(bodies.find((body) => body.type === "video.caption.generated")).toMatchObject({
    videoId,
    language: "en",
    generationMode: "transcript",
  });
  const { data } = await client.summaries.list({ videoId });
  expect(data).toMatchObject([{ origin: "auto", sourceStatus: "completed" }]);
  const summarySource = await client.summaries.getSummarySource(data[0]?.summaryId ?? "");
  expect(summarySource).toMatchObject({ _abstract: "Heard: A tone.", takeaways: ["a", "b", "c"] });

  for (const { headers, body } of receiver.requests) {
    const signature = String(headers["x-api-video-signature"]);
    expect(isWebhookSigned(body, signatureSecret, signature)).toBe(true);
    expect(headers["content-type"]).toBe("application/json");
  }
  const status = await client.videos.getStatus(videoId);
  expect(status.encoding?.playable).toBe(true);
  expect(status.encoding?.qualities).toEqual([
    { type: "hls", quality: "240p", status: "encoded" },
    { type: "hls", quality: "360p", status: "encoded" },
    { type: "mp4", quality: "360p", status: "encoded" },
  ]);

  // What was encoded plays from the addresses that the video names.
  const { assets } = await client.videos.get(videoId);
  const master = await (await fetch(assets?.hls ?? "")).text();
  expect(master.match(/RESOLUTION=\S+?,/g)).toHaveLength(2);
  await promisify(execFile)("ffmpeg", [
    ...["-v", "error", "-i", assets?.hls ?? "", "-map", "0:v:0", "-f", "null", "-"],
  ]);
  const mp4 = await fetch(assets?.mp4 ?? "", { method: "HEAD" });
  expect([mp4.status, mp4.headers.get("content-type")]).toEqual([200, "video/mp4"]);
  await client.webhooks.delete(webhookId);
});

test("a receiver that fails is tried again, and every attempt can be read", async () => {
  receiver.script(json(500, {}), json(200, {}));
  const { webhookId = "" } = await client.webhooks.create({
    events: ["live-stream.broadcast.ended"],
    url: `${receiver.baseUrl}/flaky`,
  });
  const liveStream = await running.engine.db.query<{ live_stream_id: string }>(
    `INSERT INTO apivideo_live_stream (live_stream_id, account_id, name, stream_key, public, restreams, created_at, updated_at)
     VALUES ('liflaky0001', 'apivideo', 'flaky', 'flaky', true, '[]', now(), now()) RETURNING live_stream_id`,
  );
  expect(liveStream).toHaveLength(1);
  await broadcast("flaky", 2);
  const delivery = await until(
    "the second attempt",
    async () => {
      const answer = await caller.call("GET", `/webhooks/${webhookId}/reelyard/deliveries`);
      const [latest] = read(answer, "deliveries").data;
      return latest?.state === "delivered" && latest;
    },
    { withinMs: 90_000 },
  );
  expect(delivery.attempts.map((attempt) => attempt.status)).toEqual([500, 200]);
  const resent = await caller.call(
    "POST",
    `/webhooks/${webhookId}/reelyard/deliveries/${delivery.deliveryId}/resend`,
  );
  expect(resent.status).toBe(202);
  await until("it to come again", () => heard(webhookId).length === 3);
  await client.webhooks.delete(webhookId);
});

/** Sends a film over RTMP at its own speed, as OBS would. */
async function broadcast(streamKey: string, seconds: number): Promise<number | null> {
  const [liveStream] = read(await caller.call("GET", "/live-streams"), "liveStreams").data;
  const url = `${liveStream?.reelyard.ingestUrl}/${streamKey}`;
  const sender = spawn("ffmpeg", [
    ...["-v", "error", "-re", "-i", await clip("tenSeconds"), "-t", String(seconds)],
    ...["-c", "copy", "-f", "flv", url],
  ]);
  const [code] = await once(sender, "close");
  return code;
}

test("a broadcast goes on the air, can be watched, ends, and becomes a video", async () => {
  receiver.script(json(202, {}));
  const live = await client.liveStreams.create({ name: "A show" });
  const { webhookId = "" } = await client.webhooks.create({
    events: ["live-stream.broadcast.started", "live-stream.broadcast.ended", "video.source.recorded"],
    url: `${receiver.baseUrl}/live`,
  });
  const beforeIt = await Promise.all(["", "?waiting"].map((query) => fetch(`${live.assets?.hls}${query}`)));
  expect(beforeIt.map(({ status }) => status)).toEqual([404, 202]);
  const sending = broadcast(live.streamKey ?? "", 8);
  const playlist = await until(
    "the broadcast to be watchable",
    async () => {
      const answer = await fetch(live.assets?.hls ?? "");
      return answer.status === 200 && answer.text();
    },
    { withinMs: 60_000 },
  );
  await until("it to be said", async () => (await client.liveStreams.get(live.liveStreamId)).broadcasting);
  const segment = /^[^#\s]\S+$/m.exec(playlist)?.[0] ?? "";
  const bytes = await fetch(new URL(segment, live.assets?.hls));
  expect([bytes.status, bytes.headers.get("content-type")]).toEqual([200, "video/mp2t"]);
  expect(await sending).toBe(0);
  await until("the recording", () => heard(webhookId).length >= 3, { withinMs: 60_000 });
  // Whoever watches is some seconds behind, and sees the end.
  expect(await (await fetch(live.assets?.hls ?? "")).text()).toContain("#EXT-X-ENDLIST");
  expect(heard(webhookId).map((body) => body.type)).toEqual([
    "live-stream.broadcast.started",
    "live-stream.broadcast.ended",
    "video.source.recorded",
  ]);
  const recorded = heard(webhookId)[2];
  const { data } = await client.videos.list({ liveStreamId: live.liveStreamId });
  expect(data).toMatchObject([{ title: "A show", source: { type: "liveStream" } }]);
  expect(recorded).toMatchObject({ liveStreamId: live.liveStreamId, videoId: data[0]?.videoId });
  const status = await client.videos.getStatus(data[0]?.videoId ?? "");
  expect(status.encoding?.metadata?.duration).toBeGreaterThanOrEqual(6);
  expect((await client.liveStreams.get(live.liveStreamId)).broadcasting).toBe(false);
});

test("a broadcast is passed on to its restreams as it came; one that cannot be reached disturbs nobody", async () => {
  const film = path.join(folder, "passed-on.mp4");
  const listener = spawn("ffmpeg", [
    ...["-v", "error", "-listen", "1", "-i", `rtmp://127.0.0.1:${elsewhere}/live/their-key`],
    ...["-c", "copy", "-y", film],
  ]);
  const listened = once(listener, "close");
  const live = await client.liveStreams.create({
    name: "Passed on",
    restreams: [
      { name: "theirs", serverUrl: `rtmp://127.0.0.1:${elsewhere}/live`, streamKey: "their-key" },
      { name: "nobody", serverUrl: `rtmp://127.0.0.1:${elsewhere + 1}/live`, streamKey: "key" },
      { name: "inside", serverUrl: "rtmp://127.0.0.1:6379/live", streamKey: "key" },
    ],
  });
  const relays = async () =>
    read(await caller.call("GET", `/live-streams/${live.liveStreamId}`), "relays").reelyard.relays;
  expect(await relays()).toEqual([]);
  const sending = broadcast(live.streamKey ?? "", 6);
  const states = await until("the relay", async () => {
    const told = await relays();
    const isKnown = told[0]?.state === "live" && told[1]?.problem != null && told[2]?.problem != null;
    return isKnown && told;
  });
  expect(states[1]?.problem).toMatch(/ECONNREFUSED/);
  expect(states[2]?.problem).toMatch(/not a public address/);
  expect(await sending).toBe(0);
  await listened;
  const { stdout } = await promisify(execFile)("ffprobe", [
    ...["-v", "error", "-show_entries", "stream=codec_name:format=duration", "-of", "json", film],
  ]);
  const probed = JSON.parse(stdout);
  expect(probed.streams.map((stream: { codec_name: string }) => stream.codec_name).sort()).toEqual([
    "aac",
    "h264",
  ]);
  expect(Number(probed.format.duration)).toBeGreaterThan(2);
  await until("the broadcast to be over", async () => (await relays()).length === 0);
});

test("a stream key that is none is refused", async () => {
  expect(await broadcast("no-such-key", 2)).not.toBe(0);
});
