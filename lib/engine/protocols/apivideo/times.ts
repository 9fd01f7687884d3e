/** ATOM: `2019-12-16T08:25:51+00:00`. */
export const toAtom = (date: Date) => `${date.toISOString().slice(0, 19)}+00:00`;

const units = [3600, 60, 1] as const;

/**
 * Milliseconds of a timecode: `hh:mm:ss`, `hh:mm:ss.ms`, `hh:mm:ss:frame` or whole seconds. Undefined when it is
 * none. A frame counts from 0 at the video's rate.
 */
export function parseTimecode(timecode: string, framesPerSecond: number | null): number | undefined {
  if (/^\d{1,7}$/.test(timecode)) return Number(timecode) * 1000;
  const found = /^(\d{1,3}):([0-5]?\d):([0-5]?\d)(?:\.(\d{1,6})|:(\d{1,4}))?$/.exec(timecode);
  if (!found) return undefined;
  const seconds = units.reduce((sum, unit, index) => sum + Number(found[index + 1]) * unit, 0);
  const fraction = found[4] === undefined ? 0 : Number(`0.${found[4]}`) * 1000;
  const frame = found[5] === undefined ? 0 : (Number(found[5]) / (framesPerSecond || 25)) * 1000;
  return Math.round(seconds * 1000 + fraction + frame);
}
