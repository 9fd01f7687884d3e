import { fitInside } from "./cell-size.ts";
import type { ImageSize, RawImage } from "./images.ts";
import { runFfmpeg } from "./run-ffmpeg.ts";
import type { Toolchain } from "./toolchain.ts";

export interface GifRequest {
  readonly size: ImageSize;
  readonly count: number;
  /** How long each frame is shown, hundredths of a second. */
  readonly hundredths: number;
  /** 0 for ever, -1 once, else how often it begins again. */
  readonly loop: number;
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly onFrame: (index: number) => void;
  /** The picture at this place, at this size. */
  readonly render: (index: number, size: ImageSize) => Promise<RawImage>;
}

/** Colours are counted on small frames: what is on screen in a few pixels does not need one of its own. */
const paletteFrame = { width: 160, height: 160 };

const limits = {
  addressSpaceBytes: 4 * 1024 ** 3,
  cpuSeconds: 1_200,
  fileBytes: 1024 ** 3,
  openFiles: 64,
  nice: 5,
  wallSeconds: 1_200,
  stallSeconds: 1_200,
};

/**
 * Two passes over the pictures: one for the palette, one for the frames, so that never more than a few frames are in
 * memory. Answers the file's path.
 */
export async function makeGif(toolchain: Toolchain, request: GifRequest): Promise<string> {
  const { size, count, loop, hundredths } = request;
  const small = fitInside(size, paletteFrame);
  await feed(toolchain, request, small, () => {}, [
    ...rawInput(small, 100),
    ...["-vf", "palettegen=stats_mode=full:reserve_transparent=0"],
    ...["-f", "image2", "-update", "1", "file:palette.png"],
  ]);
  await feed(toolchain, request, size, request.onFrame, [
    ...rawInput(size, hundredths),
    ...["-f", "png_pipe", "-i", "file:palette.png"],
    ...["-filter_complex", "[0:v][1:v]paletteuse=dither=sierra2_4a:diff_mode=rectangle"],
    ...["-loop", String(loop), "-final_delay", String(hundredths), "-frames:v", String(count)],
    ...["-f", "gif", "file:output.gif"],
  ]);
  return `${request.cwd}/output.gif`;
}

const rawInput = ({ width, height }: ImageSize, hundredths: number) => [
  ...["-f", "rawvideo", "-pix_fmt", "rgba", "-s", `${width}x${height}`],
  ...["-framerate", `100/${hundredths}`, "-i", "pipe:0"],
];

/** Throws what `render` threw: to ffmpeg a picture that fails is only an early end. */
async function feed(
  toolchain: Toolchain,
  { count, render, cwd, signal }: GifRequest,
  size: ImageSize,
  onFrame: (index: number) => void,
  args: readonly string[],
): Promise<void> {
  const failures: unknown[] = [];
  async function* frames(): AsyncGenerator<Uint8Array> {
    try {
      for (let index = 0; index < count; index++) {
        signal.throwIfAborted();
        yield (await render(index, size)).data;
        onFrame(index + 1);
      }
    } catch (error) {
      failures.push(error);
    }
  }
  const run = runFfmpeg(toolchain, { args: ["-v", "error", ...args], cwd, signal, limits, stdin: frames() });
  const [ended] = await Promise.allSettled([run]);
  if (failures.length > 0) throw failures[0];
  if (ended.status === "rejected") throw ended.reason;
}
