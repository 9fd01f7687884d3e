/** Enough of a file to know its rate by. */
const packetsRead = 60;

/** Frames per second, read from the beginning of a file by a demuxer; undefined when it has no picture we can read. */
export async function readFrameRate(source: string | File): Promise<number | undefined> {
  const { ALL_FORMATS, BlobSource, Input, UrlSource } = await import("mediabunny");
  const input = new Input({
    source:
      typeof source === "string" ? new UrlSource(new URL(source, location.href)) : new BlobSource(source),
    formats: ALL_FORMATS,
  });
  try {
    const track = await input.getPrimaryVideoTrack();
    const rate = (await track?.computePacketStats(packetsRead))?.averagePacketRate;
    return rate !== undefined && Number.isFinite(rate) && rate > 0 ? rate : undefined;
  } catch {
    // What the player shows can be stepped through all the same, at a guess.
    return undefined;
  } finally {
    input.dispose();
  }
}
