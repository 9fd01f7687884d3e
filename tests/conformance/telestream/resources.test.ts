import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { buildTelestreamApp } from "#lib/engine/protocols/telestream/app.ts";
import { createServices } from "#lib/engine/protocols/telestream/services.ts";
import { signedParameters } from "#lib/providers/telestream/signature.ts";
import { type WireVideo, wireEncoding, wireFactory, wireVideo } from "#lib/providers/telestream/wire.ts";
import { clip } from "#tests/support/clips.ts";
import { listRoutes, listSupported } from "#tests/support/coverage.ts";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";
import { until } from "#tests/support/until.ts";
import { coverage } from "./coverage.ts";

let engine: TelestreamEngine;
let file: Buffer<ArrayBuffer>;
beforeAll(async () => {
  engine = await startTelestreamEngine();
  file = await readFile(await clip("plain"));
});
afterAll(async () => {
  await engine.started.close();
});

async function read<T>(schema: z.ZodType<T>, answer: Response, status = 200): Promise<T> {
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`${answer.status}: ${text}`);
  return schema.parse(JSON.parse(text));
}

const getVideo = async (videoId: string) =>
  read(wireVideo, await engine.send("GET", `/videos/${videoId}.json`));

/** Python's way: parameters signed in the query, the file alone in the form. */
async function createByForm(parameters: Record<string, string>, name = "movie.mp4"): Promise<WireVideo> {
  const form = new FormData();
  form.set("file", new File([file], name));
  const url = signedUrl("POST", "/videos.json", parameters);
  return read(wireVideo, await fetch(url, { method: "POST", body: form }));
}

function signedUrl(method: string, path: string, parameters: Record<string, string>): string {
  return `${engine.baseUrl}/v3.0${path}?${new URLSearchParams(sign(method, path, parameters))}`;
}

function sign(method: string, path: string, parameters: Record<string, string>): Record<string, string> {
  const { accessKey = "", secretKey = "" } = engine.account.fields;
  return signedParameters(
    { accessKey, secretKey, ...(parameters.factory_id ? {} : { factoryId: engine.factoryId }) },
    { method, host: new URL(engine.baseUrl).host, path, parameters },
    engine.clock.now(),
  );
}

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
      const encodings = await read(z.array(wireEncoding), answer);
      return encodings.length > 0 && encodings.every(({ status }) => status !== "processing") && encodings;
    },
    { withinMs: 50_000 },
  );

describe("factories", () => {
  test("a fresh engine has one, with the document's members", async () => {
    const [factory] = await read(z.array(wireFactory), await engine.send("GET", "/factories.json"));
    expect(factory).toEqual({
      id: engine.factoryId,
      name: "My factory",
      url: `${engine.baseUrl}/files/${engine.factoryId}/`,
      s3_videos_bucket: "",
      s3_private_access: false,
      upload_original_video: true,
      created_at: expect.stringMatching(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \+0000$/),
      updated_at: expect.stringMatching(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \+0000$/),
      reelyard: { max_file_size: 64 * 1024 ** 3 },
    });
  });

  test("are made and changed as Python's save() does it", async () => {
    const made = await read(wireFactory, await engine.send("POST", "/factories.json", { name: "x" }));
    const path = `/factories/${made.id}.json`;
    const changed = await engine.send("PUT", path, { name: "new-name", upload_original_video: "False" });
    expect(await read(wireFactory, changed)).toMatchObject({
      name: "new-name",
      upload_original_video: false,
    });
    expect(await read(wireFactory, await engine.send("GET", path))).toMatchObject({ name: "new-name" });
    const unknown = await engine.send("GET", "/factories/nope.json");
    expect([unknown.status, await unknown.json()]).toEqual([
      404,
      { error: "RecordNotFound", message: "Couldn't find Factory with ID=nope" },
    ]);
  });

  test("keep every documented detail that is saved, but the bucket's keys", async () => {
    const made = await read(wireFactory, await engine.send("POST", "/factories.json", { name: "kept" }));
    const path = `/factories/${made.id}.json`;
    const given = {
      s3_videos_bucket: "b",
      s3_private_access: "True",
      priority: "7",
      aws_secret_key: "s3cr3t",
    };
    const changed = (await (await engine.send("PUT", path, given)).json()) as object;
    expect(changed).toMatchObject({ s3_videos_bucket: "b", s3_private_access: true, priority: 7 });
    expect(JSON.stringify(changed)).not.toContain("s3cr3t");
    expect(await (await engine.send("GET", path)).json()).toMatchObject({ priority: 7, name: "kept" });
    const refused = await engine.send("PUT", path, { priority: "1" });
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { error: "BadRequest", message: "priority must be a number from 2 to 200" },
    ]);
  });

  test("are deleted with their videos and files; the first one is not", async () => {
    const made = await read(wireFactory, await engine.send("POST", "/factories.json", { name: "gone" }));
    const video = await createByForm({ profiles: "none", factory_id: made.id });
    const url = `${engine.baseUrl}/files/${made.id}/${video.path}.mp4`;
    await until("the source", async () => (await fetch(url)).status === 200);
    const answer = await engine.send("DELETE", `/factories/${made.id}.json`);
    expect(await answer.json()).toEqual({ deleted: true });
    expect((await engine.send("GET", `/factories/${made.id}.json`)).status).toBe(404);
    await until("its files to go", async () => (await fetch(url)).status === 404);
    const first = await engine.send("DELETE", `/factories/${engine.factoryId}.json`);
    expect([first.status, await first.json()]).toMatchObject([422, { error: "CannotDelete" }]);
  });

  test("one tenant's factory does not show another's videos", async () => {
    const other = await read(wireFactory, await engine.send("POST", "/factories.json", { name: "other" }));
    const video = await createByForm({ profiles: "none" });
    const elsewhere = await engine.send("GET", `/videos/${video.id}.json`, { factory_id: other.id });
    expect(elsewhere.status).toBe(404);
    const list = await engine.send("GET", "/videos.json", { factory_id: other.id });
    expect(await list.json()).toEqual([]);
  });
});

describe("profiles", () => {
  const path = "/profiles.json";

  test("a fresh factory has h264, h264.hi, webm, three HLS variants and their playlist", async () => {
    const profiles = await read(
      z.array(z.looseObject({ name: z.string(), preset_name: z.string(), title: z.string() })),
      await engine.send("GET", path),
    );
    expect(profiles.map(({ name }) => name)).toEqual([
      "h264",
      "h264.hi",
      "webm",
      "hls.240p",
      "hls.480p",
      "hls.720p",
      "hls",
    ]);
    expect(profiles[0]).toMatchObject({
      title: "H264 (MP4)",
      extname: ".mp4",
      width: 640,
      video_bitrate: 500,
    });
  });

  test("are made from presets, found by a name with dots, changed in part, and deleted", async () => {
    const given = { preset_name: "h264", name: "hls.iphone.400k", fps: "45", category: "desktop" };
    const made = await engine.send("POST", path, given, { via: "form" });
    expect(await made.json()).toMatchObject({ name: "hls.iphone.400k", fps: 45, height: 480 });
    const own = "/profiles/hls.iphone.400k.json";
    expect(await (await engine.send("PUT", own, { fps: "60" })).json()).toMatchObject({
      fps: 60,
      width: 640,
    });
    const taken = await engine.send("POST", path, given);
    expect(taken.status).toBe(400);
    expect(await (await engine.send("DELETE", own)).json()).toEqual({ deleted: true });
    expect((await engine.send("GET", own)).status).toBe(404);
  });

  test("with a command of their own are stored as they came, the README's sample too", async () => {
    const readme = {
      ...{ title: "My custom profile", category: "desktop", extname: "mp4", width: "320", height: "240" },
      command: "ffmpeg -i $input_file$ -f mp4 -b 128k $resolution_and_padding$ -y $output_file",
    };
    const made = (await (await engine.send("POST", path, readme)).json()) as Record<string, unknown>;
    expect(made).toMatchObject({
      ...{ name: "my_custom_profile", title: readme.title, extname: ".mp4", width: 320, category: "desktop" },
      command: readme.command,
    });
    expect(made).not.toHaveProperty("preset_name");
    const own = "/profiles/my_custom_profile.json";
    const command = "ffmpeg -i $input_file$ -vf movie=x $output_file$";
    expect(await (await engine.send("PUT", own, { command })).json()).toMatchObject({
      command,
      reelyard: { command_fault: '"movie=x" is not a filter that commands may use.' },
    });
    expect((await engine.send("DELETE", own)).status).toBe(200);
    const nameless = await engine.send("POST", path, { command: "ffmpeg" });
    expect(await nameless.json()).toEqual({
      error: "BadRequest",
      message: "All required parameters were not supplied: name",
    });
  });

  test("tell what they would run, and which presets there are, to whoever edits them", async () => {
    const sketch = { preset_name: "h264", name: "x", width: "320", height: "240", two_pass: "true" };
    const told = await (await engine.send("POST", "/reelyard/command.json", sketch)).json();
    const { commands, fault } = told as { commands: string[][]; fault: null };
    expect([commands.length, fault]).toEqual([2, null]);
    expect(commands[1]?.slice(0, 5)).toEqual(["ffmpeg", "-f", "mov", "-i", "input"]);
    expect(commands[1]?.at(-1)).toBe("output.mp4");
    expect((await engine.send("GET", "/profiles/x.json")).status).toBe(404);
    const wrong = { name: "x", extname: "mp4", command: "rm -rf /" };
    expect(await (await engine.send("POST", "/reelyard/command.json", wrong)).json()).toEqual({
      commands: [],
      fault: '"rm" is not a program that commands may call.',
    });
    const { presets } = (await (await engine.send("GET", "/reelyard/presets.json")).json()) as {
      presets: { preset_name: string }[];
    };
    expect(presets.map(({ preset_name }) => preset_name)).toContain("hls.variant.playlist");
  });

  test("that the engine cannot make are refused by name", async () => {
    const answer = await engine.send("POST", path, { preset_name: "dnxhd" });
    expect(await answer.json()).toEqual({
      error: "BadRequest",
      message: "preset_name dnxhd is not available",
    });
  });
});

describe("videos and encodings", () => {
  test("a file in one request becomes a video with encodings, whose files play and download", async () => {
    const created = await createByForm({ profiles: "h264,hls.240p,hls", payload: "é~*'!/+" }, "my film.mp4");
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
    const signed = sign("POST", "/videos.json", { profiles: "none" });
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
    const own = await createByForm({ profiles: "none" });
    await imported(own.id);
    const sourceUrl = `${engine.baseUrl}/files/${engine.factoryId}/${own.path}.mp4`;
    const given = { source_url: sourceUrl, profiles: "none" };
    const created = await read(wireVideo, await engine.send("POST", "/videos.json", given, { via: "form" }));
    expect(created).toMatchObject({ status: "processing", source_url: sourceUrl });
    expect(await imported(created.id)).toMatchObject({ status: "success", file_size: file.length });
    const inside = { source_url: "http://127.0.0.1:9/secret.mp4", profiles: "none" };
    const refused = await read(wireVideo, await engine.send("POST", "/videos.json", inside));
    expect(await imported(refused.id)).toMatchObject({ status: "fail", error_class: "DownloadFailed" });
  });

  test("what is no media fails as the document names it", async () => {
    const form = new FormData();
    form.set("file", new File(["not a film"], "movie.mp4"));
    const url = signedUrl("POST", "/videos.json", { profiles: "h264" });
    const created = await read(wireVideo, await fetch(url, { method: "POST", body: form }));
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
    const all = await read(z.array(wireVideo), await engine.send("GET", "/videos.json"));
    const second = await engine.send("GET", "/videos.json", { page: "2", per_page: "1" });
    expect((await read(z.array(wireVideo), second)).map(({ id }) => id)).toEqual([all[1]?.id]);
    const failed = await read(
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
    await imported((await createByForm({ profiles: "h264,webm" })).id);
    await imported((await createByForm({ profiles: "none" })).id);
    const page = await read(z.array(wireVideo), await engine.send("GET", "/videos.json"));
    const shown = page.map(({ reelyard }) => reelyard?.encodings.map(({ id }) => id));
    expect(shown.slice(0, 2).map((ids) => ids?.length)).toEqual([0, 2]);
    for (const [place, { id }] of page.entries()) {
      const answer = await engine.send("GET", `/videos/${id}/encodings.json`);
      const newestFirst = await read(z.array(wireEncoding), answer);
      expect(shown[place]).toEqual(newestFirst.map((encoding) => encoding.id).reverse());
    }
  });

  test("an encoding is added by profile, cancelled or finished, retried, and deleted", async () => {
    const video = await createByForm({ profiles: "none" });
    await imported(video.id);
    const given = { video_id: video.id, profile_name: "webm" };
    const made = await read(wireEncoding, await engine.send("POST", "/encodings.json", given));
    expect(made).toMatchObject({
      status: "processing",
      encoding_progress: 0,
      files: [],
      profile_name: "webm",
    });
    expect(made.started_encoding_at).toBeUndefined();
    const path = `/encodings/${made.id}`;
    expect(await (await engine.send("POST", `${path}/cancel.json`)).json()).toEqual({ canceled: true });
    expect(await read(wireEncoding, await engine.send("GET", `${path}.json`))).toMatchObject({
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
    const created = await createByForm({ profiles: "h264" });
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
    const created = await createByForm({ profiles: "none" });
    await imported(created.id);
    const metadata = await (await engine.send("GET", `/videos/${created.id}/metadata.json`)).json();
    expect(metadata).toMatchObject({
      image_width: 320,
      image_height: 180,
      duration: expect.stringMatching(/^2\.\d\d s$/),
    });
  });
});

test("the coverage list says what the router does", () => {
  const app = buildTelestreamApp(createServices(engine.started.engine));
  const routes = listRoutes(app).map((route) => route.replace(/\{.*\}$/, ".json"));
  expect(routes.sort()).toEqual(listSupported(coverage));
});
