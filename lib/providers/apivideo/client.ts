import { createHash } from "node:crypto";
import { type Http, httpFor } from "../http.ts";
import type { ProviderAccount } from "../provider.ts";
import { AnalyticsResource } from "./analytics.ts";
import { LiveStreamsResource } from "./live-streams.ts";
import { PlayersResource } from "./players.ts";
import { type RateLimits, rateLimitsOf } from "./rate-limits.ts";
import { SummariesResource } from "./summaries.ts";
import { TagsResource } from "./tags.ts";
import { CaptionsResource, ChaptersResource } from "./text-tracks.ts";
import { UploadTokensResource } from "./upload-tokens.ts";
import { DiscardedVideosResource, VideosResource } from "./videos.ts";
import { WatermarksResource } from "./watermarks.ts";
import { WebhooksResource } from "./webhooks.ts";

/** Everything of api.video's API for one account: https://docs.api.video/reference. Makes no call by itself. */
export class ApivideoClient {
  readonly http: Http;
  readonly rateLimits: RateLimits;
  readonly videos: VideosResource;
  readonly discardedVideos: DiscardedVideosResource;
  readonly webhooks: WebhooksResource;
  readonly uploadTokens: UploadTokensResource;
  readonly captions: CaptionsResource;
  readonly chapters: ChaptersResource;
  readonly watermarks: WatermarksResource;
  readonly players: PlayersResource;
  readonly liveStreams: LiveStreamsResource;
  readonly summaries: SummariesResource;
  readonly tags: TagsResource;
  readonly analytics: AnalyticsResource;

  constructor(account: ProviderAccount, baseUrl = account.baseUrl) {
    const apiKey = account.fields.apiKey ?? "";
    const authorization = `Basic ${Buffer.from(`${apiKey}:`).toString("base64")}`;
    this.rateLimits = rateLimitsOf(baseUrl, createHash("sha256").update(apiKey).digest("base64"));
    this.http = httpFor(account, {
      baseUrl,
      pace: this.rateLimits,
      prepare: (request) => ({
        ...request,
        headers: { ...request.headers, authorization, "av-origin-app": "reelyard:0.1" },
      }),
    });
    this.videos = new VideosResource(this.http);
    this.discardedVideos = new DiscardedVideosResource(this.http);
    this.webhooks = new WebhooksResource(this.http);
    this.uploadTokens = new UploadTokensResource(this.http);
    this.captions = new CaptionsResource(this.http);
    this.chapters = new ChaptersResource(this.http);
    this.watermarks = new WatermarksResource(this.http);
    this.players = new PlayersResource(this.http);
    this.liveStreams = new LiveStreamsResource(this.http);
    this.summaries = new SummariesResource(this.http);
    this.tags = new TagsResource(this.http);
    this.analytics = new AnalyticsResource(this.http);
  }
}
