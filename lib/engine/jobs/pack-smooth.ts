import { createReadStream, createWriteStream } from "node:fs";
import { rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { pack } from "tar-stream";
import type { RenditionRow } from "../db/schema/rendition.ts";
import type { LibraryContext } from "../library/library-context.ts";
import type { MediaFacts } from "../library/types.ts";
import { buildClientManifest, buildServerManifest } from "../media/smooth/manifests.ts";
import { readPresentation } from "../media/smooth/read-presentation.ts";
import type { Claim } from "./encode-asset.ts";

/**
 * Makes the one file of a Smooth Streaming rendition: both manifests and what ffmpeg wrote, in a tar whose files are
 * named like the rendition. What went in is removed. Throws `MediaUnreadableError`.
 */
export async function packSmooth(
  context: LibraryContext,
  { asset }: Pick<Claim, "asset">,
  row: RenditionRow,
  directory: string,
): Promise<MediaFacts> {
  const hasSound = Boolean(asset.facts?.audioCodec);
  const given = await readPresentation(directory, row.settings, hasSound);
  const base = path.posix.basename(row.path);
  const rename = <Track extends { readonly file: string }>(track: Track): Track => ({
    ...track,
    file: track.file.replace(/^media/, base),
  });
  const presentation = {
    ...given,
    pictures: given.pictures.map(rename),
    sound: given.sound && rename(given.sound),
  };
  await writeFile(path.join(directory, "media.ismc"), buildClientManifest(presentation));
  await writeFile(path.join(directory, "media.ism"), buildServerManifest(presentation, `${base}.ismc`));

  const best = await factsOf(context, directory, given.pictures[0]?.file);
  const sound = given.sound && (await factsOf(context, directory, given.sound.file));
  const tracks = [...given.pictures, ...(given.sound ? [given.sound] : [])];
  const files = ["media.ism", "media.ismc", ...tracks.map(({ file }) => file)];
  await writeTar(directory, files, base);
  for (const file of files) await rm(path.join(directory, file));
  return {
    ...best,
    mimeType: "application/x-tar",
    formatName: "smoothstreaming",
    audioCodec: sound?.audioCodec ?? null,
    audioBitrateKbps: sound?.audioBitrateKbps ?? null,
    audioChannels: sound?.audioChannels ?? null,
    audioSampleRate: sound?.audioSampleRate ?? null,
    sizeBytes: (await stat(path.join(directory, "media.tar"))).size,
  };
}

function factsOf(context: LibraryContext, directory: string, file = ""): Promise<MediaFacts> {
  return context.media.probeFile(path.join(directory, file), AbortSignal.timeout(60_000));
}

async function writeTar(directory: string, files: readonly string[], base: string): Promise<void> {
  const tar = pack();
  const written = pipeline(tar, createWriteStream(path.join(directory, "media.tar")));
  // What breaks the archive is told by `written`, below.
  written.catch(() => {});
  for (const file of files) {
    const { size } = await stat(path.join(directory, file));
    const entry = tar.entry({ name: file.replace(/^media/, base), size });
    await pipeline(createReadStream(path.join(directory, file)), entry);
  }
  tar.finalize();
  await written;
}
