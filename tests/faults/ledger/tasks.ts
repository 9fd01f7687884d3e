import { at, type Fault, files } from "./fault.ts";

const encodes = "integration/engine/jobs/encode-faults.test.ts";
const corpus = "integration/engine/media/corpus.test.ts";
const disguises = "integration/engine/media/disguises.test.ts";
const tasksApi = "conformance/stupeflix/api.test.ts";
const badFiles = "conformance/stupeflix/bad-files.test.ts";
const hardSources = "conformance/telestream/hard-sources.test.ts";

/** The engine's tasks: faults 21 to 36 of the list. */
export const tasksFaults: readonly Fault[] = [
  {
    number: 21,
    what: "kill -9 of the engine × 20 under load, and mid encode × 3: each encode once and whole",
    state: "shown",
    note: "× 4 in npm test, × 20 with npm run test:faults",
    tests: [
      at(files.killBoth, "the engine loses no upload it said yes to, and finishes every encode exactly once"),
      at(
        "integration/engine/jobs/engine-killed.test.ts",
        "killed in the middle of an encode three times, the engine finishes it once, whole, and leaves nothing behind",
      ),
    ],
  },
  {
    number: 22,
    what: "ffmpeg killed, or stopped: ended by the watchdog, failed with its reason",
    state: "shown",
    tests: [
      at(
        encodes,
        "ffmpeg killed from outside is a failure in words, with a log, and can be tried again",
        "an ffmpeg that hangs is ended by the watchdog",
      ),
    ],
  },
  {
    number: 23,
    what: "restart with 100 tasks: all end once, keys unchanged",
    state: "shown",
    tests: [
      at(
        "integration/engine/protocols/stupeflix-restart.test.ts",
        "a hundred tasks outlive kill -9 of the engine: same keys, each ended once, none changed after its end",
        "files of tasks that outlive kill -9 are each written once: one for each task, none left over",
      ),
    ],
  },
  {
    number: 24,
    what: "what a process that lost a task still writes is refused; two engines on one Postgres, one stopped past its lease",
    state: "shown",
    note: "the two engines by npm run test:faults",
    tests: [
      at(tasksApi, "fault 24: what a process that lost a task still writes is refused, and an end is an end"),
      at(
        "faults-full/tasks.test.ts",
        "fault 24: of two engines on one Postgres one is stopped past its lease, the other does its tasks, and what the first still writes is refused",
      ),
    ],
  },
  {
    number: 25,
    what: "cancel while queued, starting, from 80 %, at 99 %, after done",
    state: "shown",
    tests: [
      at(
        encodes,
        "cancelled while queued, it never starts",
        "cancelled as soon as it says that it encodes, its ffmpeg is gone and nothing is stored",
        "cancelled near the end, it stays cancelled and leaves no file",
        "cancelled at 99 %, ffmpeg done and its files about to be stored, it stays cancelled and leaves none",
        "once done it cannot be cancelled, and is not touched",
      ),
    ],
  },
  {
    number: 26,
    what: "disk full mid ladder: no half playlist, space back",
    state: "shown",
    note: "root only",
    tests: [
      at(encodes, "a disk that fills up in the middle fails the ladder whole, and its space comes back"),
    ],
  },
  {
    number: 27,
    what: "15 kinds of files cut at 1, 50, 99 %; 200 seeds of flipped bits in four; hostile indexes; odd shapes; NaN durations, 0 fps",
    state: "shown",
    note: "of the flipped ones two hundred are also encoded and decoded, by npm run test:faults",
    tests: [
      at(
        "faults-full/corpus.test.ts",
        "fault 27: two hundred films with flipped bits are encoded into ones that play, or fail in words",
      ),
      at(
        corpus,
        "every kind of file cut at 1, 50 and 99 % is taken or refused in words, and the next whole one is fine",
        "two hundred seeds of flipped bits in each of four formats end the demuxer with facts, nothing or an error",
        "an index that claims four thousand million samples in a chunk is not counted through",
        "%s becomes a film that plays, or fails in words",
        "%s is no number of ours: it becomes a film that plays, or fails in words",
      ),
      at(
        hardSources,
        "without a picture gives sound, and says so where a picture was wanted",
        "without sound gives the picture alone, and says so where sound was wanted",
        "of a variable frame rate keeps its length",
        "that is turned is upright in what is made of it",
        "of ten bits becomes one that every player shows",
        "of odd sides becomes one of even sides",
        "of two frames becomes two frames, with as many pictures as it can give",
        "whose index is missing, or points outside, is refused or read as far as it goes, never half listed",
        "that is text, and called .mp4, is no video",
      ),
      at(
        files.hostile,
        "a file without its index is refused",
        "a file of zeros and a huge sample count in the index do not take the engine down",
      ),
      at("integration/engine/library/encode.test.ts", "%s becomes an H.264 file that plays"),
      at(
        files.ziggeo,
        "fault 27: cut at 1, 50 and 99 %, a file plays or fails in words, and the next whole one is fine",
        "fault 27: durations that are no number and frames that last no time play or fail in words",
      ),
    ],
  },
  {
    number: 28,
    what: "disguised HLS, DASH, ffconcat, SDP, patterns, AVI, subtitles: no other file, no socket (strace)",
    state: "shown",
    tests: [
      at(
        files.hostile,
        "%s, named .mp4, is no video",
        "the attack is real: ffmpeg opens the other file when only protocols are limited, and not under our rules",
      ),
      at(
        disguises,
        "%s is no video and opens nothing",
        "subtitles that ask for a font and carry one are left out, and the film plays",
        "the witness sees the attack where only protocols are limited",
        "under our rules %s leads to no other file and no socket",
      ),
      at(files.ziggeo, "fault 28: a playlist that names another file is no video"),
    ],
  },
  {
    number: 29,
    what: "30,000² and 60,000² pixels, a GIF of 10,000 frames, a zTXt bomb, 100 fuzzed WebP, SVG with entities or local files: limits and words",
    state: "shown",
    note: "AVIF, TIFF and SVG loaders are blocked whole",
    tests: [
      at(
        badFiles,
        "of %i pixels a side are measured and not decoded",
        "a PNG whose text unpacks to half a gigabyte is a pixel",
        "a hundred WebP files with flipped bits end in pictures or in words",
        "a GIF of 10,000 frames is its first",
        "%s is refused by every task that wants media",
      ),
      at(
        files.ziggeo,
        "fault 29: a picture of 60,000 × 60,000 is refused as one",
        "fault 29: a PNG with 256 MB of packed text, and fuzzed WebP, are a picture or refused as none",
      ),
    ],
  },
  {
    number: 30,
    what: "every parameter of every task wrong in every way its schema knows; 24 hours of one frame a minute; 100,000 streams",
    state: "shown",
    tests: [
      at(
        "unit/engine/protocols/stupeflix/parameters.test.ts",
        "names each parameter that is wrong in any way that its description knows, and no other",
      ),
      at(
        badFiles,
        "a day is no longer than two seconds, for what reads only parts",
        "a file of a hundred thousand streams is refused in words, and the next one read",
        "results that would be too large are refused before they are made",
      ),
    ],
  },
  {
    number: 31,
    what: "ten minutes of 1080p turned round in 512 MB, whatever the length",
    state: "shown",
    note: "by npm run test:faults; a minute in tests/bench/films.bench.ts",
    tests: [at("faults-full/tasks.test.ts", "fault 31: ten minutes of 1080p are turned round in 512 MB")],
  },
  {
    number: 32,
    what: "SXML with a document type, entities, 10 MB, 10,000 levels, unknown effects, 500 pictures; pictures missing, silent or of 5 GB",
    state: "shown",
    note: "a picture that falls silent ends after the 30 s every source is allowed, one in the test",
    tests: [
      at(
        "unit/engine/media/compose/sxml.test.ts",
        "%s is refused at its place",
        "%s is an error that names it and its line",
      ),
      at(
        "conformance/stupeflix/video-create.test.ts",
        "in its files",
        "a film of 500 pictures holds a few of them at a time",
      ),
    ],
  },
  {
    number: 33,
    what: "a profile's command is argument arrays against an allow-list; what is not allowed is named",
    state: "shown",
    tests: [
      at("unit/engine/media/build-command.test.ts", "fault 33: what is not allowed is named"),
      at(
        "conformance/telestream/presets.test.ts",
        "a command that is not allowed fails as CommandInvalid, by the word",
      ),
      at(files.badAddresses, "a name that looks like an option or a command is only a name"),
    ],
  },
  {
    number: 34,
    what: "1,000 callers that wait for one task, half of them leave; a slow reader of a stream costs two statuses a task",
    state: "shown",
    tests: [
      at(
        tasksApi,
        "fault 34: a thousand callers wait for one task, half of them leave, and the others are answered",
        "whose reader goes away leaves the task to its end",
      ),
      at(
        "unit/engine/protocols/stupeflix/task-following.test.ts",
        "a reader who is slow finds each task once or twice, as it is now, however much happened",
      ),
    ],
  },
  {
    number: 35,
    what: "a receiver that answers badly, hangs, redirects, breaks off or answers without end",
    state: "shown",
    tests: [
      at(
        "integration/engine/deliveries/deliveries.test.ts",
        "fault 35: what a receiver answers badly is sent again on its schedule, and delivered once it is well",
        "fault 35: an answer of a gigabyte is read at its beginning alone",
        "fault 35: a receiver that %s is given up after the time limit",
        "an address that hangs holds up nobody else, and an engine that stops leaves nothing unsent",
      ),
      at(tasksApi, "that nobody takes leave the task as it is, and never reach an address inside"),
      at(
        "conformance/apivideo/webhooks.test.ts",
        "a receiver that fails is tried again, and every attempt can be read",
      ),
    ],
  },
  {
    number: 36,
    what: "a poster, 10 infos and 10 thumbs are done while four encodes are running or queued",
    state: "shown",
    note: "its 50 ms beside encodes are measured by tests/bench/tasks.bench.ts",
    tests: [
      at(encodes, "a poster does not wait behind encodes"),
      at(
        "integration/engine/jobs/light-lane.test.ts",
        "infos and thumbs are answered while four encodes are running or queued, none of which has ended",
      ),
    ],
  },
];
