import type { JobContext } from "#lib/job-loop/job-loop.ts";
import { changeAsset, readAsset } from "../library/asset-store.ts";
import type { LibraryContext } from "../library/library-context.ts";
import { assetFolder, filmstripKey, posterKey } from "../library/storage-keys.ts";
import { makePictures } from "../media/pictures.ts";
import { FfmpegError } from "../media/run-ffmpeg.ts";

const mostTries = 3;

/**
 * The `pictures` job: a poster, told as soon as it is stored, then the filmstrip from the same decode.
 * A source whose frames do not decode gets none, which is no reason to fail the asset; nor does anybody wait for ever
 * for pictures that fail again and again.
 */
export async function makeAssetPictures(
  context: LibraryContext,
  { assetId }: { assetId: string },
  job: JobContext,
): Promise<void> {
  const { db, storage, clock, log } = context;
  const asset = await readAsset(db, assetId);
  if (!asset?.sourceKey || !asset.facts || asset.pictures !== "pending") return;
  const { sourceKey, facts, accountId } = asset;
  const ready = await context.spareFfmpeg.take();
  const work = ready?.work ?? (await storage.workDirectory("pictures"));
  let posterStored: Promise<void> | undefined;
  const storePoster = async (jpeg: Buffer) => {
    const key = posterKey(assetId, "jpg");
    await storage.write(key, jpeg);
    await changeAsset(db, assetId, { posterKey: key, updatedAt: clock.now() });
    context.events.publish({ accountId, assetIds: [assetId] });
  };

  try {
    const made = await makePictures(context.media.toolchain, {
      file: storage.pathOf(sourceKey),
      facts,
      cwd: work.path,
      linkSource: (name) => storage.linkInto(sourceKey, `${work.path}/${name}`),
      signal: job.signal,
      early: ready?.ffmpeg,
      onPoster: (jpeg) => {
        posterStored = storePoster(jpeg);
        // Awaited below; a failure in between must not end the process as unhandled.
        posterStored.catch(() => {});
      },
    });
    await posterStored;
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
  } catch (error) {
    await posterStored?.catch(() => {});
    const isLast = error instanceof FfmpegError || job.attempt >= mostTries;
    if (!isLast || job.signal.aborted) throw error;
    log.info({ assetId, err: error }, "no pictures could be made");
    await changeAsset(db, assetId, { pictures: "failed", updatedAt: clock.now() });
  } finally {
    await ready?.ffmpeg.dispose();
    await work.dispose();
  }
  context.events.publish({ accountId, assetIds: [assetId] });
}
