import type { WireUrlData } from "#lib/providers/ziggeo/wire.ts";
import type { UploadSlot } from "../../db/schema/ziggeo-upload.ts";

export const uploadPath = "/upload/";
/** The field that names the upload. */
export const uploadField = "x-reelyard-upload";

/**
 * Where a file goes. Every SDK wants an absolute address, except Python's, which takes only those that begin with
 * `https:` for absolute and appends any other to its own.
 */
export function toUrlData(slot: UploadSlot, requestUrl: string, userAgent: string | undefined): WireUrlData {
  const { origin, protocol } = new URL(requestUrl);
  const isRelative = protocol !== "https:" && (userAgent?.startsWith("Python-urllib/") ?? false);
  const extension = slot.kind === "video" ? (slot.videoType ?? "bin") : "image";
  return {
    url: isRelative ? uploadPath : `${origin}${uploadPath}`,
    fields: { key: `${slot.kind}s/${slot.streamToken}.${extension}`, [uploadField]: slot.uploadId },
  };
}
