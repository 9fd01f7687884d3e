import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** The raw frames that a decoder writes to its standard output, each whole; what is left of one at its end is not. */
export async function* readFrames(
  child: ChildProcess,
  frameBytes: number,
  allocate: () => Buffer = () => Buffer.allocUnsafe(frameBytes),
): AsyncGenerator<Buffer> {
  const { stdout } = child;
  if (!stdout) throw new Error("The decoder's output is a pipe.");
  child.on("error", () => stdout.destroy());
  let frame = allocate();
  let filled = 0;
  for await (const chunk of stdout as AsyncIterable<Buffer>) {
    for (let used = 0; used < chunk.length; ) {
      const taken = chunk.copy(frame, filled, used);
      used += taken;
      filled += taken;
      if (filled < frameBytes) continue;
      yield frame;
      frame = allocate();
      filled = 0;
    }
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "close");
}
