import type { PresetCard } from "./presets.ts";
import { audio } from "./profile-fields/audio.ts";
import { clip } from "./profile-fields/clip.ts";
import type { ProfileFieldGroup } from "./profile-fields/field.ts";
import { h264 } from "./profile-fields/h264.ts";
import { picture } from "./profile-fields/picture.ts";
import { prores } from "./profile-fields/prores.ts";
import { stills } from "./profile-fields/stills.ts";
import { playlist, segments } from "./profile-fields/stream.ts";
import { videoRate } from "./profile-fields/video-rate.ts";
import { watermark } from "./profile-fields/watermark.ts";

/** The guided settings that mean something for a preset; all of them for an advanced profile's variables. */
export function fieldGroupsOf(card: PresetCard | undefined): readonly ProfileFieldGroup[] {
  if (!card) return [picture, videoRate, audio, clip];
  if (card.family === "stills") return [stills];
  if (card.presetName === "hls.variant.playlist") return [playlist];
  const isStream = card.family === "stream";
  if (card.family === "audio" || card.presetName === "hls.variant.audio")
    return [audio, ...(isStream ? [segments] : [clip])];
  return [picture, ...codecGroups(card), soundGroup(card), isStream ? segments : clip, watermark];
}

/** What a codec's own rate control knows. */
function codecGroups({ makes, presetName }: PresetCard): ProfileFieldGroup[] {
  if (makes.includes("ProRes")) return [prores];
  const isTwoPass = presetName !== "hss" && /H\.264|VP8|VP9/.test(makes);
  const rates = isTwoPass ? videoRate : without(videoRate, "two_pass");
  return makes.includes("H.264") ? [rates, h264] : [rates];
}

/** Samples as they are have no bitrate. */
const soundGroup = ({ makes }: PresetCard) =>
  makes.includes("PCM") ? without(audio, "audio_bitrate") : audio;

const without = (group: ProfileFieldGroup, name: string): ProfileFieldGroup => ({
  ...group,
  fields: group.fields.filter((field) => field.name !== name),
});

/** What the guided form of a profile sets; nothing for a preset that has no form. */
export function fieldNamesOf(card: PresetCard | undefined, isCommand: boolean): string[] {
  if (!card && !isCommand) return [];
  return fieldGroupsOf(card).flatMap(({ fields }) => fields.map(({ name }) => name));
}
