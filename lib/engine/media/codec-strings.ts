import { openDemuxed } from "./demux.ts";

/** A file's codecs as RFC 6381 names them (`avc1.64001f`, `mp4a.40.2`): what HLS wants to know beforehand. */
export async function readCodecStrings(file: string): Promise<string[]> {
  await using demuxed = await openDemuxed(file);
  const tracks = [await demuxed.input.getPrimaryVideoTrack(), await demuxed.input.getPrimaryAudioTrack()];
  const names = await Promise.all(tracks.map((track) => track?.getCodecParameterString() ?? null));
  return names.filter((name) => name !== null);
}
