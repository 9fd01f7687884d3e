import { openAsBlob } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TelestreamClient, telestreamClient } from "#lib/providers/telestream/client.ts";
import { clip } from "#tests/support/clips.ts";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";
import { until } from "#tests/support/until.ts";

let engine: TelestreamEngine;
let client: TelestreamClient;
beforeAll(async () => {
  engine = await startTelestreamEngine();
  client = telestreamClient(engine.account);
});
afterAll(async () => {
  await engine.started.close();
});

test("a factory is made, changed and read", async () => {
  const made = await client.factories.create({ name: "Second", s3_videos_bucket: "bucket" });
  await client.factories.update(made.id, { name: "Renamed", upload_original_video: false });
  expect(await client.factories.get(made.id)).toMatchObject({
    name: "Renamed",
    s3_videos_bucket: "bucket",
    upload_original_video: false,
  });
  expect((await client.factories.list()).map(({ id }) => id)).toContain(made.id);
});

test("a profile is made from a preset, changed, read by its name with every setting, and removed", async () => {
  const { id } = await client.profiles.create(engine.factoryId, {
    preset_name: "h264",
    name: "mine",
    width: 320,
    upscale: false,
  });
  await client.profiles.update(engine.factoryId, "mine", { title: "Mine & ours", fps: 12.5 });
  expect(await client.profiles.get(engine.factoryId, "mine")).toMatchObject({
    id,
    title: "Mine & ours",
    width: 320,
    upscale: false,
    fps: 12.5,
    aspect_mode: "letterbox",
  });
  await client.profiles.remove(engine.factoryId, id);
  const names = (await client.profiles.list(engine.factoryId)).map(({ name }) => name);
  expect(names).not.toContain("mine");
  await expect(client.profiles.get(engine.factoryId, id)).rejects.toMatchObject({ kind: "not_found" });
});

describe("a video", () => {
  let videoId: string;
  beforeAll(async () => {
    const parameters = client.signedParams?.("POST", "/videos.json", {
      factory_id: engine.factoryId,
      profiles: "none",
    });
    const form = new FormData();
    for (const [name, value] of Object.entries(parameters ?? {})) form.append(name, value);
    form.append("file", await openAsBlob(await clip("plain")), "clip.mp4");
    const sent = await fetch(`${engine.baseUrl}/v3.0/videos.json`, { method: "POST", body: form });
    videoId = ((await sent.json()) as { id: string }).id;
    await until("the source to be read", async () => {
      return (await client.videos.get(engine.factoryId, videoId)).status === "success";
    });
  }, 60_000);

  test("tells what its file says, and is made again with a profile by its name", async () => {
    expect(await client.videos.metadata(engine.factoryId, videoId)).toMatchObject({ mime_type: "video/mp4" });
    const made = await client.encodings.create(engine.factoryId, { video_id: videoId, profile_name: "h264" });
    const listed = await client.encodings.page(engine.factoryId, { video_id: videoId });
    expect(listed.map(({ id }) => id)).toEqual([made.id]);
    expect(await client.encodings.get(engine.factoryId, made.id)).toMatchObject({
      profile_name: "h264",
      video_id: videoId,
    });
    expect(await client.encodings.video(engine.factoryId, made)).toMatchObject({ id: videoId });
    expect(await client.encodings.profile(engine.factoryId, made)).toMatchObject({ name: "h264" });
    const ofProfile = await client.profiles.encodings(engine.factoryId, "h264");
    expect(ofProfile.map(({ id }) => id)).toContain(made.id);
  });

  test("is counted where it is listed", async () => {
    const query = { factory_id: engine.factoryId, page: 1, per_page: 1, status: "success" } as const;
    const [whole, bare] = await Promise.all([client.videos.pageWithTotal(query), client.videos.page(query)]);
    expect(whole).toMatchObject({ page: 1, per_page: 1, total: 1 });
    // Its pictures may be stored between the two answers.
    expect(whole.videos.map(({ id }) => id)).toEqual(bare.map(({ id }) => id));
  });

  test("is found by a call of one's own, signed here and sent by anybody", async () => {
    const raw = await client.raw("GET", `/videos/${videoId}.json`, { factory_id: engine.factoryId });
    expect(raw).toMatchObject({ id: videoId });
    const signed = client.sign?.("GET", "/videos.json", { factory_id: engine.factoryId, page: "1" });
    expect(signed?.url).toBe(`${engine.baseUrl}/v3.0/videos.json`);
    expect(JSON.stringify(signed)).not.toContain(engine.account.fields.secretKey);
    const answer = await fetch(`${signed?.url}?${new URLSearchParams(signed?.parameters)}`);
    expect(((await answer.json()) as { id: string }[]).map(({ id }) => id)).toContain(videoId);
  });
});

test("a signature is good for five minutes, thirty where a video is made", () => {
  const at = new Date("2026-11-26T11:00:00Z");
  const still = telestreamClient(engine.account, () => at);
  const minutes = (method: string, path: string) =>
    ((still.sign?.(method, path).expiresAtMs ?? 0) - at.getTime()) / 60_000;
  expect(minutes("GET", "/videos.json")).toBe(5);
  expect(minutes("post", "/videos.json")).toBe(30);
  expect(minutes("POST", "/encodings.json")).toBe(5);
});

test("an account with an API key alone signs nothing", () => {
  const key = telestreamClient({ ...engine.account, fields: { apiKey: "key" } });
  expect(key.generation).toBe("v3.1");
  expect(key.sign).toBeUndefined();
  expect(key.signedParams).toBeUndefined();
});
