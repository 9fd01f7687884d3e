import type { ProviderId } from "#lib/domain/provider-id.ts";

/** What each event a provider can send means, in words. */
const meanings: Readonly<Record<ProviderId, Readonly<Record<string, string>>>> = {
  apivideo: {
    "video.encoding.quality.completed": "A quality of a video is ready to play.",
    "live-stream.broadcast.started": "A live stream went on air.",
    "live-stream.broadcast.ended": "A live stream went off air.",
    "video.source.recorded": "The recording of a live stream became a video.",
    "video.caption.generated": "Captions were made from what is said.",
    "video.summary.generated": "A summary was written.",
  },
  telestream: {
    video_created: "The source of a video was taken in, or could not be.",
    video_encoded: "All encodings of a video have ended.",
    encoding_progress: "An encoding moved on; comes about every ten seconds.",
    encoding_completed: "One encoding has ended, well or not.",
  },
  ziggeo: {
    video_create: "A video was made.",
    video_ready: "A video is ready to play.",
    video_failed: "A video could not be processed.",
    video_approve: "Somebody approved a video.",
    video_reject: "Somebody rejected a video.",
    video_delete: "A video was deleted.",
    video_marked_as_deleted: "A video was put in the bin.",
    video_restored: "A video came back from the bin.",
    video_streams_ready: "All streams of a video are ready.",
    video_stream_push_success: "A stream was pushed to a service.",
    video_transit_success: "A video was handed on.",
    video_analysis: "The picture was analysed.",
    video_nsfw_analysis: "The picture was checked for nudity.",
    video_transcription: "What is said was written down.",
    video_transcription_failed: "What is said could not be written down.",
  },
  stupeflix: {},
};

export const meaningOf = (provider: ProviderId, event: string): string => meanings[provider][event] ?? "";

/** What keeps the library true at the least noise. */
const usual: Readonly<Record<ProviderId, readonly string[]>> = {
  apivideo: Object.keys(meanings.apivideo),
  telestream: ["video_created", "video_encoded", "encoding_completed"],
  ziggeo: [
    "video_create",
    "video_ready",
    "video_failed",
    "video_delete",
    "video_marked_as_deleted",
    "video_restored",
    "video_streams_ready",
  ],
  stupeflix: [],
};

/** The events this dashboard asks for when it is connected with one click. */
export const usualEvents = (provider: ProviderId, known: readonly string[]): string[] =>
  usual[provider].filter((event) => known.includes(event));
