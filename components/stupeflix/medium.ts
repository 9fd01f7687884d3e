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

/** The service names files without an ending, by the task that made them: `dragon-image.thumb-IeWutW`. */
const mediaOfTasks: Readonly<Record<string, Medium>> = {
  "audio.convert": "audio",
  "audio.waveform": "image",
  "image.gif": "image",
  "image.strip": "image",
  "image.thumb": "image",
  "video.convert": "video",
  "video.reverse": "video",
  "video.strip": "image",
  "video.thumb": "image",
};

/** What a file is, by its name, whatever address it has. */
export function mediumOf(address: string): Medium {
  const [path = ""] = address.split(/[?#]/, 1);
  const [, taskName] = /(?:^|\/)dragon-([a-z.]+)-[A-Za-z0-9]+$/.exec(path) ?? [];
  if (taskName !== undefined) return mediaOfTasks[taskName] ?? "other";
  return media[/\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ""] ?? "other";
}
