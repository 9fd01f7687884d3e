import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { RenditionRow } from "../db/schema/rendition.ts";
import type { LibraryContext } from "../library/library-context.ts";
import { finishRendition } from "../library/rendition-store.ts";
import { claimFolder, renditionFolder } from "../library/storage-keys.ts";
import type { EngineRendition, MediaFacts } from "../library/types.ts";
import { MediaUnreadableError } from "../media/media-tools.ts";
import type { Claim } from "./encode-asset.ts";
import { failRendition } from "./fail-rendition.ts";
import { packSmooth } from "./pack-smooth.ts";

/**
 * Makes a finished output visible: facts are read, names become the people's, the directory moves into storage in
 * one rename, and only then the row says `success`. A claim that no longer holds takes its files back.
 */
export async function storeOutput(
  context: LibraryContext,
  claim: Claim,
  row: RenditionRow,
  directory: string,
): Promise<void> {
  const { db, storage, clock } = context;
  let facts: MediaFacts;
  try {
    [facts] = await Promise.all([
      finishOutput(context, claim, row, directory),
      forgetEarlierTries(context, row),
    ]);
  } catch (error) {
    if (!(error instanceof MediaUnreadableError)) throw error;
    const message = "ffmpeg ended without an error, but wrote nothing that plays.";
    await failRendition(context, claim, row, { errorClass: "EncodingError", message });
    return;
  }
  const files = await adoptFiles(context, claim, row, directory);
  const wasOurs = await finishRendition(db, claim.token, row.renditionId, {
    status: "success",
    files,
    facts,
    errorClass: null,
    errorMessage: null,
    now: clock.now(),
  });
  if (!wasOurs) await storage.remove(claimFolder(row.renditionId, claim.token));
}

/** What the output is, once what ffmpeg cannot write is written. */
async function finishOutput(
  context: LibraryContext,
  claim: Claim,
  row: RenditionRow,
  directory: string,
): Promise<MediaFacts> {
  if (row.settings.container === "hls") return readHlsFacts(context, claim, row, directory);
  if (row.settings.container === "tar") return packSmooth(context, claim, row, directory);
  const file = path.join(directory, await onlyFile(directory));
  return context.media.probeFile(file, AbortSignal.timeout(60_000));
}

/** A try that died between moving its files in and saying so left them; nothing else refers to them. */
async function forgetEarlierTries(context: LibraryContext, row: RenditionRow): Promise<void> {
  await context.storage.remove(renditionFolder(row.renditionId));
}

/** Moves the directory in; the playable file comes first in the answer. */
export async function adoptFiles(
  context: LibraryContext,
  claim: Claim,
  row: RenditionRow,
  directory: string,
): Promise<EngineRendition["files"]> {
  const stored = await context.storage.adoptDirectory(directory, claimFolder(row.renditionId, claim.token));
  const files = stored.map((file) => ({ ...file, name: toPublicName(row.path, file.name) }));
  const isMain = (name: string) => name === `${row.path}${row.extname}`;
  return files.sort((a, b) => Number(isMain(b.name)) - Number(isMain(a.name)));
}

/** `media.mp4` → `path.mp4`, `media-00001.ts` → `path-00001.ts`, `frame-1.jpg` → `path_1.jpg`. */
export function toPublicName(renditionPath: string, name: string): string {
  return name.startsWith("frame-")
    ? `${renditionPath}_${name.slice("frame-".length)}`
    : `${renditionPath}${name.replace(/^media/, "")}`;
}

async function onlyFile(directory: string): Promise<string> {
  const [name] = await readdir(directory);
  if (!name) throw new MediaUnreadableError("There is no output.");
  return name;
}

/** The first segment says what is in all of them; length and size are the whole's. */
async function readHlsFacts(
  context: LibraryContext,
  { asset }: Claim,
  row: RenditionRow,
  directory: string,
): Promise<MediaFacts> {
  const names = (await readdir(directory)).sort();
  const segments = names.filter((name) => name.endsWith(".ts"));
  const playlist = names.find((name) => name.endsWith(".m3u8"));
  const [first] = segments;
  if (!playlist || !first) throw new MediaUnreadableError("There are no segments.");
  await writePublicNames(path.join(directory, playlist), row.path);

  const facts = await context.media.probeFile(path.join(directory, first), AbortSignal.timeout(60_000));
  const sizes = await Promise.all(
    segments.map(async (name) => (await stat(path.join(directory, name))).size),
  );
  const sizeBytes = sizes.reduce((sum, size) => sum + size, 0);
  const durationMs = sumDurations(await readFile(path.join(directory, playlist), "utf8"));
  const totalKbps = durationMs > 0 ? Math.round((sizeBytes * 8) / durationMs) : null;
  return {
    ...facts,
    mimeType: "application/vnd.apple.mpegurl",
    formatName: "hls",
    durationMs: durationMs || (asset.facts?.durationMs ?? null),
    sizeBytes,
    videoBitrateKbps:
      facts.videoCodec && totalKbps !== null ? Math.max(0, totalKbps - (facts.audioBitrateKbps ?? 0)) : null,
  };
}

/** Segments are named like the rendition, beside its playlist: the playlist's lines become those names. */
async function writePublicNames(playlist: string, renditionPath: string): Promise<void> {
  const base = encodeURIComponent(path.posix.basename(renditionPath));
  const text = await readFile(playlist, "utf8");
  await writeFile(playlist, text.replaceAll(/^media(?=-\d+\.ts$)/gm, base));
}

function sumDurations(playlist: string): number {
  const seconds = [...playlist.matchAll(/^#EXTINF:([\d.]+)/gm)].reduce(
    (sum, match) => sum + Number(match[1]),
    0,
  );
  return Math.round(seconds * 1000);
}
