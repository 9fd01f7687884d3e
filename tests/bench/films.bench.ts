// What drawing a film costs beside the commands that people write for it, and what turning a video round takes of
// time and memory beside ffmpeg's own filter, which keeps every frame.
import { execFile } from "node:child_process";
import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { profiles } from "#lib/engine/media/compose/output/profiles.ts";
import { renderFilm } from "#lib/engine/media/compose/render-film.ts";
import { buildScene } from "#lib/engine/media/compose/scene/build-scene.ts";
import { MediaBook } from "#lib/engine/media/compose/scene/media-book.ts";
import { readMovie } from "#lib/engine/media/compose/sxml/read-movie.ts";
import { reverseVideo } from "#lib/engine/media/reverse/reverse-video.ts";
import { findToolchain } from "#lib/engine/media/toolchain.ts";
import { makeBenchClip } from "#tests/support/bench/clip.ts";
import { median, reportComparison, reportFigure, timed } from "#tests/support/bench/report.ts";
import { peakMemoryOf } from "#tests/support/bench/tree-memory.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { filmLimits } from "#tests/support/film.ts";

const run = promisify(execFile);
const rounds = 3;
const pictures = 5;
const megabyte = 1024 * 1024;

const { folder, clear } = await makeWorkplace();
const toolchain = await findToolchain({});
const common = { signal: new AbortController().signal, limits: filmLimits };

await benchFilm();
await benchReverse();
await clear();

/** Five pictures of two megapixels, three seconds each, a second of cross-fade between them. */
async function benchFilm(): Promise<void> {
  const cwd = path.join(folder, "film");
  await mkdir(cwd);
  const names = Array.from({ length: pictures }, (_unused, index) => `picture-${index}.jpg`);
  for (const [index, name] of names.entries()) {
    const fractal = `mandelbrot=size=1920x1080:start_scale=0.${index + 1}`;
    await run("ffmpeg", [
      "-v",
      "error",
      "-y",
      "-f",
      "lavfi",
      "-i",
      fractal,
      "-frames:v",
      "1",
      "-q:v",
      "3",
      `${cwd}/${name}`,
    ]);
  }
  const profile = profiles["360p"];
  const url = (name: string) => `http://media/${name}`;
  const book = new MediaBook(
    names.map((name) => ({ url: url(name), facts: { kind: "image", width: 1920, height: 1080 } })),
  );
  const effects = names.map(
    (name) => `<effect type="none" duration="3"><image filename="${url(name)}"/></effect>`,
  );
  const film = readMovie(
    `<movie service="craftsman-1.0"><body>${effects.join('<transition type="crossfade" duration="1"/>')}</body></movie>`,
  );
  const ours = () =>
    renderFilm(toolchain, {
      ...buildScene(film, book, profile),
      ...common,
      profile,
      cwd,
      sources: names.map((file) => ({ file, formatName: null })),
      film: { file: "ours.mp4", isPreview: false },
      still: null,
      antialias: 4,
    });
  const fill = "scale=640:360:force_original_aspect_ratio=increase,crop=640:360,setsar=1";
  const fades = [1, 2, 3, 4].map((index) => {
    const before = index === 1 ? "[v0]" : `[x${index - 1}]`;
    return `${before}[v${index}]xfade=duration=1:offset=${index * 2}[x${index}]`;
  });
  const encode = [
    "-map",
    "[x4]",
    "-c:v",
    "libx264",
    "-preset",
    "veryfast",
    "-crf",
    "20",
    "-pix_fmt",
    "yuv420p",
  ];
  const usual = () =>
    run(
      "ffmpeg",
      [
        ...["-v", "error", "-y"],
        ...names.flatMap((name) => ["-loop", "1", "-framerate", "25", "-t", "3", "-i", name]),
        ...[
          "-filter_complex",
          [...names.map((_n, index) => `[${index}]${fill}[v${index}]`), ...fades].join(";"),
        ],
        ...[...encode, "usual.mp4"],
      ],
      { cwd },
    );
  const looped = () =>
    run(
      "ffmpeg",
      [
        ...["-v", "error", "-y", ...names.flatMap((name) => ["-i", name]), "-filter_complex"],
        [
          ...names.map((_n, index) => `[${index}]${fill},loop=74:1:0,setpts=N/25/TB,fps=25[v${index}]`),
          ...fades,
        ].join(";"),
        ...[...encode, "looped.mp4"],
      ],
      { cwd },
    );
  const times = { ours: [] as number[], usual: [] as number[], looped: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.ours.push((await timed(ours)).ms);
    times.usual.push((await timed(usual)).ms);
    times.looped.push((await timed(looped)).ms);
  }
  const what = "video.create, 5 pictures";
  for (const [name, value] of [
    ["ffmpeg -loop 1", median(times.usual)],
    ["ffmpeg, loop filter", median(times.looped)],
  ] as const) {
    reportComparison({ what, unit: "ms", ours: median(times.ours), baseline: { name, value } });
  }
  reportFigure("video.create, peak memory", (await peakMemoryOf(ours)) / megabyte, "MB", { atMost: 512 });
}

/** Ten seconds beside the filter, which would need 6 GB for sixty; then those sixty alone. */
async function benchReverse(): Promise<void> {
  const reverse = async (seconds: number) => {
    const cwd = path.join(folder, `reverse-${seconds}-${crypto.randomUUID()}`);
    await mkdir(cwd);
    await copyFile(makeBenchClip({ seconds, height: 1080 }), path.join(cwd, "source"));
    await reverseVideo(toolchain, {
      ...common,
      limits: { ...filmLimits, wallSeconds: 600 },
      source: { file: "source", formatName: "mp4", filters: [] },
      size: { width: 1920, height: 1080 },
      crf: 23,
      gop: 250,
      mostKbps: null,
      channels: 1,
      cwd,
      output: "output.mp4",
    });
  };
  const bare = () =>
    run("ffmpeg", [
      ...[
        "-v",
        "error",
        "-y",
        "-i",
        makeBenchClip({ seconds: 10, height: 1080 }),
        "-vf",
        "reverse",
        "-af",
        "areverse",
      ],
      ...[
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-crf",
        "23",
        "-c:a",
        "aac",
        path.join(folder, "bare.mp4"),
      ],
    ]);
  makeBenchClip({ seconds: 60, height: 1080 });
  const name = "ffmpeg -vf reverse";
  const [ours, theirs] = [
    await timed(() => peakMemoryOf(() => reverse(10))),
    await timed(() => peakMemoryOf(bare)),
  ];
  reportComparison({
    what: "video.reverse, 10 s of 1080p",
    unit: "ms",
    ours: ours.ms,
    baseline: { name, value: theirs.ms },
  });
  reportComparison({
    what: "video.reverse, 10 s of 1080p, peak memory",
    unit: "MB",
    ours: ours.result / megabyte,
    baseline: { name, value: theirs.result / megabyte },
  });
  const long = await peakMemoryOf(() => reverse(60));
  reportFigure("video.reverse, 60 s of 1080p, peak memory", long / megabyte, "MB", { atMost: 512 });
}
