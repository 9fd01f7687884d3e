/** One rung of a master playlist. */
export interface MasterVariant {
  /** As the master refers to it. */
  readonly uri: string;
  readonly peakBitsPerSecond: number;
  readonly averageBitsPerSecond: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly framesPerSecond: number | null;
  /** RFC 6381, e.g. `avc1.64001f`, `mp4a.40.2`. */
  readonly codecs: readonly string[];
}

/** A master playlist (RFC 8216 §4.3.4.2), lowest rung first: players begin with what comes first. */
export function buildMasterPlaylist(variants: readonly MasterVariant[]): string {
  const lines = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-INDEPENDENT-SEGMENTS"];
  for (const variant of [...variants].sort((a, b) => a.peakBitsPerSecond - b.peakBitsPerSecond)) {
    const attributes = [
      `BANDWIDTH=${variant.peakBitsPerSecond}`,
      `AVERAGE-BANDWIDTH=${variant.averageBitsPerSecond}`,
      ...(variant.width && variant.height ? [`RESOLUTION=${variant.width}x${variant.height}`] : []),
      ...(variant.framesPerSecond ? [`FRAME-RATE=${variant.framesPerSecond.toFixed(3)}`] : []),
      ...(variant.codecs.length > 0 ? [`CODECS="${variant.codecs.join(",")}"`] : []),
    ];
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(",")}`, variant.uri);
  }
  return `${lines.join("\n")}\n`;
}

/** Bits a second of a media playlist's segments: the highest of one segment, and over all. */
export function measureSegments(
  playlist: string,
  sizeOf: (uri: string) => number | undefined,
): { peakBitsPerSecond: number; averageBitsPerSecond: number } {
  let seconds = 0;
  let totalSeconds = 0;
  let totalBytes = 0;
  let peak = 0;
  for (const line of playlist.split("\n").map((text) => text.trim())) {
    const duration = /^#EXTINF:([\d.]+)/.exec(line)?.[1];
    if (duration !== undefined) seconds = Number(duration);
    if (line === "" || line.startsWith("#")) continue;
    const bytes = sizeOf(line) ?? 0;
    totalSeconds += seconds;
    totalBytes += bytes;
    // A tail of a few frames would claim a rate that nobody has to stream at.
    if (seconds >= 0.5) peak = Math.max(peak, (bytes * 8) / seconds);
  }
  const average = totalSeconds > 0 ? (totalBytes * 8) / totalSeconds : 0;
  return { peakBitsPerSecond: Math.ceil(Math.max(peak, average)), averageBitsPerSecond: Math.ceil(average) };
}

/** Whether a profile name is meant by a list of globs (`hls.*`): `*` is any run of characters, `?` one. */
export function matchesGlobs(name: string, globs: readonly string[]): boolean {
  return globs.some((glob) => {
    const pattern = glob
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    return new RegExp(`^${pattern}$`).test(name);
  });
}
