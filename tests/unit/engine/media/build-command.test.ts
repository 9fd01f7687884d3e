import { describe, expect, test } from "vitest";
import { buildCommandRuns, CommandError } from "#lib/engine/media/command/build-command.ts";
import { inputRules } from "#lib/engine/media/input-rules.ts";
import { mediaFacts, transcodeSettings } from "#tests/support/transcode-settings.ts";

const context = {
  facts: mediaFacts(),
  settings: transcodeSettings({ width: 320, height: 240, framesPerSecond: 30, h264Profile: "main" }),
  renditionId: "abc",
};
const run = (command: string) =>
  buildCommandRuns(command, context, { source: "source", output: "out/media.mp4" });
/** Without what guards the input. */
const words = (command: string) =>
  run(command).map((args) => args.join(" ").replace(`${inputRules.join(" ")} -f mov `, ""));

describe("a custom command", () => {
  test("of the vendor's README becomes ffmpeg's arguments", () => {
    const readme = "ffmpeg -i $input_file$ -f mp4 -b 128k $resolution_and_padding$ -y $output_file";
    expect(words(readme)).toEqual([
      "-i file:source -f mp4 -b:v 128k -vf scale=320:180:flags=bicubic,pad=320:240:(ow-iw)/2:(oh-ih)/2,setsar=1 -y file:out/media.mp4",
    ]);
  });

  test("reads the profile's settings where its variables are", () => {
    const command =
      "ffmpeg -i $input_file$ -c:v libx264 $video_quality$ $h264_profile$ $h264_level$ $fps$ $keyframes$ $clip$ " +
      "$audio_bitrate$ $audio_sample_rate$ $audio_channels$ -s $width$x$height$ -metadata title=$record_id$ $output_file$";
    expect(words(command)).toEqual([
      "-i file:source -c:v libx264 -b:v 300k -profile:v main -r 30 -g 250 -b:a 64k -ar 44100 -s 320x240 -metadata title=abc file:out/media.mp4",
    ]);
  });

  test("may be several, through files of their own, with a faststart at the end", () => {
    const command =
      "ffmpeg -i $input_file$ -vn -c:a libfdk_aac sound.m4a\nffmpeg -i $input_file$ -i sound.m4a -map 0:v -map 1:a -c copy whole.mp4; qt-faststart whole.mp4 $output_file$";
    const runs = run(command);
    expect(runs).toHaveLength(3);
    expect(runs[0]?.slice(-4)).toEqual(["-vn", "-c:a", "aac", "file:command-sound.m4a"]);
    expect(runs[1]).toContain("file:command-sound.m4a");
    expect(runs[2]?.slice(-3)).toEqual(["-f", "mp4", "file:out/media.mp4"]);
    for (const args of runs) expect(args.slice(0, inputRules.length)).toEqual([...inputRules]);
  });

  test("may encode in two passes", () => {
    const command =
      "ffmpeg -i $input_file$ -an -c:v libx264 -b:v 500k -pass 1 -f null /dev/null; ffmpeg -i $input_file$ -c:v libx264 -b:v 500k -pass 2 $output_file$";
    expect(run(command)[0]?.slice(-3)).toEqual(["-f", "null", "-"]);
  });

  test("may filter, within quotes too", () => {
    const command = `ffmpeg -i $input_file$ -filter_complex "[0:v]split=2[a][b];[a]hflip[c];[b][c]overlay=x='if(gte(t,1),10,0)'[v]" -map [v] $output_file$`;
    expect(words(command)[0]).toContain("[b][c]overlay=x='if(gte(t,1),10,0)'[v] -map [v]");
  });
});

describe("fault 33: what is not allowed is named", () => {
  test.each([
    ["another program", "rm -rf $output_file$", '"rm"'],
    ["another program after a semicolon", "ffmpeg -i $input_file$ $output_file$; rm x", '"rm"'],
    ["a program by path", "/usr/bin/ffmpeg -i $input_file$ $output_file$", '"/usr/bin/ffmpeg"'],
    ["a shell's and", "ffmpeg -i $input_file$ $output_file$ && rm x", '"&&"'],
    ["a pipe", "ffmpeg -i $input_file$ $output_file$ | sh", '"|"'],
    ["a substitution", "ffmpeg -i $input_file$ $(id).mp4", '"$(id).mp4"'],
    ["backquotes", "ffmpeg -i $input_file$ `id`.mp4", '"`id`.mp4"'],
    ["a redirection", "ffmpeg -i $input_file$ $output_file$ > /etc/passwd", '">"'],
    ["another file", "ffmpeg -i /etc/passwd $output_file$", '"/etc/passwd"'],
    ["a file by protocol", "ffmpeg -i file:/etc/passwd $output_file$", '"file:/etc/passwd"'],
    ["an address", "ffmpeg -i http://169.254.169.254/ $output_file$", '"http://169.254.169.254/"'],
    ["a file nobody wrote", "ffmpeg -i other.mp4 $output_file$", '"other.mp4"'],
    ["an output elsewhere", "ffmpeg -i $input_file$ ../x.mp4 $output_file$", '"../x.mp4"'],
    ["an output by protocol", "ffmpeg -i $input_file$ tcp:1.mp4 $output_file$", '"tcp:1.mp4"'],
    ["an option that reads a file", "ffmpeg -i $input_file$ -attach x.ttf $output_file$", '"-attach"'],
    ["a device", "ffmpeg -f lavfi -i $input_file$ $output_file$", '"-f lavfi"'],
    ["a muxer that writes lists", "ffmpeg -i $input_file$ -f hls $output_file$", '"-f hls"'],
    ["a muxer that writes anywhere", "ffmpeg -i $input_file$ -f tee $output_file$", '"-f tee"'],
    [
      "a filter that reads a file",
      "ffmpeg -i $input_file$ -vf movie=/etc/passwd $output_file$",
      '"movie=/etc/passwd"',
    ],
    [
      "one behind another",
      "ffmpeg -i $input_file$ -vf hflip,subtitles=x.srt $output_file$",
      '"subtitles=x.srt"',
    ],
    ["one behind an escape", "ffmpeg -i $input_file$ -vf scale=a\\,b,amovie=x $output_file$", '"amovie=x"'],
    [
      "text from a file",
      "ffmpeg -i $input_file$ -vf drawtext=textfile=x $output_file$",
      '"drawtext=textfile=x"',
    ],
    ["an encoder's log", "ffmpeg -i $input_file$ -x264-params stats=/tmp/x $output_file$", '"stats=/tmp/x"'],
    ["an unknown encoder", "ffmpeg -i $input_file$ -c:v h264_nvenc $output_file$", '"-c:v h264_nvenc"'],
    ["a value that is none", "ffmpeg -i $input_file$ -b:v lots $output_file$", '"-b:v lots"'],
    ["an option without its value", "ffmpeg -i $input_file$ $output_file$ -r", '"-r"'],
    ["an unknown variable", "ffmpeg -i $input_file$ $secret$ $output_file$", '"$secret$"'],
    ["a name with a newline in it", "ffmpeg -i $input_file$ 'a\nb.mp4' $output_file$", '"a\\nb.mp4"'],
    ["a member of every object", "ffmpeg -i $input_file$ -constructor $output_file$", '"-constructor"'],
  ])("%s", (_what, command, word) => {
    expect(() => run(command)).toThrow(CommandError);
    expect(() => run(command)).toThrow(word.startsWith('"a\\n') ? "a\\nb.mp4" : word);
  });

  test.each([
    ["nothing", "  \n ;", "empty"],
    ["no input", "ffmpeg -y $output_file$", "no input"],
    ["no result", "ffmpeg -i $input_file$ other.mp4", "Nothing writes"],
    ["an open quote", "ffmpeg -i $input_file$ 'x", "not closed"],
    ["a book", "ffmpeg ".repeat(2_000), "longer than"],
    ["nine commands", "ffmpeg -i $input_file$ $output_file$;".repeat(9), "more than 8"],
  ])("a command of %s", (_what, command, message) => {
    expect(() => run(command)).toThrow(message);
  });
});
