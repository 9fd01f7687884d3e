import { createWriteStream } from "node:fs";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { JobContext } from "#lib/job-loop/job-loop.ts";
import {
  BlockedAddressError,
  CallTimeoutError,
  ResponseTooLargeError,
  TooManyRedirectsError,
} from "#lib/network/errors.ts";
import { guardedFetch } from "#lib/network/guarded-fetch.ts";
import { readAsset } from "../library/asset-store.ts";
import { failImport, importSource } from "../library/import-source.ts";
import type { LibraryContext } from "../library/library-context.ts";
import { isCode } from "../storage.ts";

/** The address did not give us the file; the message is for the person who named it. */
class DownloadFailed extends Error {
  override readonly name = "DownloadFailed";
  readonly isFinal: boolean;

  constructor(message: string, isFinal: boolean) {
    super(message);
    this.isFinal = isFinal;
  }
}

class AssetRemoved extends Error {
  override readonly name = "AssetRemoved";
}

const downloadMs = 6 * 3600 * 1000;
const mostTries = 3;

/**
 * The `import-url` job: downloads the asset's `sourceUrl` through the network guard into storage, then imports it.
 * What may heal (a dropped connection, a 5xx) is tried three times in all; the rest fails at once, in words.
 */
export async function importUrl(
  context: LibraryContext,
  { assetId }: { assetId: string },
  job: JobContext,
): Promise<void> {
  const asset = await readAsset(context.db, assetId);
  if (!asset?.pendingImport || !asset.sourceUrl) return;
  const removed = new AbortController();
  const leave = context.imports.enter(assetId, {
    recheck: async () => {},
    abort: () => removed.abort(new AssetRemoved("The asset was removed.")),
  });
  const { storage } = context;
  const work = await storage.workDirectory("download");
  try {
    const file = path.join(work.path, "download");
    await download(context, asset.sourceUrl, file, AbortSignal.any([job.signal, removed.signal]));
    const sourceKey = storage.newKey(asset.originalFilename);
    await storage.adopt(file, sourceKey);
    await importSource(context, assetId, { sourceKey, renditions: asset.pendingImport.renditions });
  } catch (error) {
    if (removed.signal.aborted) return;
    job.signal.throwIfAborted();
    const failure = toFailure(error);
    if (!failure) throw error;
    if (!failure.isFinal && job.attempt < mostTries) throw failure;
    await failImport(context, assetId, { errorClass: "DownloadFailed", errorMessage: failure.message });
  } finally {
    leave();
    await work.dispose();
  }
}

async function download(
  context: LibraryContext,
  url: string,
  file: string,
  signal: AbortSignal,
): Promise<void> {
  const response = await guardedFetch(url, {
    allowPrivate: context.allowPrivateUrls,
    timeoutMs: downloadMs,
    idleTimeoutMs: context.limits.sourceSilenceMs,
    maxBytes: context.limits.maxSourceBytes,
    maxRedirects: 3,
    signal,
  });
  if (response.status !== 200) {
    response.discard();
    const mayHeal = response.status >= 500 || response.status === 429 || response.status === 408;
    throw new DownloadFailed(`${response.url.host} answered ${response.status}.`, !mayHeal);
  }
  const declared = Number(response.headers["content-length"] ?? Number.NaN);
  let received = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(Readable.from(response.body), counter, createWriteStream(file, { mode: 0o600 }));
  if (Number.isFinite(declared) && declared !== received && !response.headers["content-encoding"]) {
    throw new DownloadFailed(`${response.url.host} sent ${received} of ${declared} bytes.`, false);
  }
}

/** Undefined for what is the engine's own trouble. */
function toFailure(error: unknown): DownloadFailed | undefined {
  if (error instanceof DownloadFailed) return error;
  if (error instanceof BlockedAddressError || error instanceof TooManyRedirectsError) {
    return new DownloadFailed(error.message, true);
  }
  if (error instanceof ResponseTooLargeError) return new DownloadFailed(error.message, true);
  if (error instanceof CallTimeoutError) return new DownloadFailed(error.message, false);
  if (isCode(error, "ENOSPC")) return new DownloadFailed("The disk is full.", true);
  if (isCode(error, "ENOTFOUND") || isCode(error, "EAI_AGAIN")) {
    return new DownloadFailed("The name of that server could not be resolved.", isCode(error, "ENOTFOUND"));
  }
  if (isCode(error, "ECONNREFUSED")) return new DownloadFailed("That server refused the connection.", false);
  const isNetwork =
    error instanceof Error && "code" in error && /^(UND_|E[A-Z]+$|ERR_)/.test(String(error.code));
  return isNetwork ? new DownloadFailed(`The download broke off: ${error.message}`, false) : undefined;
}
