import type { Engine } from "../../engine.ts";
import { Announcer } from "./announcer.ts";
import { Broadcasts } from "./broadcasts.ts";
import { ChunkStore } from "./chunk-store.ts";
import { Follower } from "./follower.ts";
import { Intake } from "./intake.ts";
import { LiveStreamStore } from "./live-stream-store.ts";
import { MediaTokens } from "./media-tokens.ts";
import { PlayerEvents } from "./player-events.ts";
import { RateWindows } from "./rate-limits.ts";
import { type ApivideoSettings, defaultApivideoSettings } from "./settings.ts";
import { Speech } from "./speech.ts";
import { SummaryStore } from "./summary-store.ts";
import { TextTrackStore } from "./text-track-store.ts";
import { Thumbnails } from "./thumbnails.ts";
import { VideoPages } from "./video-pages.ts";
import { VideoReader } from "./video-reader.ts";
import { VideoStore } from "./video-store.ts";
import { WebhookStore } from "./webhook-store.ts";

/** What the protocol's endpoints share. */
export interface ApivideoServices {
  readonly engine: Engine;
  readonly settings: ApivideoSettings;
  readonly windows: RateWindows;
  readonly videos: VideoStore;
  readonly uploads: ChunkStore;
  readonly tokens: MediaTokens;
  readonly reader: VideoReader;
  readonly pages: VideoPages;
  readonly intake: Intake;
  readonly thumbnails: Thumbnails;
  readonly tracks: TextTrackStore;
  readonly summaries: SummaryStore;
  readonly webhooks: WebhookStore;
  readonly announcer: Announcer;
  readonly speech: Speech;
  readonly follower: Follower;
  readonly liveStreams: LiveStreamStore;
  readonly broadcasts: Broadcasts;
  readonly playerEvents: PlayerEvents;
}

export function createServices(engine: Engine): ApivideoServices {
  const settings = engine.config.apivideo ?? defaultApivideoSettings;
  const uploads = new ChunkStore(engine);
  const { restoreDays } = settings;
  const videos = new VideoStore(engine, { restoreDays, onPurged: (videoId) => uploads.discard(videoId) });
  const tokens = new MediaTokens(engine);
  const reader = new VideoReader(engine, { videos, uploads, tokens });
  const intake = new Intake(engine, { videos, uploads });
  const thumbnails = new Thumbnails(engine, videos);
  const tracks = new TextTrackStore(engine);
  const summaries = new SummaryStore(engine);
  const webhooks = new WebhookStore(engine, settings.mostWebhooks);
  const announcer = new Announcer(engine, webhooks);
  const speech = new Speech(engine, settings, { videos, tracks, summaries, announcer });
  const liveStreams = new LiveStreamStore(engine);
  return {
    engine,
    settings,
    windows: new RateWindows(settings.rateLimits),
    videos,
    uploads,
    tokens,
    reader,
    pages: new VideoPages(engine, reader),
    intake,
    thumbnails,
    tracks,
    summaries,
    webhooks,
    announcer,
    speech,
    follower: new Follower(engine, { videos, announcer, thumbnails, speech }),
    liveStreams,
    broadcasts: new Broadcasts(engine, settings.rtmpPort, { liveStreams, announcer, intake }),
    playerEvents: new PlayerEvents(engine),
  };
}
