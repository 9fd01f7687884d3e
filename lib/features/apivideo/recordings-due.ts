/** What was last read of a live stream's recordings. */
export interface RecordingsRead {
  readonly videoIds: readonly string[];
  readonly readAtMs: number;
  /** When it was last seen on air; null when it never was. */
  readonly onAirAtMs: number | null;
}

/** Nothing new is expected before. */
const freshMs = 60_000;
/** How long after the end of a broadcast its recording may still be on its way. */
const settlingMs = 120_000;

/** Whether the service has to be asked again: soon after a broadcast has ended each time, else now and then. */
export function isReadingDue(
  read: RecordingsRead | undefined,
  isBroadcasting: boolean,
  nowMs: number,
): boolean {
  if (!read || nowMs - read.readAtMs >= freshMs) return true;
  if (isBroadcasting || read.onAirAtMs === null) return false;
  return nowMs - read.onAirAtMs < settlingMs;
}
