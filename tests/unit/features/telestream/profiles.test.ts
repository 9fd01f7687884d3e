import { describe, expect, test } from "vitest";
import { buildPassArgs } from "#lib/engine/media/transcode-args.ts";
import { findPreset } from "#lib/engine/protocols/telestream/presets.ts";
import { readSettings } from "#lib/engine/protocols/telestream/profile-fields.ts";
import { toTranscodeSettings } from "#lib/engine/protocols/telestream/profile-settings.ts";
import { presetCards } from "#lib/features/telestream/schema/presets.ts";
import { createProfileInput } from "#lib/features/telestream/schema/profile.ts";
import { toCommandLines } from "#lib/features/telestream/schema/profile-command.ts";
import { faultOf } from "#lib/features/telestream/schema/profile-fields/field.ts";
import { fieldGroupsOf } from "#lib/features/telestream/schema/profile-fields.ts";

const toText = (settings: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, value === null ? "" : String(value)]),
  );

test.each(presetCards)(
  "the engine makes $presetName, with the gallery's defaults",
  ({ presetName, defaults }) => {
    expect(findPreset(presetName)?.settings).toMatchObject(defaults);
  },
);

describe.each(presetCards)("the form of $presetName", (card) => {
  const groups = fieldGroupsOf(card);
  test("has no field twice, and a word for the effect of each, empty or not", () => {
    const fields = groups.flatMap((group) => group.fields);
    expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
    for (const field of fields) {
      const value = String(card.defaults[field.name] ?? "");
      expect(faultOf(field, value), field.name).toBeUndefined();
      const choices = field.options?.map((option) => option.value) ?? ["1"];
      for (const given of ["", value, ...choices])
        expect(field.effect(given, {}), field.name).toMatch(/\w\.?$/);
    }
  });
});

/** A value for each field that is no choice, as somebody would enter it. */
const typical: Readonly<Record<string, string>> = {
  watermark_url: "https://example.com/logo.png",
  frame_offsets: "2s, 10s, 250f",
  frame_interval: "5s",
  variants: "hls.*",
  clip_offset: "00:00:01.5",
  clip_length: "01:02:03",
  watermark_top: "5%",
  watermark_left: "20px",
  watermark_width: "25%",
};

test.each(presetCards)("whatever the form of $presetName takes, the engine takes too", (card) => {
  for (const field of fieldGroupsOf(card).flatMap((group) => group.fields)) {
    const values = field.options?.map(({ value }) => value) ??
      (field.kind === "switch" ? ["true", "false"] : undefined) ?? [typical[field.name] ?? "20"];
    for (const value of values) {
      expect(faultOf(field, value), `${field.name} ${value}`).toBeUndefined();
      expect(() => readSettings(new Map([[field.name, value]])), `${field.name} ${value}`).not.toThrow();
    }
  }
});

test("a watermark's words follow from where it is", () => {
  const [card] = presetCards;
  const fields = fieldGroupsOf(card).flatMap((group) => group.fields);
  const effect = (name: string, settings: Record<string, string>) =>
    fields.find((field) => field.name === name)?.effect(settings[name] ?? "", settings);
  const watermark_url = "https://example.com/logo.png";
  expect(effect("watermark_left", {})).toBe("Means nothing without a watermark.");
  expect(effect("watermark_left", { watermark_url })).toBe("At the frame's left edge.");
  expect(effect("watermark_left", { watermark_url, watermark_right: "5%" })).toBe(
    "Follows from the distance to the right.",
  );
  expect(effect("watermark_right", { watermark_url, watermark_right: "20" })).toBe(
    "Its right edge is 20 pixels in from the frame's.",
  );
  expect(effect("watermark_right", { watermark_url, watermark_right: "20", watermark_left: "5" })).toBe(
    "Not used: the distance to the left comes first.",
  );
  expect(effect("watermark_width", { watermark_url, watermark_width: "25%" })).toBe(
    "Drawn 25% wide of the frame.",
  );
});

/** Options that say the same for every source. */
const told = [
  "-c:v",
  "-b:v",
  "-crf",
  "-maxrate",
  "-bufsize",
  "-profile:v",
  "-g",
  "-c:a",
  "-b:a",
  "-f",
  "-hls_time",
];

describe("the command that is shown is the one that is run", () => {
  const facts = {
    ...{
      formatName: "mov,mp4",
      durationMs: 10_000,
      width: 1920,
      height: 1080,
      framesPerSecond: 25,
      rotation: 0,
    },
    ...{ videoCodec: "h264", audioCodec: "aac", videoBitrateKbps: 1, audioBitrateKbps: 1, audioChannels: 2 },
    ...{ audioSampleRate: 48_000, sizeBytes: 1, mimeType: "video/mp4" },
  };
  const encoders = new Set([
    ...["libx264", "libx265", "libvpx", "libvpx-vp9", "libtheora", "mpeg2video", "prores_ks"],
    ...["aac", "libmp3lame", "libvorbis", "libopus", "mp2", "pcm_s16le"],
  ]);
  const cases = presetCards.filter(
    ({ family, presetName }) =>
      family !== "stills" && presetName !== "hss" && !presetName.endsWith("playlist"),
  );

  test.each(cases)("$presetName", (card) => {
    const changed = card.defaults.video_bitrate
      ? { ...toText(card.defaults), video_bitrate: "900", keyframe_interval: "50", fps: "25" }
      : { ...toText(card.defaults), audio_bitrate: "96" };
    const preset = findPreset(card.presetName);
    if (!preset) throw new Error("The engine does not know it.");
    const settings = toTranscodeSettings(preset, readSettings(new Map(Object.entries(changed))));
    const run = buildPassArgs(
      { file: "in.mp4", facts } as Parameters<typeof buildPassArgs>[0],
      [{ settings, file: "out" }],
      encoders,
    );
    const shown = toCommandLines(card, changed).flatMap(({ args }) => args.split(" "));
    const valueAfter = (args: readonly string[], option: string) =>
      args.includes(option) ? args[args.lastIndexOf(option) + 1] : undefined;
    const pick = (args: readonly string[]) =>
      Object.fromEntries(
        told.map((option) => [option, valueAfter(args, option)]).filter(([, value]) => value),
      );
    expect(pick(shown)).toEqual(pick(run));
  });
});

describe("a new profile", () => {
  const faults = (draft: object) =>
    createProfileInput
      .safeParse({
        connectionId: "c",
        factoryId: "f",
        draft: { title: "", settings: {}, name: "n", ...draft },
      })
      .error?.issues.map(({ path }) => path.join(".")) ?? [];

  test("names the field that is wrong", () => {
    const settings = {
      width: "0",
      video_bitrate: "1.5",
      clip_offset: "ten",
      aspect_mode: "round",
      fps: "12.5",
    };
    expect(faults({ kind: "preset", presetName: "h264", settings }).sort()).toEqual(
      ["draft.settings.aspect_mode", "draft.settings.video_bitrate", "draft.settings.width"]
        .concat("draft.settings.clip_offset")
        .sort(),
    );
  });

  test.each(["command", "preset_name", "extname", "name", "factory_id", "signature"])(
    "has no %s among its settings: it would be another profile than was permitted",
    (name) => {
      expect(faults({ kind: "preset", presetName: "h264", settings: { [name]: "x" } })).toEqual([
        `draft.settings.${name}`,
      ]);
    },
  );

  test("of a command reads the input and writes the output", () => {
    const command = "ffmpeg -i $input_file$ -y $output_file$";
    expect(faults({ kind: "command", command, extname: ".mp4" })).toEqual([]);
    expect(faults({ kind: "command", command: "ffmpeg -i a -y $output_file$", extname: ".mp4" })).toEqual([
      "draft.command",
    ]);
    expect(faults({ kind: "command", command, extname: "../x" })).toEqual(["draft.extname"]);
  });
});
