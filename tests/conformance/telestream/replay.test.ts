import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { profileTable } from "#lib/engine/db/schema/telestream-profile.ts";
import type { Engine } from "#lib/engine/engine.ts";
import { buildTelestreamApp } from "#lib/engine/protocols/telestream/app.ts";
import { FormEndpoint } from "#lib/engine/protocols/telestream/form-endpoint.ts";
import { createServices } from "#lib/engine/protocols/telestream/services.ts";
import { toListener } from "#lib/engine/server.ts";
import { type Pair, signText, stringToSign } from "#lib/providers/telestream/signature.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { newRendition } from "#tests/support/transcode-settings.ts";

/**
 * `telestream.md` §8, byte for byte over a socket: the account's keys, its factory, the ids and the clock are those
 * of the day they were captured, and each is answered as documented.
 */
const factoryId = "abcdeb2cc233daaa26da6e7dd77eabcd";
const videoId = "4147fd6f38fb552c38aba1e2b6923892";
const encodingId = "6e2a18dfa05645cc759f9b9bd51d8c94";
const profileId = "40d9f8711d64aaa74f88462e9274f39a";
const capturedAt = new Date("2026-11-21T00:20:20Z");
const python =
  "User-Agent: python-requests/2.32\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate\r\nConnection: close";

let running: TestEngine;
let server: Server;

beforeAll(async () => {
  running = await startTestEngine({ clock: { now: () => capturedAt }, limits: { encodeParallelism: 0 } });
  const { engine } = running;
  const telestream = {
    ...engine.accounts.credentials.telestream,
    accessKey: "acck",
    secretKey: "seck",
    factoryId,
  };
  const captured: Engine = {
    ...engine,
    accounts: { ...engine.accounts, credentials: { ...engine.accounts.credentials, telestream } },
  };
  const services = createServices(captured);
  await services.factories.ensureFirst();
  await services.sessions.prepare();
  await engine.db.db
    .update(profileTable)
    .set({ profileId, name: "old_name" })
    .where(and(eq(profileTable.factoryId, factoryId), eq(profileTable.name, "h264.hi")));
  const account = engine.accounts.telestream;
  const video = {
    account,
    assetId: videoId,
    containerId: factoryId,
    title: "movie",
    originalFilename: "movie.mp4",
  };
  await engine.library.createAsset({ ...video, details: { path: videoId, pathFormat: ":id" } });
  await engine.library.addRenditions(videoId, [{ ...newRendition("h264"), renditionId: encodingId }]);
  const form = new FormEndpoint(services);
  const mount = { app: buildTelestreamApp(services), raw: form.handle.bind(form) };
  server = createServer(toListener(mount, "telestream", engine.log));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await running.close();
});

/** The bytes as they are, and the answer's status and JSON. */
async function replay(head: string, body: Uint8Array | string = ""): Promise<[number, unknown]> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const chunks: Buffer[] = [];
  const answered = new Promise<void>((resolve, reject) => {
    socket
      .on("data", (chunk) => chunks.push(chunk))
      .once("end", resolve)
      .once("error", reject);
  });
  const [line, ...headers] = head.split("\r\n");
  socket.write([line, "Host: 127.0.0.1:8099", ...headers, "", ""].join("\r\n"));
  socket.write(body);
  await answered;
  const [answerHead = "", ...rest] = Buffer.concat(chunks).toString("utf8").split("\r\n\r\n");
  const text = rest.join("\r\n\r\n");
  return [
    Number(answerHead.split(" ")[1]),
    JSON.parse(text.slice(text.search(/[[{]/), text.search(/[\]}][^\]}]*$/) + 1)),
  ];
}

const F = factoryId;
const query: readonly (readonly [string, string, string, number, unknown])[] = [
  [
    "factories.all()",
    "GET",
    "/v3.0/factories.json?access_key=acck&signature=rOvvA4TDJkAhhMgVrsxkGs5e0XJ%2FUxNGsi9WYlwfOT4%3D&timestamp=2026-11-21T00%3A20%3A18.572213%2B00%3A00",
    200,
    expect.arrayContaining([expect.objectContaining({ id: F })]),
  ],
  [
    "videos.all(page, per_page, status)",
    "GET",
    `/v3.0/videos.json?access_key=acck&factory_id=${F}&page=2&per_page=20&signature=tjLvmk2dTle9iRYF8R8Fp73hK2mB6BDpC%2B24iJQvb98%3D&status=success&timestamp=2026-11-21T00%3A20%3A18.579438%2B00%3A00`,
    200,
    [],
  ],
  [
    "videos.create(source_url)",
    "POST",
    `/v3.0/videos.json?access_key=acck&factory_id=${F}&payload=a%2Bb%26c%3Dd%2F%C3%A9~&profiles=h264%2Cwebm&signature=iWSDJbNckd3Ad68VbNh6idvIbu%2F5IjiE34tPxSyq2X8%3D&source_url=http%3A%2F%2Ffiles.com%2Fmy%20video.mp4&timestamp=2026-11-21T00%3A20%3A18.581194%2B00%3A00`,
    200,
    { status: "processing", source_url: "http://files.com/my video.mp4", payload: "a+b&c=d/é~" },
  ],
  [
    "encodings.create(video_id, profile_name)",
    "POST",
    `/v3.0/encodings.json?access_key=acck&factory_id=${F}&profile_name=h264&signature=7Csf49XS3zatb1JHAXgJzzjLxMjbaaxR2XlKESEyFJQ%3D&timestamp=2026-11-21T00%3A20%3A18.596219%2B00%3A00&video_id=${videoId}`,
    200,
    { video_id: videoId, profile_name: "h264", status: "processing" },
  ],
  [
    "encoding.cancel()",
    "POST",
    `/v3.0/encodings/${encodingId}/cancel.json?access_key=acck&factory_id=${F}&signature=gne%2BW1S10gr%2Bqi3U2OMp%2FaK4tw%2BLfodb4OZFMH0tIhc%3D&timestamp=2026-11-21T00%3A20%3A18.599965%2B00%3A00`,
    200,
    { canceled: true },
  ],
  [
    "encoding.retry()",
    "POST",
    `/v3.0/encodings/${encodingId}/retry.json?access_key=acck&factory_id=${F}&signature=uPhDBhO7SrumwkH041zeM0ONmbbzVuuZdnI2Yrg2ZeU%3D&timestamp=2026-11-21T00%3A20%3A18.601459%2B00%3A00`,
    200,
    { retried: true },
  ],
  [
    "get_notifications()",
    "GET",
    `/v3.0/notifications.json?access_key=acck&factory_id=${F}&signature=T8KHc8eern1VhPhrQ7MUSyztVUZ%2F5bewmCuidmzZec0%3D&timestamp=2026-11-21T00%3A20%3A18.607883%2B00%3A00`,
    200,
    { url: null, delay: 10 },
  ],
  [
    "update_notifications()",
    "PUT",
    `/v3.0/notifications.json?access_key=acck&delay=13&events%5Bencoding_completed%5D=false&events%5Bencoding_progress%5D=false&events%5Bvideo_created%5D=false&events%5Bvideo_encoded%5D=true&factory_id=${F}&send_video_payload=true&signature=KX3yvdmWtEeNOFrUy1t2nalYyaBGJcnJCpR%2BvldiLfo%3D&timestamp=2026-11-21T00%3A20%3A18.609022%2B00%3A00&url=http%3A%2F%2F127.0.0.1%3A9%2Fn%3Fx%3D1`,
    200,
    { url: "http://127.0.0.1:9/n?x=1", delay: 13, send_video_payload: true, events: { video_encoded: true } },
  ],
  [
    "profiles.create(preset_name, name, fps)",
    "POST",
    `/v3.0/profiles.json?access_key=acck&factory_id=${F}&fps=45&name=h264_1&preset_name=h264&signature=yIkWg85ok%2FFLrO7bmj80FYAN03K1oHzeyAzSxVFdGr4%3D&timestamp=2026-11-21T00%3A20%3A18.610356%2B00%3A00`,
    200,
    { name: "h264_1", fps: 45, preset_name: "h264" },
  ],
  [
    "profile.save()",
    "PUT",
    `/v3.0/profiles/${profileId}.json?access_key=acck&factory_id=${F}&fps=60&name=new_name&signature=B4aDoHu6z4KqsoLod0ibHrSe%2BpVL8C490jsqvpE%2FJr0%3D&timestamp=2026-11-21T00%3A20%3A18.663581%2B00%3A00`,
    200,
    { id: profileId, name: "new_name", fps: 60 },
  ],
  [
    "factories.create(name)",
    "POST",
    "/v3.0/factories.json?access_key=acck&name=x&signature=ZcXMBw0qlhlIqvfbXbJkOs2S1fPI9A9j44ic8Ea%2FpaI%3D&timestamp=2026-11-21T00%3A20%3A18.740767%2B00%3A00",
    200,
    { name: "x" },
  ],
];

test.each(query)(
  "Python 1.1.2 %s is answered as documented",
  async (_what, method, target, status, answer) => {
    const length = method === "GET" ? "" : "\r\nContent-Length: 0";
    const [answered, body] = await replay(`${method} ${target} HTTP/1.1\r\n${python}${length}`);
    expect(answered).toBe(status);
    if (Array.isArray(answer) || answer === query[0]?.[4]) expect(body).toEqual(answer);
    else expect(body).toMatchObject(answer as object);
  },
);

test("Python 1.1.2 videos.create(file): parameters in the query, the file alone in the body", async () => {
  const boundary = "36588ad256feb58449734a77bbac7cea";
  const body = Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="movie.mp4"\r\n\r\n`),
    Buffer.alloc(100_000, 7),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const target = `/v3.0/videos.json?access_key=acck&factory_id=${F}&profiles=h264&signature=ntaOhsg0MQYYsv5QZ1Y4741VlBmsbCLNLyMrO2mqXyk%3D&timestamp=2026-11-21T00%3A20%3A18.583149%2B00%3A00`;
  const head = `POST ${target} HTTP/1.1\r\n${python}\r\nContent-Length: ${body.length}\r\nContent-Type: multipart/form-data; boundary=${boundary}`;
  const [status, video] = await replay(head, body);
  expect(status).toBe(200);
  expect(video).toMatchObject({ status: "processing", original_filename: "movie.mp4" });
});

test("Ruby 1.1.0 videos.create(source_url): everything in a form", async () => {
  const body = `access_key=acck&factory_id=${F}&payload=a%2Bb~%2F%C3%A9&profiles=h264%2Cwebm&signature=I44J3Cy6mZEwZupFvbA3xPGmYheYxEJh4RR0foj3fnw%3D&source_url=http%3A%2F%2Ffiles.com%2Fmy+video.mp4&timestamp=2026-11-21T00%3A22%3A15.182102Z`;
  const head = `POST /v3.0/videos.json HTTP/1.1\r\nUser-Agent: Faraday v1.1.0\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}`;
  const [status, video] = await replay(head, body);
  expect(status).toBe(200);
  expect(video).toMatchObject({ payload: "a+b~/é", source_url: "http://files.com/my video.mp4" });
});

test("panda.php's settings: multipart fields in its order, brackets escaped in what is signed", async () => {
  const pairs: Pair[] = [
    ["url", "http://127.0.0.1:9/php"],
    ["events[video_encoded]", "true"],
    ["factory_id", F],
    ["access_key", "acck"],
    ["timestamp", "2026-11-21T00:24:48+00:00"],
  ];
  const variant = { brackets: "escaped", space: "%20" } as const;
  const signature = signText("seck", stringToSign("PUT", "127.0.0.1", "/notifications.json", pairs, variant));
  const boundary = "----PandaPhp";
  const fields = [...pairs, ["signature", signature] as const].map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const body = `${fields.join("")}--${boundary}--\r\n`;
  const head = `PUT /v3.0/notifications.json HTTP/1.1\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${body.length}`;
  const [status, settings] = await replay(head, body);
  expect(status).toBe(200);
  expect(settings).toMatchObject({ url: "http://127.0.0.1:9/php", events: { video_encoded: true } });
});

test("a captured POST that comes again is a replay", async () => {
  const [, method, target] = query[10] ?? ["", "", ""];
  const [status, body] = await replay(`${method} ${target} HTTP/1.1\r\n${python}\r\nContent-Length: 0`);
  expect([status, body]).toEqual([401, { error: "NotAuthorized", message: "Signatures expired" }]);
});
