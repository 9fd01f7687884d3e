export type Medium = "image" | "audio" | "video" | "other";

const media: Readonly<Record<string, Medium>> = {
  jpg: "image",
  jpeg: "image",
  png: "image",
  gif: "image",
  webp: "image",
  mp4: "video",
  m4v: "video",
  mov: "video",
  webm: "video",
  ogv: "video",
  mp3: "audio",
  m4a: "audio",
  aac: "audio",
  ogg: "audio",
  oga: "audio",
  opus: "audio",
  flac: "audio",
  wav: "audio",
};

/** What a file is, by its name's ending, whatever address it has. */
export function mediumOf(address: string): Medium {
  const [path = ""] = address.split(/[?#]/, 1);
  return media[/\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ""] ?? "other";
}
