import type { JobContext } from "#lib/job-loop/job-loop.ts";
import { changeAsset, readAsset } from "../library/asset-store.ts";
import type { LibraryContext } from "../library/library-context.ts";
import { assetFolder, filmstripKey, posterKey } from "../library/storage-keys.ts";
import type { MediaFacts } from "../library/types.ts";
import { makePictures } from "../media/pictures.ts";
import { FfmpegError } from "../media/run-ffmpeg.ts";
import { type BegunPictures, beginPictures } from "./begun-pictures.ts";

const mostTries = 3;

/**
 * The `pictures` job: a poster, told as soon as it is stored, then the filmstrip from the same decode. What was begun
 * when the source's last byte came is taken over here.
 * A source whose frames do not decode gets none, which is no reason to fail the asset; nor does anybody wait for ever
 * for pictures that fail again and again.
 */
export async function makeAssetPictures(
  context: LibraryContext,
  { assetId }: { assetId: string },
  job: JobContext,
): Promise<void> {
  const { db, storage, clock, log } = context;
  let pictures = context.firstLooks.take(assetId);
  const onAbort = () => void pictures?.dispose();
  job.signal.addEventListener("abort", onAbort, { once: true });
  try {
    const asset = await readAsset(db, assetId);
    if (!asset?.sourceKey || !asset.facts || asset.pictures !== "pending") return;
    const { sourceKey, facts, accountId } = asset;
    const changed = () => context.events.publish({ accountId, assetIds: [assetId] });
    pictures ??= await beginHere(context, { sourceKey, facts });
    if (job.signal.aborted) onAbort();

    const poster = await pictures.poster;
    if (poster) {
      const key = posterKey(assetId, "jpg");
      await storage.write(key, poster);
      await changeAsset(db, assetId, { posterKey: key, updatedAt: clock.now() });
      changed();
    }
    const made = await pictures.made;
    if (made.filmstrip) {
      const { file, ...filmstrip } = made.filmstrip;
      const key = filmstripKey(assetId);
      await storage.adopt(file, key);
      await changeAsset(db, assetId, { filmstrip: { key, ...filmstrip } });
    }
    const row = await changeAsset(db, assetId, {
      pictures: made.poster ? "done" : "failed",
      updatedAt: clock.now(),
    });
    // Deleted while its pictures were made: they are nobody's.
    if (!row) await storage.remove(assetFolder(assetId));
    changed();
  } catch (error) {
    const isLast = error instanceof FfmpegError || job.attempt >= mostTries;
    if (!isLast || job.signal.aborted) throw error;
    log.info({ assetId, err: error }, "no pictures could be made");
    const row = await changeAsset(db, assetId, { pictures: "failed", updatedAt: clock.now() });
    if (row) context.events.publish({ accountId: row.accountId, assetIds: [assetId] });
  } finally {
    job.signal.removeEventListener("abort", onAbort);
    await pictures?.dispose();
  }
}

/** Nothing was begun, or it was lost with its process. */
async function beginHere(
  { storage, media, spareFfmpeg }: LibraryContext,
  { sourceKey, facts }: { sourceKey: string; facts: MediaFacts },
): Promise<BegunPictures> {
  const ready = await spareFfmpeg.take();
  const work = ready?.work ?? (await storage.workDirectory("pictures"));
  return beginPictures(work, (options) =>
    makePictures(media.toolchain, {
      file: storage.pathOf(sourceKey),
      facts,
      linkSource: (name) => storage.linkInto(sourceKey, `${work.path}/${name}`),
      early: ready?.ffmpeg,
      ...options,
    }),
  );
}
