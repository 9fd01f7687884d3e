import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Database } from "#lib/postgres/open-postgres.ts";
import type { RenditionRow } from "../db/schema/rendition.ts";
import type { LibraryContext } from "../library/library-context.ts";
import { finishRendition, readRenditions } from "../library/rendition-store.ts";
import { claimFolder, renditionFolder } from "../library/storage-keys.ts";
import { readCodecStrings } from "../media/codec-strings.ts";
import {
  buildMasterPlaylist,
  type MasterVariant,
  matchesGlobs,
  measureSegments,
} from "../media/hls-master.ts";
import type { Claim } from "./encode-asset.ts";
import { failRendition } from "./fail-rendition.ts";
import { adoptFiles } from "./store-output.ts";

/** The HLS variants that a master lists, in whatever state. */
export async function variantsOf(db: Database, master: RenditionRow): Promise<RenditionRow[]> {
  const all = await readRenditions(db, master.assetId);
  const names = master.settings.variantNames.length > 0 ? master.settings.variantNames : ["hls.*"];
  return all.filter((row) => row.settings.kind === "hls-variant" && matchesGlobs(row.profileName, names));
}

/** Writes the master playlist over the variants that succeeded; none is a failure of its own kind. */
export async function makeMaster(context: LibraryContext, claim: Claim, master: RenditionRow): Promise<void> {
  const { db, storage, clock } = context;
  const variants = (await variantsOf(db, master)).filter((row) => row.status === "success");
  if (variants.length === 0) {
    const message = `No finished HLS variant matches ${master.settings.variantNames.join(", ") || "hls.*"}.`;
    await failRendition(context, claim, master, { errorClass: "HLSVariantsNotFound", message });
    return;
  }
  const rungs: MasterVariant[] = [];
  for (const variant of variants) rungs.push(await toRung(context, master, variant));

  const work = await storage.workDirectory("master");
  try {
    const directory = path.join(work.path, "out");
    await mkdir(directory);
    await writeFile(path.join(directory, "media.m3u8"), buildMasterPlaylist(rungs));
    await storage.remove(renditionFolder(master.renditionId));
    const files = await adoptFiles(context, claim, master, directory);
    const best = variants.reduce((a, b) => ((b.facts?.height ?? 0) > (a.facts?.height ?? 0) ? b : a));
    const sizeBytes = variants.reduce((sum, row) => sum + (row.facts?.sizeBytes ?? 0), 0);
    const wasOurs = await finishRendition(db, claim.token, master.renditionId, {
      status: "success",
      files,
      facts: best.facts ? { ...best.facts, sizeBytes } : null,
      errorClass: null,
      errorMessage: null,
      now: clock.now(),
    });
    if (!wasOurs) await storage.remove(claimFolder(master.renditionId, claim.token));
  } finally {
    await work.dispose();
  }
}

async function toRung(
  context: LibraryContext,
  master: RenditionRow,
  variant: RenditionRow,
): Promise<MasterVariant> {
  const [playlist, firstSegment] = variant.files;
  if (!playlist || !firstSegment) throw new Error(`HLS variant ${variant.renditionId} has no files.`);
  const text = await readFile(context.storage.pathOf(playlist.key), "utf8");
  const sizes = new Map(
    variant.files.map((file) => [encodeURIComponent(path.posix.basename(file.name)), file.sizeBytes]),
  );
  const from = path.posix.dirname(master.path);
  return {
    uri: path.posix.relative(from, playlist.name).split("/").map(encodeURIComponent).join("/"),
    ...measureSegments(text, (uri) => sizes.get(uri)),
    width: variant.facts?.width ?? null,
    height: variant.facts?.height ?? null,
    framesPerSecond: variant.facts?.framesPerSecond ?? null,
    codecs: await readCodecStrings(context.storage.pathOf(firstSegment.key)),
  };
}
