import path from "node:path";
import type { TranscodeSettings } from "../../library/types.ts";
import { openDemuxed } from "../demux.ts";
import { descriptionBytes } from "../description-bytes.ts";
import { MediaUnreadableError } from "../media-tools.ts";
import { type Fragment, readFragments } from "./fragments.ts";
import type { SmoothPicture, SmoothPresentation, SmoothSound } from "./manifests.ts";
import { smoothAudioFile, smoothAudioKbps, smoothRates, smoothVideoFile } from "./smooth-outputs.ts";

/** What ffmpeg wrote for a Smooth Streaming rendition. Throws `MediaUnreadableError` when players could not change between its rates. */
export async function readPresentation(
  directory: string,
  settings: TranscodeSettings,
  hasSound: boolean,
): Promise<SmoothPresentation> {
  const pictures: SmoothPicture[] = [];
  let pictureFragments: Fragment[] | undefined;
  for (const kbps of smoothRates(settings)) {
    const file = smoothVideoFile(kbps);
    const fragments = await readFragments(path.join(directory, file));
    pictureFragments ??= fragments;
    if (!sameStarts(fragments, pictureFragments)) {
      throw new MediaUnreadableError("The renditions' fragments do not begin at the same instants.");
    }
    pictures.push(await readPicture(directory, file, kbps * 1000));
  }
  const sound = hasSound ? await readSound(directory, smoothAudioKbps(settings) * 1000) : null;
  return { pictures, pictureFragments: pictureFragments ?? [], sound };
}

const sameStarts = (left: readonly Fragment[], right: readonly Fragment[]) =>
  left.length > 0 &&
  left.length === right.length &&
  left.every(({ start }, index) => start === right[index]?.start);

async function readPicture(directory: string, file: string, bitsPerSecond: number): Promise<SmoothPicture> {
  await using demuxed = await openDemuxed(path.join(directory, file));
  const track = await demuxed.input.getPrimaryVideoTrack();
  const config = await track?.getDecoderConfig();
  if (!track || !config?.description) throw new MediaUnreadableError("A rendition has no picture.");
  const [width, height] = [config.codedWidth ?? 0, config.codedHeight ?? 0];
  return {
    file,
    bitsPerSecond,
    width,
    height,
    codecPrivateData: toStartCodes(descriptionBytes(config.description)),
  };
}

async function readSound(directory: string, bitsPerSecond: number) {
  const file = path.join(directory, smoothAudioFile);
  await using demuxed = await openDemuxed(file);
  const track = await demuxed.input.getPrimaryAudioTrack();
  const config = await track?.getDecoderConfig();
  if (!config?.description) throw new MediaUnreadableError("The rendition has no sound.");
  const sound: SmoothSound = {
    file: smoothAudioFile,
    bitsPerSecond,
    sampleRate: config.sampleRate,
    channels: config.numberOfChannels,
    codecPrivateData: descriptionBytes(config.description).toString("hex"),
  };
  return { ...sound, fragments: await readFragments(file) };
}

/** An `avcC` record's parameter sets as Smooth Streaming wants them: each behind a start code, in hex. */
function toStartCodes(avcC: Buffer): string {
  const sets: string[] = [];
  let at = 5;
  for (const mask of [0x1f, 0xff]) {
    const count = avcC.readUInt8(at++) & mask;
    for (let index = 0; index < count; index++) {
      const length = avcC.readUInt16BE(at);
      sets.push(`00000001${avcC.toString("hex", at + 2, at + 2 + length)}`);
      at += 2 + length;
    }
  }
  return sets.join("");
}
