-- Every upload begun, also those that never arrived. Names of people and places are kept as they were.
CREATE TABLE uploads (
  -- Made by the browser, so that asking for a second signature records nothing new.
  upload_id text COLLATE "C" PRIMARY KEY,
  user_id text REFERENCES users (user_id) ON DELETE SET NULL,
  started_by text NOT NULL,
  connection_id text COLLATE "C" NOT NULL REFERENCES connections ON DELETE CASCADE,
  destination_id text NOT NULL,
  rendition_names text[] NOT NULL DEFAULT '{}',
  file_name text NOT NULL,
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  -- What the browser read from the file: type, duration, dimensions, codecs.
  facts jsonb,
  state text NOT NULL DEFAULT 'sending' CHECK (state IN ('sending', 'accepted', 'failed', 'cancelled')),
  part_count integer,
  error_message text,
  provider_asset_id text COLLATE "C",
  -- No foreign key: the line stays when the asset goes.
  asset_id text COLLATE "C",
  started_at timestamptz(3) NOT NULL DEFAULT now(),
  ended_at timestamptz(3)
);
--> statement-breakpoint
CREATE INDEX uploads_by_start ON uploads (started_at, upload_id);
--> statement-breakpoint
CREATE INDEX uploads_of_asset ON uploads (asset_id) WHERE asset_id IS NOT NULL;
