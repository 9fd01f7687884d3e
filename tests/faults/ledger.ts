/** Where a fault of the list is shown: a file and the exact titles of its tests. */
export interface Shown {
  readonly file: string;
  readonly titles: readonly string[];
}

export interface Fault {
  readonly number: number;
  /** What the tests show, in a few words. */
  readonly what: string;
  /**
   * `partly` and `later` say in `note` what is missing, and where it is or will be; `inapplicable` why there is nothing
   * that the fault could break.
   */
  readonly state: "shown" | "partly" | "later" | "inapplicable";
  readonly note?: string;
  readonly tests: readonly Shown[];
}

const at = (file: string, ...titles: readonly string[]): Shown => ({ file: `tests/${file}`, titles });
const uploads = "integration/engine/uploads/upload-faults.test.ts";
const sessions = "conformance/telestream/upload-sessions.test.ts";
const encodes = "integration/engine/jobs/encode-faults.test.ts";
const hostile = "integration/engine/media/hostile.test.ts";
const corpus = "integration/engine/media/corpus.test.ts";
const disguises = "integration/engine/media/disguises.test.ts";
const killBoth = "integration/faults/kill-both.test.ts";
const doors = "integration/faults/closed-doors.test.ts";
const supervisor = "integration/faults/supervisor.test.ts";
const dashboard = "integration/server/server.test.ts";
const http = "integration/providers/http.test.ts";
const repeats = "integration/providers/http-repeats.test.ts";
const start = "integration/server/start.test.ts";
const inbox = "integration/features/inbox/inbox.test.ts";
const tasksApi = "conformance/stupeflix/api.test.ts";
const badFiles = "conformance/stupeflix/bad-files.test.ts";
const badAddresses = "conformance/stupeflix/bad-addresses.test.ts";
const ziggeo = "integration/engine/ziggeo/faults.test.ts";
const apivideo = "conformance/apivideo/uploads.test.ts";

const clientUploads = "integration/providers/telestream-uploads.test.ts";
const hardSources = "conformance/telestream/hard-sources.test.ts";
const large = "integration/engine/uploads/large-sizes.test.ts";

/** The faults that the issues demand of the list in `docs/faults.md`, and the tests that show them. */
export const ledger: readonly Fault[] = [
  {
    number: 1,
    what: "kill -9 at 25, 50 and 75 %, four lanes: nothing acknowledged asked for again, sha256 equal",
    state: "shown",
    note: "at 1 GiB with npm run test:faults: nothing asked for again, sha256 equal; the share sent again is measured by tests/bench/upload-resume.bench.ts",
    tests: [
      at("faults-full/uploads.test.ts", "fault 1: 1 GiB in four lanes, the engine killed at 25, 50 and 75 %"),
      at(
        "integration/faults/upload-kill.test.ts",
        "fault 1: an engine killed at 25, 50 and 75 % of an upload in four lanes goes on where it was",
      ),
      at(
        "integration/features/uploads/engine-killed.test.ts",
        "an engine killed twice in the middle of an upload gets every byte, and hardly one of them twice",
      ),
      at(
        clientUploads,
        "saved by one process it goes on in another that has nothing but what was saved",
        "goes on in another process where it was broken off",
      ),
    ],
  },
  {
    number: 2,
    what: "a killed tab's upload goes on when the same file is picked",
    state: "shown",
    tests: [
      at("e2e/resume.spec.ts", "an upload goes on where it stopped after its tab was killed"),
      at(
        "integration/features/uploads/upload-engine.test.ts",
        "after the page is gone a new one goes on when the same file is picked, and only then",
      ),
    ],
  },
  {
    number: 3,
    what: "200 cuts of 1 B to 100 KB: not a byte sent twice",
    state: "shown",
    note: "pieces up to 6 MB, with their hash, by npm run test:faults",
    tests: [
      at(
        "faults-full/uploads.test.ts",
        "fault 3: two hundred cuts after 1 B to 6 MB of one upload: no byte sent twice, none out of place",
      ),
      at(
        uploads,
        "an upload broken off two hundred times is continued from where it was, and nothing is sent twice",
      ),
      at(
        "integration/features/uploads/upload-engine.test.ts",
        "connections that keep breaking cost patience, not bytes",
      ),
      at(
        clientUploads,
        "whose connection breaks is tried again after waits that grow and are never the same for two",
        "when all tries are used up it says why, and can still be resumed",
      ),
    ],
  },
  {
    number: 4,
    what: "a stuck writer is evicted by the next one, no bytes mixed",
    state: "shown",
    tests: [
      at(uploads, "a second sender of the part ends the first at once, and their bytes do not mix"),
      at(
        clientUploads,
        "resumed by two clients at once is one video, byte for byte, and both are told which",
      ),
    ],
  },
  {
    number: 5,
    what: "the same part twice: one effect; with another checksum 409, the first kept",
    state: "shown",
    tests: [
      at(
        uploads,
        "with the same bytes at once it is there once",
        "with another checksum it is refused and the first is kept",
        "whose bytes are not what their checksum says is to be sent again",
      ),
      at(apivideo, "is refused a part twice, one too small, another total, and the other notation"),
    ],
  },
  {
    number: 6,
    what: "parts in reverse; the session names what is missing until the last part, whichever it is",
    state: "shown",
    note: "this protocol has no call that completes: an upload with a gap stays open and lists it",
    tests: [
      at(uploads, "parts in reverse order make the same file, byte for byte"),
      at(
        sessions,
        "intermediate answers are empty, the last missing part brings the video, whichever it is",
        "a chunk that would leave a gap is not stored; its sender is told what is there",
      ),
      at(
        apivideo,
        "comes in any order, several at once, and is what was sent",
        "comes in any order, and its status says what is there",
      ),
    ],
  },
  {
    number: 7,
    what: "Content-Range that overlaps, lies outside, is negative or changes the total",
    state: "shown",
    tests: [
      at(
        sessions,
        "a Content-Range that %s is refused and stores nothing",
        "Python 1.1.0's upload with an overlapping resume and a last chunk that claims too much",
      ),
      at(
        "unit/engine/protocols/telestream/part-headers.test.ts",
        "Content-Range as the published clients send it",
      ),
      at(apivideo, "is refused a part twice, one too small, another total, and the other notation"),
    ],
  },
  {
    number: 8,
    what: "bodies shorter or longer than declared, and without a length",
    state: "shown",
    tests: [
      at(
        uploads,
        "a shorter one is kept as far as it goes, and its part stays missing",
        "a longer one is refused, with a length and without",
        "one without a length and of the right size is fine",
      ),
      at(apivideo, "must be as long as it says"),
    ],
  },
  {
    number: 9,
    what: "disk full: 507, what came is kept, reads answered, all space back on abort",
    state: "shown",
    note: "8 MB in npm test, 100 MB full at 40 % by npm run test:faults (root only), with reads of the same account",
    tests: [
      at("faults-full/uploads.test.ts", "fault 9: a disk of 100 MB full at 40 % of an upload"),
      at(
        "integration/engine/uploads/disk-full.test.ts",
        "an upload that cannot fit is refused before a byte is sent, with how much is missing",
        "one that fills it midway is answered 507, keeps what it has, goes on when there is room, and frees all on abort",
      ),
      at(
        "integration/engine/ziggeo/disk-full.test.ts",
        "a file that cannot fit is refused before it is taken, with how much is missing",
        "one that fills it midway is answered 507, leaves nothing, and goes through when there is room",
      ),
    ],
  },
  {
    number: 10,
    what: "0 bytes, 1 byte, part size and ± 1",
    state: "shown",
    tests: [
      at(uploads, "a file of %i bytes is complete when its last is here"),
      at(sessions, "with %s is refused in words"),
      at("integration/features/uploads/upload-engine.test.ts", "an empty file never reaches the provider"),
      at(ziggeo, "fault 10: a file of 0 bytes and one of 1 byte fail in words"),
      at(apivideo, "with %s is refused", "may end with an empty part, as the browser uploader's does"),
    ],
  },
  {
    number: 11,
    what: "4 GiB + 1 and 6 GiB exact in JSON, database, file, headers and ranges",
    state: "shown",
    note: "sparse: first and last bytes are sent, not the gigabytes between (root only)",
    tests: [
      at(
        large,
        "the last byte of 4 GiB + 1 lies where it belongs, and the first part is untouched by it",
        "in range mode 6 GiB keep their total, and a wrapped or rounded one is refused",
        "a film of 4 GiB + 1 is imported, told and served with its exact size",
        "a Ziggeo stream of 4 GiB + 1 is told and downloaded with its exact size",
      ),
      at("unit/engine/uploads/layout.test.ts", "sizes beyond 32 bits stay exact"),
    ],
  },
  {
    number: 12,
    what: "10,000 parts in a session, the 10,001st refused before its bytes",
    state: "shown",
    note: "all 10,000 are sent by npm run test:faults, but to the session itself and 64 bytes each: over HTTP they would be 49 GiB",
    tests: [
      at(
        "faults-full/uploads.test.ts",
        "fault 12: ten thousand parts, every one of them sent, in four lanes",
      ),
      at(
        large,
        "a session has 10,000 parts, the last of them taken, and a 10,001st is refused before its bytes are read",
      ),
      at(sessions, "a part beyond the last is refused before its bytes are read"),
    ],
  },
  {
    number: 13,
    what: "hostile names: our own id on disk, inert when shown, RFC 6266 in a download",
    state: "shown",
    tests: [
      at(
        "unit/engine/protocols/telestream/file-names.test.ts",
        "the name shown for an upload is its last part, inert and bounded",
        "255 bytes stay, 256 are cut before the extension and never inside a character",
      ),
      at("integration/engine/storage/serve-file.test.ts", "a download carries its name, whatever is in it"),
      at(
        "integration/engine/storage/storage.test.ts",
        "a key made for the name %j stays inside, plain and short",
      ),
      at(hostile, "a name is never a path and never an option"),
      at(ziggeo, "fault 13: a name is never a path, a type or a header of ours"),
    ],
  },
  {
    number: 14,
    what: "signatures: expired, early, altered, of others, doubled, reordered, replayed; published vectors",
    state: "shown",
    tests: [
      at(
        "conformance/telestream/authentication.test.ts",
        "a signature is good for its own method, path and secret alone",
        "a parameter that comes twice is refused",
        "their order on the wire does not matter",
        "a clock that is ahead by more than five minutes is refused",
        "a POST counts once, also of many at the same moment; a GET as often as it is sent",
      ),
      at(
        "conformance/telestream/signature.test.ts",
        "the vendor's published vectors come out of our signer",
        "a request is bound to its method, path, host, tenant and parameters",
      ),
    ],
  },
  {
    number: 15,
    what: "many uploads at once: all complete, and lists are answered meanwhile",
    state: "partly",
    note: "fifty of 200 KB in npm test; two hundred of 5 MB, memory and lists measured, by npm run test:faults",
    tests: [
      at(uploads, "fifty uploads complete side by side, and lists are answered meanwhile"),
      at("faults-full/uploads.test.ts", "fault 15: two hundred uploads of 5 MB at once"),
    ],
  },
  {
    number: 16,
    what: "500 starving senders cut by the rate floor, a normal upload beside them whole",
    state: "shown",
    note: "that it keeps 0.8 of its rate: tests/bench/upload.bench.ts",
    tests: [at(uploads, "are cut by the rate floor while a normal upload beside them goes through")],
  },
  {
    number: 17,
    what: "slow headers × 500, 64 KB of headers, 1,000 headers, 100 KB URL: 408, 414, 431, no crash",
    state: "shown",
    tests: [
      at(
        dashboard,
        "a request beyond all measure is answered, and the next one served",
        "five hundred clients that never finish their headers are sent away, and pages are served meanwhile",
      ),
      at(uploads, "%s are answered with 431, and the next call as ever"),
    ],
  },
  {
    number: 18,
    what: "no request timeout on either server; more than 10 MB through the dashboard byte-equal",
    state: "shown",
    note: "the five and a half minutes by npm run test:faults",
    tests: [
      at(
        "faults-full/uploads.test.ts",
        "fault 18: uploads of five and a half minutes, straight to the engine and through the dashboard",
      ),
      at(
        "integration/server/long-requests.test.ts",
        "neither the dashboard nor the engine ends a request because it takes long",
        "12 MB through the dashboard's address are in the engine's file byte for byte",
      ),
      at(
        "integration/server/engine-proxy.test.ts",
        "a 64 MB upload reaches the engine byte for byte",
        "an upload without a length stays without one, and whole",
      ),
    ],
  },
  {
    number: 19,
    what: "an S3 store that answers badly below the engine's own uploads",
    state: "inapplicable",
    note: "the engine keeps its files on disk: there is no S3 mode. The design names an S3-compatible store for several engines at scale, and issue 3 asks for none. Sends to buckets are Ziggeo's and Stupeflix's own, under their tests",
    tests: [],
  },
  {
    number: 20,
    what: "abandoned sessions go with their bytes, active ones stay",
    state: "shown",
    tests: [
      at(
        clientUploads,
        "a day later it is resumed as if nothing had been; past its lifetime it is gone, in the documented words",
        "is gone for good once it was aborted, here and at the service",
      ),
      at(uploads, "go after seven days, with their bytes; one that is being sent to stays"),
      at(
        "integration/engine/ziggeo/lives.test.ts",
        "a file that was sent and never confirmed goes after a day",
      ),
    ],
  },
  {
    number: 21,
    what: "kill -9 of the engine × 20 under load, and mid encode × 3: each encode once and whole",
    state: "shown",
    tests: [
      at(killBoth, "the engine loses no upload it said yes to, and finishes every encode exactly once"),
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
    state: "partly",
    note: "flipped files are decoded for three seeds, else only probed",
    tests: [
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
        hostile,
        "a file without its index is refused",
        "a file of zeros and a huge sample count in the index do not take the engine down",
      ),
      at("integration/engine/library/encode.test.ts", "%s becomes an H.264 file that plays"),
      at(
        ziggeo,
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
        hostile,
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
      at(ziggeo, "fault 28: a playlist that names another file is no video"),
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
        ziggeo,
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
      at(badAddresses, "a name that looks like an option or a command is only a name"),
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
  {
    number: 37,
    what: "a burst of events with kill -9 twice: answered ones kept, each processed once",
    state: "partly",
    note: "3,000 events in the tests; 50,000 by tests/bench/inbox.bench.ts",
    tests: [
      at(
        "integration/faults/inbox-killed.test.ts",
        "a burst of events with two kill -9 in it: all that were answered are kept, each processed once",
      ),
    ],
  },
  {
    number: 38,
    what: "each event three times, shuffled: the index says what the provider says",
    state: "shown",
    tests: [
      at(
        inbox,
        "three of each, shuffled: the index says what the provider says",
        "sent again it is a duplicate that names the first, and changes nothing",
      ),
    ],
  },
  {
    number: 39,
    what: "signatures wrong, missing, empty, not hex, of another length, over other bytes; two keys, and a new one",
    state: "shown",
    tests: [
      at(
        "unit/features/inbox/normalise.test.ts",
        "the document's vector fits",
        "one of several keys is enough, in any place",
        "nor does the same JSON written again",
      ),
      at(
        inbox,
        "with a new key beside the old one",
        "with %s it is refused, kept as evidence, and changes nothing",
      ),
    ],
  },
  {
    number: 40,
    what: "an event's own time 301 s off either way, ten minutes off, in milliseconds, none at all: decides nothing",
    state: "shown",
    note: "none of the four providers signs a time: what is sent again later is a duplicate, and the provider's own answer decides",
    tests: [
      at(
        inbox,
        "decides nothing: the signature and a read of the provider do, and the list keeps when it came",
      ),
    ],
  },
  {
    number: 41,
    what: "bodies empty, over 10 MB, no UTF-8, 100,000 deep, doubled keys, prototypes, bombs: kept or 4xx, never 500",
    state: "shown",
    tests: [
      at(
        inbox,
        "is stored as it came, unreadable in words, and never a 500",
        "empty or over 10 MB it is refused in words",
      ),
      at(
        "unit/features/inbox/normalise.test.ts",
        "%s is unreadable, not a crash",
        "doubled keys, prototypes and huge numbers change nothing about what is read",
      ),
    ],
  },
  {
    number: 42,
    what: "database stopped: 503, nothing acknowledged; back: taken again",
    state: "shown",
    tests: [at(inbox, "while the database is away it is 503, and nothing is said to be kept")],
  },
  {
    number: 43,
    what: "unknown types, unknown videos, deleted videos: kept, shown, can be processed again",
    state: "shown",
    tests: [
      at(
        inbox,
        "about a video the provider does not have it is kept, and changes nothing",
        "about a video that was deleted it takes it out of the index",
        "of a type nobody knows it is kept and can be processed again",
      ),
    ],
  },
  {
    number: 44,
    what: "guessing an address: answered alike, limited; a forged event changes nothing",
    state: "shown",
    tests: [
      at(inbox, "a wrong secret, another's secret and an unknown connection are answered alike"),
      at(
        "unit/server/miss-limit.test.ts",
        "sixty wrong guesses a minute from one address, and no more; others are not held up",
      ),
    ],
  },
  {
    number: 45,
    what: "processed again a hundred times: nothing more changes, each in the audit log",
    state: "shown",
    tests: [at(inbox, "a hundred times changes nothing more, and each is in the audit log")],
  },
  {
    number: 46,
    what: "429 with every kind of Retry-After, flaps: back-off with jitter, bounded",
    state: "shown",
    tests: [
      at(
        repeats,
        "is asked again after the seconds it names",
        "is asked again after the date it names",
        "is asked again with growing, jittered pauses when it names none",
        "is not waited for when it asks for more time than the call has: %s",
        "is asked four times at most",
      ),
    ],
  },
  {
    number: 47,
    what: "hang, dribble, reset, TLS and certificate, name not resolved: each by its name, in time",
    state: "shown",
    tests: [
      at(
        http,
        "%s costs no more than the time limit",
        "but resets the connection %s is read again, then reported",
        "because nothing listens is told from one whose name does not exist",
        "with a certificate that nobody vouches for is not spoken to",
      ),
      at("integration/providers/check.test.ts", "names a host whose name does not resolve"),
    ],
  },
  {
    number: 48,
    what: "half JSON, HTML, nothing, broken gzip, a gigabyte, redirects inside, nulls and missing fields",
    state: "shown",
    tests: [
      at(
        http,
        "is reported for %s, not believed",
        "takes no memory for %s",
        "and redirects is not followed, so no secret leaves and nothing inside is reached",
      ),
    ],
  },
  {
    number: 53,
    what: "kill -9 of the dashboard × 20 in a write loop: nothing acknowledged lost; a second one is refused",
    state: "shown",
    tests: [
      at(killBoth, "the dashboard loses no write it answered"),
      at(start, "a second dashboard on the same data is refused by the lock, and the first keeps it"),
    ],
  },
  {
    number: 55,
    what: "migration killed, many at once, older program on a newer schema",
    state: "shown",
    note: "killed at four moments; many at once on PostgreSQL only, PGlite takes one by its lock",
    tests: [
      at(
        "integration/postgres/migrations.test.ts",
        "a process killed at any moment of making the database leaves one that the next start completes",
        "several instances starting at once on an empty server migrate it once",
      ),
      at(start, "a database that a newer Reelyard migrated is left alone"),
    ],
  },
  {
    number: 59,
    what: "256 open files, 512 MB of memory, a data folder that is read-only or cannot be made, missing ffmpeg: one line, or it goes on",
    state: "shown",
    note: "a container of 512 MB: by npm run test:faults (root, cgroups)",
    tests: [
      at(
        "faults-full/memory.test.ts",
        "fault 59: in a container of 512 MB a start ends with one line that says so, and does not come back",
      ),
      at(
        "integration/faults/open-files.test.ts",
        "takes forty uploads, is flooded with 400 connections, and goes on under the same process id",
      ),
      at(
        supervisor,
        "when the data directory is read-only",
        "when the data directory cannot be made",
        "when ffmpeg is not where FFMPEG_PATH says",
      ),
    ],
  },
  {
    number: 61,
    what: "every action and route without session, as viewer, from outside; spoofed headers; truth table of roles",
    state: "shown",
    note: "strangers, other sites and viewers over HTTP; all roles on every action and route by the permission that each door asks; other tenants are the engine's, under 14",
    tests: [
      at(
        doors,
        "no action does anything for someone without a session, and none outlives its public moment",
        "a viewer changes nothing but their own account",
        "no route answers without a session, nor writes for another site",
        "lead a stranger with %s to sign in",
      ),
      at(
        "unit/auth/permissions.test.ts",
        "says to the %s what the table says",
        "every permission is in the table",
      ),
      at(
        "unit/auth/doors.test.ts",
        "what a %s may do is what the list says, of every action and route",
        "nothing on the lists is gone, and every write is on one of them",
      ),
    ],
  },
  {
    number: 62,
    what: "cross-origin forms, null and missing origin, sibling port, text/plain",
    state: "shown",
    tests: [
      at(dashboard, "%s does not reach Next"),
      at(doors, "no action does anything for another site, however signed in"),
    ],
  },
  {
    number: 63,
    what: "cookies after sign-out, password change, role change, removal; made-up ones",
    state: "shown",
    tests: [
      at(
        "integration/auth/session.test.ts",
        "two tabs of one browser share a session: what one signs out of, the other is out of, also in the middle",
      ),
      at(
        "integration/auth/session.test.ts",
        "a stolen cookie is worth nothing",
        "after its owner signed out",
        "after the password was changed, in any of the person's browsers",
        "another role holds from the very next request",
        "a token %s is nobody's",
      ),
    ],
  },
  {
    number: 64,
    what: "the table of addresses, rebinding, redirect chains, schemes and ports",
    state: "shown",
    note: "imports, connections, every address a task or its storage is given; others come with their issues",
    tests: [
      at("unit/network/public-url.test.ts", "may not lead to %s: %s"),
      at(
        "integration/network/guarded-fetch.test.ts",
        "follows no chain of redirects whose last one leads inside",
        "is resolved once, and the socket goes to the address that was checked",
        "is refused when it turns private between two redirects",
      ),
      at("integration/engine/library/import-url.test.ts", "a redirect to a private address is refused"),
      at("conformance/stupeflix/video-info.test.ts", "never asks %s"),
      at(badAddresses, "are reached by no parameter of any task, nor by its storage", "%s is no address"),
    ],
  },
  {
    number: 65,
    what: "moved, altered and old ciphertexts, wrong keys, rotation; no secret in HTML, RSC, .next/static, logs",
    state: "shown",
    note: "50,000 nonces in npm test, a million by npm run test:faults",
    tests: [
      at(
        "faults-full/secrets.test.ts",
        "fault 65: of a million secrets sealed with one key no two have the same nonce",
      ),
      at(
        "integration/secrets/seal.test.ts",
        "rotated under load, no secret is lost and none opens as an older one",
      ),
      at(
        "integration/secrets/seal.test.ts",
        "a sealed secret that was changed does not open",
        "no nonce is used twice",
        "after the data key is rotated, old secrets open, new ones use the new key, and old ones can be moved",
        "the wrong master key opens nothing and says so",
      ),
      at(
        "integration/faults/planted-secrets.test.ts",
        "no page says one of them as %s",
        "no API answer says one of them",
        "no file that browsers are given contains one, or the name of a variable that holds one",
        "no line on the console or in a log file says one of them",
      ),
      at("e2e/journey.spec.ts", "from an empty data directory to a playing video, and away again"),
    ],
  },
  {
    number: 67,
    what: "crafted action bodies of React2Shell's shape, deep, cyclic, large: 4xx, the same process",
    state: "shown",
    tests: [
      at(
        doors,
        "%s is refused, and the process goes on",
        "an action's body of 100 MB %s is cut off, for less than a second of the processor",
      ),
      at(dashboard, "%s does not reach Next"),
      at("unit/server/action-body.test.ts", "a megabyte of nonsense is refused without being parsed"),
    ],
  },
  {
    number: 68,
    what: "guessing ends, unknown people answered alike, nobody can lock the owner out",
    state: "shown",
    tests: [
      at(
        "integration/auth/sign-in.test.ts",
        "a wrong password and an unknown person are answered alike",
        "an unknown person costs the processor a hash as well, so that time tells nothing",
        "guessing at an account from one address ends after the limit, even when the last guess is right",
        "an unknown account runs into the same limit, so that the limit tells nothing",
        "its owner signs in from the browser they have used before, on any network",
      ),
    ],
  },
  {
    number: 69,
    what: "ranges reversed, 1,000 of them, beyond the end, negative",
    state: "shown",
    note: "the engine's files lie under names nobody can guess; where there are tokens (api.video), another video's opens nothing",
    tests: [
      at(
        "integration/engine/storage/serve-file.test.ts",
        "%s is answered with that part",
        "a part beyond the end is 416 and says how long the file is",
        "a range that is malformed or one of many (%#) is answered with the whole file",
      ),
      at("unit/engine/byte-range.test.ts", "%s lies outside the file", "%s is answered with the whole file"),
      at("integration/server/downloads.test.ts", "beyond the end is refused with the length"),
      at(
        "conformance/apivideo/resources.test.ts",
        "a private video opens for the first who comes with its token, and for nobody else",
      ),
    ],
  },
];
