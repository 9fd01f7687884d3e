import type { WireTaskKinds } from "#lib/providers/stupeflix/wire.ts";
import { storeDescriptions } from "../stores/task-stores.ts";
import { audioBeats } from "./audio-beats.ts";
import { audioConvert } from "./audio-convert.ts";
import { audioInfo } from "./audio-info.ts";
import { audioWaveform } from "./audio-waveform.ts";
import { hello } from "./hello.ts";
import { htmlScrape } from "./html-scrape.ts";
import { imageGif } from "./image-gif.ts";
import { imageInfo } from "./image-info.ts";
import { imageStrip } from "./image-strip.ts";
import { imageThumb } from "./image-thumb.ts";
import { commonParameters } from "./parameters.ts";
import { describe, parameterFault, type TaskKind } from "./task-kind.ts";
import { videoConvert } from "./video-convert.ts";
import { videoCreate } from "./video-create.ts";
import { videoInfo } from "./video-info.ts";
import { videoReverse } from "./video-reverse.ts";
import { videoStrip } from "./video-strip.ts";
import { videoThumb } from "./video-thumb.ts";
import { videoUploadFacebook, videoUploadVimeo, videoUploadYoutube } from "./video-upload.ts";

/** Every kind of task there is, in the order of the documentation. */
export const taskKinds: readonly TaskKind[] = [
  audioBeats,
  audioConvert,
  audioInfo,
  audioWaveform,
  htmlScrape,
  imageGif,
  imageInfo,
  imageStrip,
  imageThumb,
  videoConvert,
  videoCreate,
  videoInfo,
  videoReverse,
  videoStrip,
  videoThumb,
  videoUploadFacebook,
  videoUploadVimeo,
  videoUploadYoutube,
  hello,
];

const byName = new Map(taskKinds.map((kind) => [kind.description.name, kind]));

/** Throws `TaskFault` for a name that is none. */
export function requireKind(taskName: string): TaskKind {
  if (taskName === "") throw parameterFault("task_name", "this field is required");
  const kind = byName.get(taskName);
  if (!kind) throw parameterFault("task_name", "invalid choice");
  return kind;
}

/** What documentation and forms are made of. */
export const describeKinds = (): WireTaskKinds => ({
  kinds: taskKinds.map((kind) => kind.description),
  common: describe(commonParameters),
  stores: storeDescriptions(),
});
