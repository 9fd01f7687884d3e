import { stupeflixClient } from "#lib/providers/stupeflix/index.ts";
import { ffmpeg } from "./pixels.ts";
import type { TaskEngine } from "./task-engine.ts";

/** Our client of the engine as a Tasks API. */
export function tasksClient(engine: TaskEngine) {
  const { baseUrl, secret } = engine.credentials.stupeflix;
  return stupeflixClient({ provider: "stupeflix", baseUrl, fields: { secret }, isLocal: true });
}

/** The address of a picture of 64 × 36. */
export async function servePicture(engine: TaskEngine): Promise<string> {
  const bytes = await ffmpeg([
    ...["-f", "lavfi", "-i", "testsrc2=size=64x36", "-frames:v", "1"],
    ...["-f", "image2pipe", "-c:v", "png", "pipe:1"],
  ]);
  return engine.serve("picture.png", bytes);
}

/** An address whose server waits until it is told to answer, with the one given. */
export function serveLate(engine: TaskEngine, name: string, address: string) {
  const gate = Promise.withResolvers<void>();
  const url = engine.serve(name, (_req, res) => {
    gate.promise.then(() => res.writeHead(302, { location: address }).end());
  });
  return { url, release: gate.resolve };
}
