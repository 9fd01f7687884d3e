CREATE TABLE asset (
  asset_id text PRIMARY KEY,
  account_id text NOT NULL,
  container_id text,
  title text NOT NULL,
  original_filename text NOT NULL,
  extname text NOT NULL,
  source_url text,
  status text NOT NULL CHECK (status IN ('uploading', 'processing', 'success', 'fail')),
  error_class text,
  error_message text,
  source_key text,
  poster_key text,
  filmstrip jsonb,
  pictures text NOT NULL DEFAULT 'none' CHECK (pictures IN ('none', 'pending', 'done', 'failed')),
  pending_import jsonb,
  facts jsonb,
  details jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY
);
--> statement-breakpoint
CREATE INDEX asset_by_account ON asset (account_id, created_at DESC, sequence DESC);
--> statement-breakpoint
CREATE INDEX asset_by_container ON asset (account_id, container_id, created_at DESC, sequence DESC);
--> statement-breakpoint
CREATE TABLE rendition (
  rendition_id text PRIMARY KEY,
  asset_id text NOT NULL REFERENCES asset ON DELETE CASCADE,
  account_id text NOT NULL,
  container_id text,
  profile_id text NOT NULL,
  profile_name text NOT NULL,
  extname text NOT NULL,
  path text NOT NULL,
  status text NOT NULL CHECK (status IN ('queued', 'encoding', 'success', 'fail', 'cancelled')),
  progress_percent integer NOT NULL DEFAULT 0,
  remaining_seconds integer,
  settings jsonb NOT NULL,
  files jsonb NOT NULL DEFAULT '[]',
  facts jsonb,
  error_class text,
  error_message text,
  log_key text,
  job_id uuid,
  claim_token uuid,
  queued_at timestamptz(3) NOT NULL,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY
);
--> statement-breakpoint
CREATE INDEX rendition_by_asset ON rendition (asset_id, sequence);
--> statement-breakpoint
CREATE INDEX rendition_by_container ON rendition (account_id, container_id, created_at DESC, sequence DESC);
--> statement-breakpoint
CREATE INDEX rendition_by_path ON rendition (container_id, path);
--> statement-breakpoint
CREATE INDEX rendition_unfinished ON rendition (queued_at, sequence) WHERE status IN ('queued', 'encoding');
--> statement-breakpoint
CREATE TABLE doomed_file (
  key text PRIMARY KEY
);
