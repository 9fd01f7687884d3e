import { guardedFetch } from "#lib/network/guarded-fetch.ts";
import type { LibraryContext } from "../library/library-context.ts";
import { TranscodeError } from "../media/encoders.ts";
import { type WatermarkFile, watermarkFormat } from "../media/watermark-args.ts";

export interface FetchedWatermark {
  readonly bytes: Buffer;
  readonly format: WatermarkFile["format"];
}

const fetchMs = 30_000;
const mostBytes = 20 * 1024 * 1024;

/**
 * A watermark's picture, through the network guard. Throws `TranscodeError` in words when the address does not give
 * a PNG or JPEG, or the signal's reason.
 */
export async function fetchWatermark(
  context: Pick<LibraryContext, "allowPrivateUrls">,
  url: string,
  signal: AbortSignal,
): Promise<FetchedWatermark> {
  const bytes = await download(context, url, signal);
  const format = watermarkFormat(bytes);
  if (!format) throw new TranscodeError("The watermark is neither a PNG nor a JPEG picture.");
  return { bytes, format };
}

async function download(
  { allowPrivateUrls }: Pick<LibraryContext, "allowPrivateUrls">,
  url: string,
  signal: AbortSignal,
): Promise<Buffer> {
  let status: number;
  try {
    const response = await guardedFetch(url, {
      allowPrivate: allowPrivateUrls,
      timeoutMs: fetchMs,
      maxBytes: mostBytes,
      maxRedirects: 3,
      signal,
    });
    status = response.status;
    if (status === 200) return await response.bytes();
    response.discard();
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new TranscodeError(`The watermark could not be fetched: ${why}`);
  }
  throw new TranscodeError(`The watermark could not be fetched: its server answered ${status}.`);
}
