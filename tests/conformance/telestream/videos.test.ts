import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { wireEncoding, wireVideo } from "#lib/providers/telestream/wire.ts";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";
import { createByForm, formFile, readAnswer, sign, signedUrl } from "#tests/support/telestream-forms.ts";
import { until } from "#tests/support/until.ts";

let engine: TelestreamEngine;
let file: Buffer<ArrayBuffer>;
beforeAll(async () => {
  engine = await startTelestreamEngine();
  file = await formFile();
});
afterAll(() => engine.started.close());

const getVideo = async (videoId: string) =>
  readAnswer(wireVideo, await engine.send("GET", `/videos/${videoId}.json`));
const imported = (videoId: string) =>
  until("the import to end", async () => {
    const video = await getVideo(videoId);
    return video.status !== "processing" && video;
  });
const encoded = (videoId: string) =>
  until(
    "all encodings to end",
    async () => {
      const answer = await engine.send("GET", `/videos/${videoId}/encodings.json`);
      const encodings = await readAnswer(z.array(wireEncoding), answer);
      return encodings.length > 0 && encodings.every(({ status }) => status !== "processing") && encodings;
    },
    { withinMs: 50_000 },
  );

describe("videos and encodings", () => {
  test("a file in one request becomes a video with encodings, whose files play and download", async () => {
    const created = await createByForm(
      engine,
      { profiles: "h264,hls.240p,hls", payload: "é~*'!/+" },
      "my film.mp4",
    );
    expect(created).toMatchObject({
      status: "processing",
      original_filename: "my film.mp4",
      payload: "é~*'!/+",
    });
    const video = await imported(created.id);
    expect(video).toMatchObject({
      status: "success",
      duration: expect.closeTo(2000, -2),
      width: 320,
      height: 180,
      video_codec: "h264",
      audio_codec: "aac",
      file_size: file.length,
    });
    for (const name of ["duration", "video_bitrate", "audio_bitrate", "audio_sample_rate"] as const) {
      expect(Number.isInteger(video[name]), name).toBe(true);
    }
    const encodings = await encoded(created.id);
    expect(encodings.map(({ profile_name, status }) => [profile_name, status]).sort()).toEqual([
      ["h264", "success"],
      ["hls", "success"],
      ["hls.240p", "success"],
    ]);
    const base = `${engine.baseUrl}/files/${engine.factoryId}/`;
    for (const encoding of encodings) {
      expect(encoding.encoding_progress).toBe(100);
      for (const name of encoding.files ?? []) expect((await fetch(base + name)).status).toBe(200);
    }
    const source = await fetch(`${base}${video.path}${video.extname}`);
    expect(Buffer.from(await source.arrayBuffer()).equals(file)).toBe(true);
    const some = await fetch(`${base}${video.path}${video.extname}`, { headers: { range: "bytes=100-199" } });
    expect([some.status, (await some.arrayBuffer()).byteLength]).toEqual([206, 100]);
  });

  test("Ruby's form has the file first and what signs it after", async () => {
    const signed = sign(engine, "POST", "/videos.json", { profiles: "none" });
    const send = (fields: Record<string, string>) => {
      const form = new FormData();
      form.set("file", new File([file], "movie.mp4"));
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      return fetch(`${engine.baseUrl}/v3.0/videos.json`, { method: "POST", body: form });
    };
    expect((await send({ ...signed, profiles: "h264" })).status).toBe(401);
    expect((await send(signed)).status).toBe(200);
  });

  test("by URL it is fetched by a job; an address inside is refused there", async () => {
    const own = await createByForm(engine, { profiles: "none" });
    await imported(own.id);
    const sourceUrl = `${engine.baseUrl}/files/${engine.factoryId}/${own.path}.mp4`;
    const given = { source_url: sourceUrl, profiles: "none" };
    const created = await readAnswer(
      wireVideo,
      await engine.send("POST", "/videos.json", given, { via: "form" }),
    );
    expect(created).toMatchObject({ status: "processing", source_url: sourceUrl });
    expect(await imported(created.id)).toMatchObject({ status: "success", file_size: file.length });
    const inside = { source_url: "http://127.0.0.1:9/secret.mp4", profiles: "none" };
    const refused = await readAnswer(wireVideo, await engine.send("POST", "/videos.json", inside));
    expect(await imported(refused.id)).toMatchObject({ status: "fail", error_class: "DownloadFailed" });
  });

  test("what is no media fails as the document names it", async () => {
    const form = new FormData();
    form.set("file", new File(["not a film"], "movie.mp4"));
    const url = signedUrl(engine, "POST", "/videos.json", { profiles: "h264" });
    const created = await readAnswer(wireVideo, await fetch(url, { method: "POST", body: form }));
    expect(await imported(created.id)).toMatchObject({ status: "fail", error_class: "FormatNotRecognised" });
    const [encoding] = await encoded(created.id);
    expect(encoding).toMatchObject({ status: "fail", error_class: "VideoStatusInvalid" });
  });

  test.each([
    ["nothing to take", { profiles: "none" }, 400, "NoFileSubmitted", "No file was submitted"],
    [
      "a URL that is none",
      { source_url: "ftp://x/a.mp4" },
      400,
      "BadRequest",
      "source_url must be an http or https URL",
    ],
    [
      "an unknown profile",
      { source_url: "http://x.invalid/a.mp4", profiles: "nope" },
      404,
      "RecordNotFound",
      "Couldn't find Profile with ID=nope",
    ],
  ])("a new video with %s is refused", async (_what, parameters, status, error, message) => {
    const answer = await engine.send("POST", "/videos.json", parameters);
    expect([answer.status, await answer.json()]).toEqual([status, { error, message }]);
  });

  test("lists page, filter, and wrap themselves when asked to", async () => {
    const all = await readAnswer(z.array(wireVideo), await engine.send("GET", "/videos.json"));
    const second = await engine.send("GET", "/videos.json", { page: "2", per_page: "1" });
    expect((await readAnswer(z.array(wireVideo), second)).map(({ id }) => id)).toEqual([all[1]?.id]);
    const failed = await readAnswer(
      z.array(wireVideo),
      await engine.send("GET", "/videos.json", { status: "fail" }),
    );
    expect(failed.map(({ status }) => status)).toEqual(
      all.filter((one) => one.status === "fail").map(() => "fail"),
    );
    const root = await engine.send("GET", "/videos.json", { include_root: "true", per_page: "1" });
    expect(await root.json()).toMatchObject({
      page: 1,
      per_page: 1,
      total: all.length,
      videos: [{ id: all[0]?.id }],
    });
  });

  test("a page of videos shows of each its own encodings, in the order they were asked for", async () => {
    await imported((await createByForm(engine, { profiles: "h264,webm" })).id);
    await imported((await createByForm(engine, { profiles: "none" })).id);
    const page = await readAnswer(z.array(wireVideo), await engine.send("GET", "/videos.json"));
    const shown = page.map(({ reelyard }) => reelyard?.encodings.map(({ id }) => id));
    expect(shown.slice(0, 2).map((ids) => ids?.length)).toEqual([0, 2]);
    for (const [place, { id }] of page.entries()) {
      const answer = await engine.send("GET", `/videos/${id}/encodings.json`);
      const newestFirst = await readAnswer(z.array(wireEncoding), answer);
      expect(shown[place]).toEqual(newestFirst.map((encoding) => encoding.id).reverse());
    }
  });

  test("an encoding is added by profile, cancelled or finished, retried, and deleted", async () => {
    const video = await createByForm(engine, { profiles: "none" });
    await imported(video.id);
    const given = { video_id: video.id, profile_name: "webm" };
    const made = await readAnswer(wireEncoding, await engine.send("POST", "/encodings.json", given));
    expect(made).toMatchObject({
      status: "processing",
      encoding_progress: 0,
      files: [],
      profile_name: "webm",
    });
    expect(made.started_encoding_at).toBeUndefined();
    const path = `/encodings/${made.id}`;
    expect(await (await engine.send("POST", `${path}/cancel.json`)).json()).toEqual({ canceled: true });
    expect(await readAnswer(wireEncoding, await engine.send("GET", `${path}.json`))).toMatchObject({
      status: "fail",
    });
    expect((await engine.send("POST", `${path}/cancel.json`)).status).toBe(400);
    expect(await (await engine.send("POST", `${path}/retry.json`)).json()).toEqual({ retried: true });
    const [done] = await encoded(video.id);
    expect(done).toMatchObject({ id: made.id, status: "success" });
    expect(done?.error_class).toBeUndefined();
    expect((await engine.send("POST", `${path}/retry.json`)).status).toBe(400);
    expect(await (await engine.send("DELETE", `${path}.json`)).json()).toEqual({ deleted: true });
    expect((await engine.send("GET", `${path}.json`)).status).toBe(404);
  });

  test("deleting the source leaves the video; deleting the video leaves nothing", async () => {
    const created = await createByForm(engine, { profiles: "h264" });
    const [encoding] = await encoded(created.id);
    const base = `${engine.baseUrl}/files/${engine.factoryId}/`;
    const path = `/videos/${created.id}`;
    expect(await (await engine.send("DELETE", `${path}/source.json`)).json()).toEqual({ deleted: true });
    expect((await fetch(`${base}${created.path}.mp4`)).status).toBe(404);
    expect((await fetch(base + encoding?.files?.[0])).status).toBe(200);
    expect(await (await engine.send("DELETE", `${path}.json`)).json()).toEqual({ deleted: true });
    expect((await fetch(base + encoding?.files?.[0])).status).toBe(404);
    expect((await engine.send("GET", `${path}.json`)).status).toBe(404);
    expect((await engine.send("DELETE", `${path}.json`)).status).toBe(404);
  });

  test("metadata is a flat object", async () => {
    const created = await createByForm(engine, { profiles: "none" });
    await imported(created.id);
    const metadata = await (await engine.send("GET", `/videos/${created.id}/metadata.json`)).json();
    expect(metadata).toMatchObject({
      image_width: 320,
      image_height: 180,
      duration: expect.stringMatching(/^2\.\d\d s$/),
    });
  });
});
