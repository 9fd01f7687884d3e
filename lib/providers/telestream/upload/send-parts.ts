import type { WireVideo } from "../wire.ts";
import type { LocalFile } from "./local-file.ts";
import type { Patience } from "./patience.ts";
import type { SavedUpload } from "./saved-upload.ts";
import type { SentBytes } from "./sent-bytes.ts";
import type { UploadLine } from "./upload-line.ts";

export interface Sending {
  readonly line: UploadLine;
  readonly file: LocalFile;
  readonly upload: SavedUpload;
  readonly patience: Patience;
  readonly sent: SentBytes;
  /** Parts at once, as far as the service takes them. */
  readonly threads: number;
}

/** An upload has arrived. The video is unknown where its answer was lost and the service does not repeat it. */
export interface Arrived {
  readonly video: WireVideo | undefined;
}

/** Sends every part that is missing (`telestream.md` §6.4), several at once, and again until none is. */
export async function sendParts(sending: Sending, isNew: boolean, signal: AbortSignal): Promise<Arrived> {
  const { line, upload, patience, sent } = sending;
  const ask = () => patience.keepTrying(() => line.missingParts(signal), signal);
  const everyPart = new Map(Array.from({ length: upload.partCount }, (_, part) => [part, 0]));
  for (let missing = isNew ? everyPart : await ask(); missing; missing = await ask()) {
    sent.begin(missing);
    const video = await sendThese([...missing], sending, signal);
    if (video) return { video };
  }
  const last = upload.partCount - 1;
  const video = await patience.keepTrying(() => line.findVideo(last, signal), signal);
  return { video };
}

/** Lanes over one list of parts; the first error that is final stops all of them before it is thrown. */
async function sendThese(
  left: [part: number, offset: number][],
  sending: Sending,
  signal: AbortSignal,
): Promise<WireVideo | undefined> {
  const { upload, patience, sent, threads } = sending;
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  let video: WireVideo | undefined;
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [part, offset] = next;
      const attempt = attemptsAt(part, offset, sending, either);
      video = (await patience.keepTrying(attempt, either)) ?? video;
      sent.finish(part);
      patience.noteProgress();
    }
  };
  const lanes = Array.from({ length: Math.min(threads, upload.maxConnections, left.length) }, () =>
    lane().catch((error: unknown) => stop.abort(error)),
  );
  await Promise.all(lanes);
  signal.throwIfAborted();
  stop.signal.throwIfAborted();
  return video;
}

/**
 * Attempts at one part. From the second on the service is asked first what it has of it: after a break only the rest
 * is sent, and nothing where the answer alone was lost.
 */
function attemptsAt(part: number, firstOffset: number, sending: Sending, signal: AbortSignal) {
  const { line, file, upload, patience, sent } = sending;
  const start = part * upload.partSize;
  const end = Math.min(start + upload.partSize, upload.sizeBytes);
  let known = firstOffset;
  let isFirst = true;
  return async (): Promise<WireVideo | undefined> => {
    if (!isFirst) {
      const offset = (await line.missingParts(signal))?.get(part);
      if (offset === undefined) return undefined;
      if (offset > known) patience.noteProgress();
      known = offset;
    }
    isFirst = false;
    const offset = known;
    const body = () => file.read(start + offset, end, (bytes) => sent.report(part, offset + bytes));
    try {
      return await line.sendPart({ number: part, offset }, { body, sizeBytes: end - start - offset }, signal);
    } catch (error) {
      sent.report(part, offset);
      throw error;
    }
  };
}
