import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { wireTaskStatus, wireTaskStatuses } from "#lib/providers/stupeflix/wire.ts";
import { clip } from "#tests/support/clips.ts";
import { movie, synthesise } from "#tests/support/film.ts";
import { inspect } from "#tests/support/media-check.ts";
import { startTaskEngine, type TaskEngine } from "#tests/support/task-engine.ts";

let engine: TaskEngine;
let folder: string;
let picture: Buffer;
let picked: string;

beforeAll(async () => {
  engine = await startTaskEngine({ limits: { sourceSilenceMs: 1_000 } });
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-create-"));
  const lime = ["-f", "lavfi", "-i", "color=lime:s=64x48,format=rgb24", "-frames:v", "1"];
  picture = await readFile(await synthesise(path.join(folder, "lime.png"), lime));
  picked = engine.serve("lime.png", picture);
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const create = (body: string, more: Readonly<Record<string, unknown>> = {}) => ({
  task_name: "video.create",
  profile: "240p",
  definition: movie(body),
  ...more,
});
const colored = (seconds: number) =>
  `<effect type="none" duration="${seconds}"><image color="#ff0000"/></effect>`;

interface Created {
  readonly duration: number;
  readonly width: number;
  readonly height: number;
  readonly export?: string;
  readonly preview?: string;
  readonly thumbnail: string;
}

function createdIn(status: { readonly result?: unknown } | undefined): Created {
  if (!status?.result) throw new Error("The task has no result yet.");
  return status.result as Created;
}

async function fileOf(address: string | undefined): Promise<string> {
  const file = path.join(folder, crypto.randomUUID());
  await writeFile(file, await engine.bytesOf(address));
  return file;
}

/** Red, green and blue of the middle of a picture or a video's first frame. */
async function middleOf(file: string): Promise<number[]> {
  const args = ["-v", "error", "-i", file, "-vf", "crop=2:2,scale=1:1", "-frames:v", "1"];
  const { stdout } = await promisify(execFile)(
    "ffmpeg",
    [...args, "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"],
    {
      encoding: "buffer",
    },
  );
  return [...stdout];
}

test("the documentation's film is made of a picture, a video, a text and music", async () => {
  const video = engine.serve("v.mp4", await readFile(await clip("plain")));
  const music = engine.serve("m.mp3", await readFile(await clip("mp3")));
  const result = await engine.resultOf<Created>(
    create(
      `<stack>
         <effect type="kenburns" duration="1.2"><image filename="${picked}"/></effect>
         <audio filename="${music}" duration=".." fadein="0.3" fadeout="0.3"/>
         <text type="zone" fontcolor="#ffffff" margin-start="0.4" margin-end="0.4">Hello</text>
       </stack>
       <transition type="crossfade" duration="0.4"/>
       <effect type="none" duration="1"><video filename="${video}" skip="0.5" audio="false"/></effect>`,
      { thumbnail_time: 0.1 },
    ),
  );
  expect(result).toMatchObject({ duration: 1.8, width: 426, height: 240 });
  expect(result).not.toHaveProperty("preview");
  const made = await inspect(await fileOf(result.export));
  expect(made.video).toMatchObject({ codec_name: "h264", width: 426, height: 240, nb_read_frames: 45 });
  expect(made.audio).toMatchObject({ codec_name: "aac", channels: 2 });
  const [red = 255, green = 0, blue = 255] = await middleOf(await fileOf(result.thumbnail));
  expect([red < 20, green > 235, blue < 20]).toEqual([true, true, true]);
});

test("a preview can be seen while the export goes on, and stays", async () => {
  const answer = await engine.post("/v2/create_stream", { tasks: [create(colored(2), { preview: true })] });
  const lines = (await answer.text()).trim().split("\n");
  expect(wireTaskStatuses.parse(JSON.parse(lines[0] ?? ""))).toHaveLength(1);
  const statuses = lines.slice(1).map((line) => wireTaskStatus.parse(JSON.parse(line)));
  const partial = statuses.find(({ status, result }) => status === "executing" && result !== undefined);
  const last = statuses.at(-1);
  expect(partial?.result).toMatchObject({
    duration: 2,
    preview: expect.stringMatching(/\/240p\/preview\.mp4$/),
  });
  expect(partial?.result).not.toHaveProperty("export");
  const { preview, export: film } = createdIn(last);
  expect(preview).toBe(createdIn(partial).preview);
  const [small, large] = [await inspect(await fileOf(preview)), await inspect(await fileOf(film))];
  expect(small.video).toMatchObject({ height: 180, nb_read_frames: 50 });
  expect(large.video).toMatchObject({ height: 240, nb_read_frames: 50 });
});

test("without an export there is the thumbnail alone, of the time that was asked", async () => {
  const body = `${colored(1)}<effect type="none" duration="1"><image color="#0000ff"/></effect>`;
  const result = await engine.resultOf<Created>(create(body, { export: false, thumbnail_time: 1.5 }));
  expect(Object.keys(result).sort()).toEqual(["duration", "height", "thumbnail", "width"]);
  const [red = 255, , blue = 0] = await middleOf(await fileOf(result.thumbnail));
  expect([red < 20, blue > 230]).toEqual([true, true]);
});

test("every kind of profile is what it says", async () => {
  const wanted = {
    mobile: ["mpeg4", "aac", 320, 240, "mp4"],
    "flash-small": ["flv1", "mp3", 320, 240, "flv"],
    wmv1: ["wmv1", "wmav1", 640, 480, "asf"],
    "dvd-ntsc-4-3": ["mpeg2video", "mp2", 720, 480, "mpeg"],
    "dvd-pal-16-9-h": ["mpeg2video", "mp2", 352, 288, "mpeg"],
  } as const;
  const music = engine.serve("music.mp3", await readFile(await clip("mp3")));
  const body = `<stack duration="0.4"><effect type="none"><image filename="${picked}"/></effect><audio filename="${music}"/></stack>`;
  const names = Object.keys(wanted) as (keyof typeof wanted)[];
  const ended = await engine.run(names.map((profile) => create(body, { profile })));
  for (const [index, profile] of names.entries()) {
    const [video, audio, width, height, format] = wanted[profile];
    expect(ended[index]).toMatchObject({ status: "success" });
    const made = await inspect(await fileOf(createdIn(ended[index]).export));
    expect(made).toMatchObject({
      video: { codec_name: video, width, height },
      audio: { codec_name: audio },
      format: { format_name: expect.stringContaining(format) },
    });
  }
});

describe("what cannot be rendered is an error at its line", () => {
  const faultsOf = async (body: string, more = {}) => {
    const { status, error } = await engine.runOne(create(body, more));
    expect(status).toBe("error");
    return error;
  };
  const withImage = (url: string) => `\n<effect type="none">\n  <image filename="${url}"/>\n</effect>`;

  test("in the definition", async () => {
    expect(await faultsOf('\n<effect type="mandala"><image color="#ff0000"/></effect>\n<sphere/>')).toEqual({
      parameters: {
        definition: [
          expect.stringMatching(/^line 2, column 9: type="mandala" of <effect> is not rendered/),
          "line 3, column 1: <sphere> is not rendered by this engine",
        ],
      },
    });
    expect(
      await faultsOf("", {
        definition: '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><movie>&x;</movie>',
      }),
    ).toEqual({
      parameters: { definition: [expect.stringMatching(/document type declaration is not accepted/)] },
    });
    expect(await faultsOf(colored(1), { profile: "4320p", antialias: 3 })).toEqual({
      parameters: { profile: ["invalid choice"], antialias: ["invalid choice"] },
    });
  });

  test("in its files", async () => {
    const missing = picked.replace("lime", "missing");
    const broken = engine.serve("broken.png", picture.subarray(0, picture.length - 30));
    const huge = engine.serve("huge.png", (_req, res) => {
      res.writeHead(200, { "content-length": 5 * 1024 ** 3 }).flushHeaders();
    });
    const slow = engine.serve("slow.png", (_req, res) => {
      res.writeHead(200, { "content-length": picture.length }).write(picture.subarray(0, 10));
    });
    const other = engine.serve("text.png", "<html>not found</html>");
    const [, port] = /:(\d+)\//.exec(picked) ?? [];
    const inside = `http://127.0.0.1:${Number(port) === 1 ? 2 : 1}/secret.png`;
    const at = (words: string | RegExp) => ({
      parameters: {
        definition: [
          typeof words === "string"
            ? `line 3, column 3: <image>: ${words}`
            : expect.stringMatching(new RegExp(`^line 3, column 3: <image>: ${words.source}`)),
        ],
      },
    });
    expect(await faultsOf(withImage(missing))).toEqual(at("the address answered 404"));
    expect(await faultsOf(withImage(inside))).toEqual(at("this address may not be fetched"));
    expect(await faultsOf(withImage(other))).toEqual(at(/.*(picture|image)/));
    expect(await faultsOf(withImage(huge))).toEqual(at("the file is too large"));
    expect(await faultsOf(withImage(slow))).toEqual(at("the address took too long"));
    expect(await faultsOf(withImage(broken))).toEqual(at(/the picture cannot be decoded/));
    expect(await faultsOf(`\n\n  <audio filename="${picked}"/>`)).toEqual({
      parameters: { definition: ["line 3, column 3: <audio>: the file is not a sound"] },
    });
  });
});

test("a film of 500 pictures holds a few of them at a time", async () => {
  const shown = Array.from({ length: 500 }, (_unused, index) => {
    const url = engine.serve(`many-${index}.png`, picture);
    return `<effect type="none" duration="0.04"><image filename="${url}"/></effect>`;
  });
  const result = await engine.resultOf<Created>(create(shown.join("\n")));
  expect(result.duration).toBe(20);
  const { status, error } = await engine.runOne(
    create(`${shown.join("\n")}<effect type="none"><image filename="${picked}"/></effect>`),
  );
  expect({ status, error }).toEqual({
    status: "error",
    error: {
      parameters: {
        definition: [
          expect.stringMatching(/^line 500, column \d+: a film takes at most 500 different files$/),
        ],
      },
    },
  });
});
