/** Enough of a file to know its rate by. */
const packetsRead = 60;

export interface Frames {
  readonly framesPerSecond: number;
  /** Where the picture ends: the sound may go on a little longer. */
  readonly endSeconds: number;
}

/** What frames a film has, read from the file by a demuxer; undefined when it has no picture that we can read. */
export async function readFrames(source: string | File): Promise<Frames | undefined> {
  const { ALL_FORMATS, BlobSource, Input, UrlSource } = await import("mediabunny");
  const input = new Input({
    source:
      typeof source === "string" ? new UrlSource(new URL(source, location.href)) : new BlobSource(source),
    formats: ALL_FORMATS,
  });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) return undefined;
    const { averagePacketRate } = await track.computePacketStats(packetsRead);
    const endSeconds = await track.computeDuration();
    const isKnown = Number.isFinite(averagePacketRate) && averagePacketRate > 0 && endSeconds > 0;
    return isKnown ? { framesPerSecond: averagePacketRate, endSeconds } : undefined;
  } catch {
    // What the player shows can be stepped through all the same, at a guess.
    return undefined;
  } finally {
    input.dispose();
  }
}
