import { spawn } from "node:child_process";

/** Runs ffmpeg on bytes; answers what it writes to standard output. */
export function ffmpeg(args: readonly string[], input?: Uint8Array): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const child = spawn("ffmpeg", ["-v", "error", ...args], { stdio: ["pipe", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  let log = "";
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => {
    log += chunk;
  });
  child.on("error", reject);
  child.on("close", (code) => (code === 0 ? resolve(Buffer.concat(chunks)) : reject(new Error(log))));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return promise;
}

/** A picture's pixels as ffmpeg decodes them: red, green, blue. */
export const pixelsOf = (picture: Uint8Array) =>
  ffmpeg(["-i", "pipe:0", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"], picture);

/** The largest difference and the mean one, of 255. */
export function difference(a: Uint8Array, b: Uint8Array): { largest: number; mean: number } {
  if (a.length !== b.length) throw new Error(`${a.length} bytes beside ${b.length}.`);
  let largest = 0;
  let sum = 0;
  for (let at = 0; at < a.length; at++) {
    const by = Math.abs((a[at] ?? 0) - (b[at] ?? 0));
    largest = Math.max(largest, by);
    sum += by;
  }
  return { largest, mean: sum / a.length };
}
