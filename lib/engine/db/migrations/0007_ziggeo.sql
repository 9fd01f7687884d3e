CREATE TABLE ziggeo_video (
  token text PRIMARY KEY,
  account_id text NOT NULL,
  key text,
  state text NOT NULL CHECK (state IN ('empty', 'processing', 'failed', 'ready')),
  title text,
  description text,
  min_duration double precision,
  max_duration double precision,
  enforce_duration boolean NOT NULL DEFAULT false,
  tags text[] NOT NULL DEFAULT '{}',
  data jsonb,
  volatile boolean NOT NULL DEFAULT false,
  expiration_days integer,
  expires_at timestamptz(3),
  approved boolean,
  video_profile text,
  meta_profile text,
  effect_profile text,
  device_info jsonb,
  session text,
  default_stream text,
  original_stream text,
  error text,
  plays bigint NOT NULL DEFAULT 0,
  full_plays bigint NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  submitted_at timestamptz(3),
  sequence bigint GENERATED ALWAYS AS IDENTITY
);
--> statement-breakpoint
CREATE INDEX ziggeo_video_by_account ON ziggeo_video (account_id, created_at DESC, sequence DESC);
--> statement-breakpoint
CREATE UNIQUE INDEX ziggeo_video_by_key ON ziggeo_video (account_id, key) WHERE key IS NOT NULL;
--> statement-breakpoint
CREATE INDEX ziggeo_video_by_tags ON ziggeo_video USING gin (tags);
--> statement-breakpoint
CREATE INDEX ziggeo_video_expiring ON ziggeo_video (expires_at) WHERE expires_at IS NOT NULL;
--> statement-breakpoint
CREATE INDEX ziggeo_video_volatile ON ziggeo_video (created_at) WHERE volatile AND state = 'empty';
--> statement-breakpoint
CREATE TABLE ziggeo_stream (
  token text PRIMARY KEY,
  video_token text NOT NULL REFERENCES ziggeo_video ON DELETE CASCADE,
  account_id text NOT NULL,
  key text,
  origin text NOT NULL CHECK (origin IN ('server', 'browser', 'transcode')),
  parent_token text,
  state text NOT NULL CHECK (state IN ('empty', 'processing', 'failed', 'ready')),
  is_bound boolean NOT NULL DEFAULT false,
  media_key text,
  video_type text,
  image_key text,
  image_size bigint NOT NULL DEFAULT 0,
  video_size bigint NOT NULL DEFAULT 0,
  audio_size bigint NOT NULL DEFAULT 0,
  width integer,
  height integer,
  duration_ms integer,
  has_video boolean NOT NULL DEFAULT false,
  has_audio boolean NOT NULL DEFAULT false,
  subtitles jsonb NOT NULL DEFAULT '{}',
  progress_percent integer NOT NULL DEFAULT 0,
  error text,
  created_at timestamptz(3) NOT NULL,
  submitted_at timestamptz(3),
  sequence bigint GENERATED ALWAYS AS IDENTITY
);
--> statement-breakpoint
CREATE INDEX ziggeo_stream_by_video ON ziggeo_stream (video_token, sequence);
--> statement-breakpoint
CREATE INDEX ziggeo_stream_by_parent ON ziggeo_stream (parent_token) WHERE parent_token IS NOT NULL;
--> statement-breakpoint
CREATE INDEX ziggeo_stream_by_image ON ziggeo_stream (image_key) WHERE image_key IS NOT NULL;
--> statement-breakpoint
CREATE INDEX ziggeo_stream_unfinished ON ziggeo_stream (token) WHERE state = 'processing';
--> statement-breakpoint
CREATE TABLE ziggeo_upload (
  upload_id text PRIMARY KEY,
  account_id text NOT NULL,
  stream_token text NOT NULL REFERENCES ziggeo_stream ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('video', 'image')),
  source_key text NOT NULL,
  video_type text,
  state text NOT NULL CHECK (state IN ('open', 'received')),
  size_bytes bigint NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE INDEX ziggeo_upload_by_stream ON ziggeo_upload (stream_token);
--> statement-breakpoint
CREATE INDEX ziggeo_upload_by_age ON ziggeo_upload (created_at);
--> statement-breakpoint
CREATE TABLE ziggeo_application (
  account_id text PRIMARY KEY,
  settings jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE ziggeo_auth_token (
  token text PRIMARY KEY,
  account_id text NOT NULL,
  volatile boolean NOT NULL DEFAULT false,
  hidden boolean NOT NULL DEFAULT false,
  expires_at timestamptz(0),
  usage_seconds double precision,
  session_limit integer,
  grants jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE ziggeo_auth_use (
  auth_id text NOT NULL,
  session text NOT NULL,
  first_used_at timestamptz(3) NOT NULL,
  PRIMARY KEY (auth_id, session)
);
--> statement-breakpoint
CREATE TABLE ziggeo_webhook (
  webhook_id text PRIMARY KEY,
  account_id text NOT NULL,
  target_url text NOT NULL,
  encoding text NOT NULL CHECK (encoding IN ('json', 'form', 'jsonheader')),
  events text[] NOT NULL,
  validation_code text NOT NULL,
  is_active boolean NOT NULL DEFAULT false,
  greeting_id text,
  challenge_id text,
  created_at timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE ziggeo_push_service (
  token text PRIMARY KEY,
  account_id text NOT NULL,
  title text NOT NULL,
  settings jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY
);
--> statement-breakpoint
CREATE TABLE ziggeo_push (
  token text PRIMARY KEY,
  account_id text NOT NULL,
  service_token text NOT NULL,
  service_title text NOT NULL,
  service_type text NOT NULL,
  video_token text NOT NULL REFERENCES ziggeo_video ON DELETE CASCADE,
  stream_token text NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'success', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  http_status integer,
  error text,
  location text,
  created_at timestamptz(3) NOT NULL,
  finished_at timestamptz(3),
  sequence bigint GENERATED ALWAYS AS IDENTITY
);
--> statement-breakpoint
CREATE INDEX ziggeo_push_by_video ON ziggeo_push (video_token, sequence DESC);
