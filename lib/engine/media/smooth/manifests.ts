import type { Fragment } from "./fragments.ts";

/** A film at one rate, or its sound. */
export interface SmoothTrack {
  /** As the server manifest names it. */
  readonly file: string;
  readonly bitsPerSecond: number;
  /** What a decoder has to know beforehand, in hex. */
  readonly codecPrivateData: string;
}

export interface SmoothPicture extends SmoothTrack {
  readonly width: number;
  readonly height: number;
}

export interface SmoothSound extends SmoothTrack {
  readonly sampleRate: number;
  readonly channels: number;
}

export interface SmoothPresentation {
  /** The highest rate first. */
  readonly pictures: readonly SmoothPicture[];
  /** Of every picture. */
  readonly pictureFragments: readonly Fragment[];
  readonly sound: (SmoothSound & { readonly fragments: readonly Fragment[] }) | null;
}

const xml = `<?xml version="1.0" encoding="utf-8"?>`;

/** The client's manifest, `.ismc` ([MS-SSTR] 2.2.2): what there is, and when each fragment begins. */
export function buildClientManifest({ pictures, pictureFragments, sound }: SmoothPresentation): string {
  const width = Math.max(...pictures.map((picture) => picture.width));
  const height = Math.max(...pictures.map((picture) => picture.height));
  const duration = Math.max(endOf(pictureFragments), endOf(sound?.fragments ?? []));
  const qualities = pictures.map((picture, index) =>
    tag("QualityLevel", {
      Index: index,
      Bitrate: picture.bitsPerSecond,
      FourCC: "H264",
      MaxWidth: picture.width,
      MaxHeight: picture.height,
      CodecPrivateData: picture.codecPrivateData,
    }),
  );
  const size = { MaxWidth: width, MaxHeight: height, DisplayWidth: width, DisplayHeight: height };
  return [
    xml,
    `<SmoothStreamingMedia MajorVersion="2" MinorVersion="0" Duration="${duration}">`,
    ...stream("video", size, qualities, pictureFragments),
    ...(sound ? stream("audio", {}, [soundQuality(sound)], sound.fragments) : []),
    "</SmoothStreamingMedia>",
    "",
  ].join("\n");
}

/** The server's manifest, `.ism`: which file has which rate. */
export function buildServerManifest({ pictures, sound }: SmoothPresentation, clientManifest: string): string {
  const track = (element: string, { file, bitsPerSecond }: SmoothTrack) => [
    `      <${element} ${attributes({ src: file, systemBitrate: bitsPerSecond })}>`,
    '        <param name="trackID" value="1" valuetype="data"/>',
    `      </${element}>`,
  ];
  return [
    xml,
    '<smil xmlns="http://www.w3.org/2001/SMIL20/Language">',
    "  <head>",
    `    <meta ${attributes({ name: "clientManifestRelativePath", content: clientManifest })}/>`,
    "  </head>",
    "  <body>",
    "    <switch>",
    ...pictures.flatMap((picture) => track("video", picture)),
    ...(sound ? track("audio", sound) : []),
    "    </switch>",
    "  </body>",
    "</smil>",
    "",
  ].join("\n");
}

function stream(
  type: "video" | "audio",
  own: Readonly<Record<string, number>>,
  qualities: readonly string[],
  fragments: readonly Fragment[],
): string[] {
  const head = attributes({
    Type: type,
    Name: type,
    Chunks: fragments.length,
    QualityLevels: qualities.length,
    ...own,
    Url: `QualityLevels({bitrate})/Fragments(${type}={start time})`,
  });
  return [
    `  <StreamIndex ${head}>`,
    ...qualities.map((quality) => `    ${quality}`),
    ...fragments.map(({ start, duration }, n) => `    ${tag("c", { n, t: start, d: duration })}`),
    "  </StreamIndex>",
  ];
}

/** 255: raw AAC frames; four bytes a packet are two channels of 16 bits, which decoders do not look at. */
const soundQuality = (sound: SmoothSound) =>
  tag("QualityLevel", {
    Index: 0,
    Bitrate: sound.bitsPerSecond,
    FourCC: "AACL",
    SamplingRate: sound.sampleRate,
    Channels: sound.channels,
    BitsPerSample: 16,
    PacketSize: sound.channels * 2,
    AudioTag: 255,
    CodecPrivateData: sound.codecPrivateData,
  });

const endOf = (fragments: readonly Fragment[]) => {
  const last = fragments.at(-1);
  return last ? last.start + last.duration : 0;
};

const tag = (name: string, own: Readonly<Record<string, string | number>>) => `<${name} ${attributes(own)}/>`;

const attributes = (own: Readonly<Record<string, string | number>>) =>
  Object.entries(own)
    .map(([name, value]) => `${name}="${escaped(String(value))}"`)
    .join(" ");

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
