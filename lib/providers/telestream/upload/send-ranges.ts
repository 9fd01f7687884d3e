import type { Arrived, Sending } from "./send-parts.ts";
import type { RangeState } from "./upload-line.ts";

/** As every published client cuts it. */
const chunkBytes = 5 * 1024 * 1024;

/** Sends a file from its start to its end, a chunk after the other (`telestream.md` §6.3). */
export async function sendRanges(sending: Sending, isNew: boolean, signal: AbortSignal): Promise<Arrived> {
  const { line, file, upload, patience, sent } = sending;
  const { sizeBytes } = upload;
  const ask = () => line.rangeState(sizeBytes, signal);
  let state: RangeState = isNew ? { received: 0 } : await patience.keepTrying(ask, signal);
  while (!("video" in state)) {
    const from = state.received;
    const to = Math.min(from + chunkBytes, sizeBytes);
    sent.report(0, from);
    let isFirst = true;
    const next = await patience.keepTrying(async () => {
      // After a break: perhaps some of the chunk arrived, and the answer alone was lost.
      if (!isFirst) return ask();
      isFirst = false;
      const body = () => file.read(from, to, (bytes) => sent.report(0, from + bytes));
      return line.sendRange({ from, sizeBytes }, { body, sizeBytes: to - from }, signal);
    }, signal);
    if ("video" in next || next.received > from) patience.noteProgress();
    state = next;
  }
  sent.finish(0);
  return { video: state.video };
}
