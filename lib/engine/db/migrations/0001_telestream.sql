CREATE TABLE telestream_factory (
  factory_id text PRIMARY KEY,
  account_id text NOT NULL,
  name text NOT NULL,
  bucket text NOT NULL,
  upload_original_video boolean NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE telestream_profile (
  profile_id text PRIMARY KEY,
  factory_id text NOT NULL REFERENCES telestream_factory ON DELETE CASCADE,
  name text NOT NULL,
  title text NOT NULL,
  preset_name text NOT NULL,
  extname text NOT NULL,
  settings jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  UNIQUE (factory_id, name)
);
--> statement-breakpoint
CREATE TABLE telestream_used_signature (
  signature text PRIMARY KEY,
  expires_at timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE INDEX telestream_used_signature_by_expiry ON telestream_used_signature (expires_at);
--> statement-breakpoint
CREATE TABLE upload_session (
  session_id text PRIMARY KEY,
  account_id text NOT NULL,
  container_id text,
  file_name text NOT NULL,
  size_bytes bigint NOT NULL,
  part_size bigint NOT NULL,
  part_count integer NOT NULL,
  asset_id text NOT NULL,
  source_key text NOT NULL,
  details jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'completed', 'stored')),
  created_at timestamptz(3) NOT NULL,
  touched_at timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE INDEX upload_session_by_state ON upload_session (state, touched_at);
--> statement-breakpoint
CREATE INDEX asset_by_path ON asset (container_id, (details ->> 'path')) WHERE details ? 'path';
