import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { defaultUploadLimits } from "#lib/engine/uploads/upload-limits.ts";
import { ziggeoClient } from "#lib/providers/ziggeo/client.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { type FaultServer, json, startFaultServer } from "#tests/support/fault-server.ts";
import { TestClock } from "#tests/support/telestream-engine.ts";
import { until } from "#tests/support/until.ts";
import { type SdkVideo, ZiggeoWitness } from "#tests/support/ziggeo-sdk.ts";

const clock = new TestClock();
const dayMs = 24 * 3600_000;
let receiver: FaultServer;
let running: TestEngine;
let witness: ZiggeoWitness;
let plain: string;

const start = (dataDir?: string) =>
  startTestEngine({
    clock,
    ...(dataDir !== undefined && { dataDir }),
    allowPrivateUrls: [`127.0.0.1:${receiver.port}`],
    uploads: { ...defaultUploadLimits, sweepEveryMs: 200 },
  });

beforeAll(async () => {
  receiver = await startFaultServer();
  running = await start();
  witness = new ZiggeoWitness(running.credentials.ziggeo);
  plain = await clip("plain");
}, 60_000);
afterAll(async () => {
  await running.close();
  await receiver.close();
});

const call = (method: string, ...given: unknown[]) => witness.call("Videos", method, ...given);
const isGone = (token: string) =>
  call("get", token).then(
    () => false,
    (error: { status: number }) => error.status === 404,
  );
async function storedFiles(): Promise<string[]> {
  const entries = await readdir(path.join(running.dataDir, "engine", "media"), {
    recursive: true,
    withFileTypes: true,
  });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** Two seconds long, each of them. */
describe("durations", () => {
  test("a video shorter than it must be fails and says why", async () => {
    expect(await witness.upload(plain, { min_duration: 3 })).toMatchObject({
      state_string: "FAILED",
      reelyard: { error: expect.stringContaining("shorter than the 3 seconds") },
    });
  });

  test("a longer one is cut for players; its original stays whole", async () => {
    const video = await witness.upload(plain, { min_duration: 1, max_duration: 1 });
    expect(video).toMatchObject({ state_string: "READY" });
    expect(video.original_stream?.duration).toBeGreaterThan(1.9);
    expect(video.default_stream?.duration).toBeLessThan(1.2);
  });

  test("or refused, where that is wanted", async () => {
    const given = { max_duration: 1, enforce_duration: true };
    expect(await witness.upload(plain, given)).toMatchObject({
      state_string: "FAILED",
      reelyard: { error: expect.stringContaining("longer than the 1 seconds") },
    });
  });
});

describe("what goes by itself", () => {
  test("an expired video is gone on time, and its files soon after; with it goes nothing else", async () => {
    const kept = await witness.upload(plain, { expiration_days: 30 });
    const before = (await storedFiles()).length;
    const doomed = await witness.upload(plain, { expiration_days: 3, key: "doomed" });
    expect((await storedFiles()).length).toBeGreaterThan(before);
    clock.turn(3 * dayMs - 60_000);
    expect(await isGone(doomed.token)).toBe(false);
    clock.turn(61_000);
    expect(await isGone(doomed.token)).toBe(true);
    expect(await isGone("_doomed")).toBe(true);
    expect((await witness.videos({ states: "all" })).map(({ token }) => token)).not.toContain(doomed.token);
    await until("its files are gone", async () => (await storedFiles()).length === before);
    expect(await isGone(kept.token)).toBe(false);
  });

  test("taking the expiry away keeps it", async () => {
    const { token } = await witness.video("create", { expiration_days: 1 });
    await call("update", token, { expiration_days: 0 });
    clock.turn(2 * dayMs);
    expect(await isGone(token)).toBe(false);
  });

  test("volatile ones go when they stay empty, and stay when they do not", async () => {
    const filled = await witness.upload(plain, { volatile: true });
    const steady = await witness.video("create", { volatile: false });
    const empty = await witness.video("create", { volatile: true });
    const token = z
      .object({ token: z.string() })
      .parse(await witness.call("Authtokens", "create", { volatile: true }));
    clock.turn(3600_000 + 1_000);
    await until("the empty one is gone", () => isGone(empty.token));
    await until("the token is gone", () =>
      witness.call("Authtokens", "get", token.token).then(
        () => false,
        (error: { status: number }) => error.status === 404,
      ),
    );
    expect([await isGone(filled.token), await isGone(steady.token)]).toEqual([false, false]);
  });

  test("a file that was sent and never confirmed goes after a day", async () => {
    const before = (await storedFiles()).length;
    const begun = await client().videos.beginUpload({ video_type: "mp4" });
    const form = new FormData();
    for (const [name, value] of Object.entries(begun.url_data.fields)) form.append(name, value);
    form.append("file", new Blob(["x".repeat(1000)]), "x.mp4");
    expect((await fetch(begun.url_data.url, { method: "POST", body: form })).status).toBe(204);
    expect(await storedFiles()).toHaveLength(before + 1);
    clock.turn(dayMs + 1_000);
    await until("the file is gone", async () => (await storedFiles()).length === before);
  });
});

function client() {
  const { baseUrl, ...fields } = running.credentials.ziggeo;
  return ziggeoClient({ provider: "ziggeo", baseUrl, fields, isLocal: true });
}

describe("webhooks", () => {
  const bodies = () => receiver.requests.map(({ body }) => body);
  const events = () =>
    bodies().flatMap((body) => {
      const message: { event_type?: string } = JSON.parse(body);
      return message.event_type ?? [];
    });
  const hook = (pathname: string, encoding: string, wanted = "") =>
    witness.call("Webhooks", "create", {
      target_url: `${receiver.baseUrl}${pathname}`,
      encoding,
      events: wanted,
    });
  const remove = (pathname: string) =>
    witness.call("Webhooks", "destroy", { target_url: `${receiver.baseUrl}${pathname}` });

  test("are silent until the code is shown, then tell what happens to a video", async () => {
    receiver.script(json(200, { ok: true }));
    const webhookId = String(await hook("/hook", "jsonheader"));
    expect(webhookId).toMatch(/^\d+$/);
    const code = await until("the code", () => {
      const message = bodies().find((body) => body.includes("validation_code"));
      return message && JSON.parse(message);
    });
    expect(JSON.parse(bodies()[0] ?? "")).toEqual({ ziggeo_validation: true, message: expect.any(String) });
    expect(code).toEqual({
      ziggeo_validation: true,
      validation_code: expect.stringMatching(/^\d{6}$/),
      webhook_id: webhookId,
    });
    await call("create", {});
    const confirm = (validation_code: string) =>
      witness.call("Webhooks", "confirm", { webhook_id: webhookId, validation_code });
    await expect(confirm("000000")).rejects.toMatchObject({ status: 400 });
    await expect(
      witness.call("Webhooks", "confirm", { webhook_id: "1", validation_code: code.validation_code }),
    ).rejects.toMatchObject({ status: 404 });
    await confirm(code.validation_code);
    expect(events()).toEqual([]);

    const video = await witness.upload(plain, { title: "Řeka" });
    await call("update", video.token, { approved: true });
    await call("update", video.token, { approved: false });
    await call("destroy", video.token);
    await until("all of it is told", () => events().includes("video_delete"));
    expect(events().sort()).toEqual(
      [
        "video_create",
        "video_ready",
        "video_streams_ready",
        "video_approve",
        "video_reject",
        "video_delete",
      ].sort(),
    );
    const deleted = JSON.parse(bodies().find((body) => body.includes("video_delete")) ?? "");
    expect(deleted).toMatchObject({
      event_type: "video_delete",
      data: { event_origin: "api", video: { token: video.token, title: "Řeka", state_string: "READY" } },
    });
    expect(receiver.requests.at(-1)?.headers["content-type"]).toBe("application/json");
    expect(bodies().every((body) => /^[\x20-\x7e]*$/.test(body))).toBe(true);
    expect(await remove("/hook")).toBe("null");
    await expect(remove("/hook")).rejects.toMatchObject({ status: 404 });
  });

  test("an answer with the code is a confirmation; only what was asked for is told, as a form", async () => {
    receiver.script((req, res) => {
      const { body = "" } = receiver.requests.at(-1) ?? {};
      res.end(`thanks for ${new URLSearchParams(body).get("validation_code")} ${req.method}`);
    });
    await hook("/form", "form", "video_failed,video_delete");
    await until("the code was answered", () => bodies().some((body) => body.includes("validation_code")));
    const failed = await until("it is told of a failure", async () => {
      const { token } = await witness.upload(path.resolve("package.json"), { tags: "a,b" });
      const message = bodies().find((body) => body.includes("video_failed"));
      return message !== undefined && { token, message };
    });
    const form = new URLSearchParams(failed.message);
    expect(form.get("event_type")).toBe("video_failed");
    expect(form.get("data[video][state_string]")).toBe("FAILED");
    expect(form.get("data[video][tags][1]")).toBe("b");
    expect(bodies().some((body) => body.includes("video_create"))).toBe(false);
    await remove("/form");
  });

  test("as JSON that does not say so, the push of a stream is told with where it went", async () => {
    receiver.script((req, res) => res.end(receiver.requests.at(-1)?.body ?? req.method));
    await hook("/plain", "json", "video_stream_push_success");
    await until("the code was answered", () => bodies().some((body) => body.includes("validation_code")));
    const service = await client().pushes?.addService({
      title: "Archiv č",
      type: "put",
      url: `${receiver.baseUrl}/archive`,
    });
    const video = await witness.upload(plain);
    const streamToken = video.original_stream?.token;
    // The engine takes the code as shown a moment after we have answered: until then nothing is told.
    const told = await until("it is told", async () => {
      await witness.call("Streams", "push_to_service", video.token, streamToken, {
        pushservicetoken: service?.token,
      });
      return receiver.requests.find(({ body }) => body.includes('"event_type":"video_stream_push_success"'));
    });
    expect(told.headers["content-type"]).toBe("text/plain");
    expect(told.body).toMatch(/^[\x20-\x7e]*$/);
    expect(JSON.parse(told.body).data).toMatchObject({
      video: { token: video.token },
      stream: { token: streamToken },
      push: { title: "Archiv č", type: "ApiHttpPutPush", auto_push: false },
    });
    await remove("/plain");
  });

  test.each([
    { target_url: "ftp://example.com/", encoding: "json" },
    { target_url: "nowhere", encoding: "json" },
    { target_url: "https://example.com/", encoding: "xml" },
  ])("%o is refused", async (given) => {
    await expect(witness.call("Webhooks", "create", given)).rejects.toMatchObject({ status: 400 });
  });
});

describe("pushing to a service", () => {
  const push = z.looseObject({ token: z.string(), state: z.string() });
  let video: SdkVideo;
  beforeAll(async () => {
    video = await witness.upload(plain);
  });
  const settled = async (video: string, token: string) =>
    until("the push has ended", async () => {
      const found = (await client().pushes?.list(video))?.find((each) => each.token === token);
      return found && found.state !== "pending" && found;
    });

  test("PUTs the stream where it is told, and records it; a moment's trouble is tried again", async () => {
    const pushes = client().pushes;
    const service = await pushes?.addService({
      title: "Archiv",
      type: "put",
      url: `${receiver.baseUrl}/archive?quiet=1`,
      authorization: "Bearer very-secret",
    });
    expect(JSON.stringify(await pushes?.listServices())).not.toContain("very-secret");
    receiver.script(json(503, {}), json(201, {}));
    const begun = push.parse(
      await call("push_to_service", video.token, { pushservicetoken: service?.token }),
    );
    expect(begun).toMatchObject({ state: "pending", title: "Archiv", type: "ApiHttpPutPush" });
    const done = await settled(video.token, begun.token);
    const name = `${video.token}-${video.default_stream?.token}.mp4`;
    expect(done).toMatchObject({
      state: "success",
      status: 201,
      attempts: 2,
      location: `${receiver.baseUrl}/archive/${name}`,
    });
    expect(receiver.requests[1]).toMatchObject({
      method: "PUT",
      url: `/archive/${name}?quiet=1`,
      headers: {
        authorization: "Bearer very-secret",
        "content-length": String(video.default_stream?.video_size),
        "content-type": "video/mp4",
      },
    });
    await pushes?.removeService(service?.token ?? "");
    await expect(
      call("push_to_service", video.token, { pushservicetoken: service?.token }),
    ).rejects.toMatchObject({ status: 404 });
  });

  test("puts a stream into an S3 bucket, signed; a refusal is recorded and not repeated", async () => {
    const service = await client().pushes?.addService({
      title: "Bucket",
      type: "s3",
      endpoint: receiver.baseUrl,
      bucket: "videos",
      region: "eu-west-1",
      prefix: "from ziggeo/",
      access_key_id: "AKIDEXAMPLE",
      secret_access_key: "very-secret",
    });
    receiver.script(json(200, {}), json(403, {}));
    const stream = video.original_stream?.token ?? "";
    const begin = async () =>
      push.parse(
        await witness.call("Streams", "push_to_service", video.token, stream, {
          pushservicetoken: service?.token,
        }),
      );
    expect(await settled(video.token, (await begin()).token)).toMatchObject({
      state: "success",
      status: 200,
    });
    const [request] = receiver.requests;
    expect(request?.url).toBe(`/videos/from%20ziggeo/${video.token}-${stream}.mp4`);
    expect(request?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/s3\/aws4_request, SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}$/,
    );
    expect(request?.headers["x-amz-content-sha256"]).toBe("UNSIGNED-PAYLOAD");
    expect(await settled(video.token, (await begin()).token)).toMatchObject({
      state: "failed",
      status: 403,
      attempts: 1,
      error: expect.stringContaining("403"),
    });
  });

  test("of an empty video, or to an unknown service, is refused", async () => {
    const { token } = await witness.video("create", {});
    await expect(call("push_to_service", token, { pushservicetoken: "0".repeat(32) })).rejects.toMatchObject({
      status: 404,
    });
    await expect(call("push_to_service", token, {})).rejects.toMatchObject({ status: 400 });
  });

  test("a private address that nobody allowed is not asked", async () => {
    const service = await client().pushes?.addService({
      title: "X",
      type: "put",
      url: "http://127.0.0.1:9/x",
    });
    const begun = await call("push_to_service", video.token, { pushservicetoken: service?.token });
    expect(await settled(video.token, push.parse(begun).token)).toMatchObject({
      state: "failed",
      status: null,
    });
  });
});

test("stopped in the middle it goes on, and what it had made is not made twice", async () => {
  const begun = await Promise.all(
    [1, 2, 3].map((n) => witness.video("create", { file: plain, key: `r${n}` })),
  );
  await running.stop();
  const { dataDir } = running;
  running = await start(dataDir);
  witness = new ZiggeoWitness(running.credentials.ziggeo);
  for (const { token } of begun) {
    const video = await witness.settled(token);
    expect(video).toMatchObject({ state_string: "READY" });
    expect(video.streams).toHaveLength(2);
  }
});

test("when every video is deleted, no file, asset or row of theirs is left", async () => {
  for (;;) {
    const videos = await witness.videos({ states: "all", limit: 100 });
    if (videos.length === 0) break;
    for (const { token } of videos) await call("destroy", token);
  }
  await until("the files are gone", async () => (await storedFiles()).length === 0);
  for (const table of [
    "asset",
    "rendition",
    "ziggeo_video",
    "ziggeo_stream",
    "ziggeo_upload",
    "doomed_file",
  ]) {
    expect(await running.engine.db.query(`SELECT * FROM ${table}`)).toEqual([]);
  }
});
