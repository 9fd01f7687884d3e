CREATE TABLE apivideo_webhook (
  webhook_id text PRIMARY KEY,
  account_id text NOT NULL,
  events jsonb NOT NULL,
  url text NOT NULL,
  signature_secret text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY
);
--> statement-breakpoint
CREATE TABLE apivideo_upload_token (
  token text PRIMARY KEY,
  account_id text NOT NULL,
  ttl integer NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3),
  sequence bigint GENERATED ALWAYS AS IDENTITY
);
--> statement-breakpoint
CREATE TABLE apivideo_upload (
  video_id text PRIMARY KEY,
  account_id text NOT NULL,
  notation text NOT NULL CHECK (notation IN ('whole', 'parts', 'bytes')),
  total bigint,
  part_size bigint,
  file_name text NOT NULL,
  upload_token text,
  state text NOT NULL CHECK (state IN ('open', 'complete')),
  created_at timestamptz(3) NOT NULL,
  touched_at timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE INDEX apivideo_upload_by_state ON apivideo_upload (state, touched_at);
--> statement-breakpoint
CREATE TABLE apivideo_upload_chunk (
  video_id text NOT NULL REFERENCES apivideo_upload ON DELETE CASCADE,
  position bigint NOT NULL,
  file text NOT NULL,
  file_offset bigint NOT NULL,
  length bigint NOT NULL,
  PRIMARY KEY (video_id, position)
);
--> statement-breakpoint
CREATE TABLE apivideo_text_track (
  track_id text PRIMARY KEY,
  video_id text NOT NULL REFERENCES asset ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('captions', 'chapters')),
  language text NOT NULL,
  vtt text NOT NULL,
  is_default boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL,
  UNIQUE (video_id, kind, language)
);
--> statement-breakpoint
CREATE TABLE apivideo_watermark (
  watermark_id text PRIMARY KEY,
  account_id text NOT NULL,
  key text NOT NULL,
  format text NOT NULL CHECK (format IN ('png', 'jpeg')),
  created_at timestamptz(3) NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY
);
--> statement-breakpoint
CREATE TABLE apivideo_player (
  player_id text PRIMARY KEY,
  account_id text NOT NULL,
  name text,
  settings jsonb NOT NULL,
  logo_key text,
  logo_mime_type text,
  logo_link text,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY
);
--> statement-breakpoint
CREATE TABLE apivideo_live_stream (
  live_stream_id text PRIMARY KEY,
  account_id text NOT NULL,
  name text NOT NULL,
  stream_key text NOT NULL UNIQUE,
  public boolean NOT NULL,
  player_id text,
  restreams jsonb NOT NULL,
  thumbnail_key text,
  thumbnail_mime_type text,
  broadcasting boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY
);
--> statement-breakpoint
CREATE TABLE apivideo_summary (
  summary_id text PRIMARY KEY,
  account_id text NOT NULL,
  video_id text NOT NULL REFERENCES asset ON DELETE CASCADE,
  origin text NOT NULL CHECK (origin IN ('api', 'auto')),
  source_status text NOT NULL CHECK (source_status IN ('missing', 'waiting', 'failed', 'completed', 'unprocessable')),
  attributes jsonb NOT NULL,
  abstract text,
  takeaways jsonb,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  UNIQUE (video_id)
);
--> statement-breakpoint
CREATE TABLE apivideo_told_quality (
  rendition_id text PRIMARY KEY REFERENCES rendition ON DELETE CASCADE
);
--> statement-breakpoint
CREATE TABLE apivideo_used_media_token (
  token text PRIMARY KEY,
  viewer text NOT NULL,
  expires_at timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE apivideo_player_event (
  event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id text NOT NULL,
  session_id text NOT NULL,
  media_id text NOT NULL,
  media_type text NOT NULL CHECK (media_type IN ('video', 'live-stream')),
  kind text NOT NULL CHECK (kind IN ('impression', 'play', 'end', 'watch')),
  amount double precision NOT NULL DEFAULT 0,
  viewer text NOT NULL,
  device_type text NOT NULL,
  operating_system text NOT NULL,
  browser text NOT NULL,
  referrer text NOT NULL,
  at timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE INDEX apivideo_player_event_by_time ON apivideo_player_event (account_id, at);
--> statement-breakpoint
CREATE INDEX asset_apivideo_by_title ON asset (title, sequence) WHERE account_id = 'apivideo';
--> statement-breakpoint
CREATE INDEX asset_apivideo_by_update ON asset (updated_at, sequence) WHERE account_id = 'apivideo';
--> statement-breakpoint
CREATE INDEX asset_apivideo_by_publication ON asset ((details ->> 'publishedAt'), sequence) WHERE account_id = 'apivideo';
--> statement-breakpoint
CREATE INDEX asset_apivideo_by_tag ON asset USING gin ((details -> 'tags') jsonb_path_ops) WHERE account_id = 'apivideo';
--> statement-breakpoint
CREATE INDEX asset_apivideo_by_metadata ON asset USING gin ((details -> 'metadata') jsonb_path_ops) WHERE account_id = 'apivideo';
--> statement-breakpoint
CREATE INDEX asset_apivideo_by_live_stream ON asset ((details ->> 'liveStreamId')) WHERE account_id = 'apivideo' AND details ? 'liveStreamId';
--> statement-breakpoint
CREATE INDEX asset_apivideo_discarded ON asset ((details ->> 'deletesAt')) WHERE account_id = 'apivideo' AND details ->> 'deletesAt' IS NOT NULL;
