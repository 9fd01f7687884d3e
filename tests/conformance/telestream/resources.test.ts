import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { buildTelestreamApp } from "#lib/engine/protocols/telestream/app.ts";
import { createServices } from "#lib/engine/protocols/telestream/services.ts";
import { wireFactory } from "#lib/providers/telestream/wire.ts";
import { listRoutes, listSupported } from "#tests/support/coverage.ts";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";
import { createByForm, readAnswer } from "#tests/support/telestream-forms.ts";
import { until } from "#tests/support/until.ts";
import { coverage } from "./coverage.ts";

let engine: TelestreamEngine;
beforeAll(async () => {
  engine = await startTelestreamEngine();
});
afterAll(() => engine.started.close());

describe("factories", () => {
  test("a fresh engine has one, with the document's members", async () => {
    const [factory] = await readAnswer(z.array(wireFactory), await engine.send("GET", "/factories.json"));
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
    const made = await readAnswer(wireFactory, await engine.send("POST", "/factories.json", { name: "x" }));
    const path = `/factories/${made.id}.json`;
    const changed = await engine.send("PUT", path, { name: "new-name", upload_original_video: "False" });
    expect(await readAnswer(wireFactory, changed)).toMatchObject({
      name: "new-name",
      upload_original_video: false,
    });
    expect(await readAnswer(wireFactory, await engine.send("GET", path))).toMatchObject({ name: "new-name" });
    const unknown = await engine.send("GET", "/factories/nope.json");
    expect([unknown.status, await unknown.json()]).toEqual([
      404,
      { error: "RecordNotFound", message: "Couldn't find Factory with ID=nope" },
    ]);
  });

  test("keep every documented detail that is saved, but the bucket's keys", async () => {
    const made = await readAnswer(
      wireFactory,
      await engine.send("POST", "/factories.json", { name: "kept" }),
    );
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
    const made = await readAnswer(
      wireFactory,
      await engine.send("POST", "/factories.json", { name: "gone" }),
    );
    const video = await createByForm(engine, { profiles: "none", factory_id: made.id });
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
    const other = await readAnswer(
      wireFactory,
      await engine.send("POST", "/factories.json", { name: "other" }),
    );
    const video = await createByForm(engine, { profiles: "none" });
    const elsewhere = await engine.send("GET", `/videos/${video.id}.json`, { factory_id: other.id });
    expect(elsewhere.status).toBe(404);
    const list = await engine.send("GET", "/videos.json", { factory_id: other.id });
    expect(await list.json()).toEqual([]);
  });
});

describe("profiles", () => {
  const path = "/profiles.json";

  test("a fresh factory has h264, h264.hi, webm, three HLS variants and their playlist", async () => {
    const profiles = await readAnswer(
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

test("the coverage list says what the router does", () => {
  const app = buildTelestreamApp(createServices(engine.started.engine));
  const routes = listRoutes(app).map((route) => route.replace(/\{.*\}$/, ".json"));
  expect(routes.sort()).toEqual(listSupported(coverage));
});
