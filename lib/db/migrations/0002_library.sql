CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE TABLE assets (
  asset_id text COLLATE "C" PRIMARY KEY,
  connection_id text COLLATE "C" NOT NULL REFERENCES connections ON DELETE CASCADE,
  provider text NOT NULL,
  provider_asset_id text COLLATE "C" NOT NULL,
  title text NOT NULL,
  -- Folded by lib/asset-index/fold.ts, so that order and search are the same on every server and locale.
  title_key text COLLATE "C" NOT NULL,
  search_text text COLLATE "C" NOT NULL,
  type text NOT NULL,
  status text NOT NULL,
  file_name text,
  duration_ms bigint,
  width integer,
  height integer,
  frames_per_second double precision,
  size_bytes bigint,
  video_codec text,
  audio_codec text,
  bitrate_kbps integer,
  tags text[] NOT NULL DEFAULT '{}',
  poster_url text,
  filmstrip jsonb,
  playback jsonb NOT NULL DEFAULT '[]',
  source_url text,
  container jsonb,
  error jsonb,
  rendition_count integer NOT NULL DEFAULT 0,
  -- The rendition now being made, as the grid shows it.
  progress jsonb,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  -- Of all that the provider told, and of the same without progress: an unchanged asset is not written again,
  -- and a change of progress alone is announced as such.
  content_hash text COLLATE "C" NOT NULL,
  shape_hash text COLLATE "C" NOT NULL,
  -- When the provider was asked for what stands here; an older answer never overwrites a newer one.
  -- In no index, so that touching it alone stays a heap-only update.
  read_at timestamptz(3) NOT NULL,
  -- Set while it is being deleted at the provider: out of every list and count.
  removing_at timestamptz(3),
  -- Sort keys are never null, so that a keyset comparison needs no special case.
  duration_rank bigint NOT NULL GENERATED ALWAYS AS (coalesce(duration_ms, -1)) STORED,
  size_rank bigint NOT NULL GENERATED ALWAYS AS (coalesce(size_bytes, -1)) STORED,
  UNIQUE (connection_id, provider_asset_id)
);
--> statement-breakpoint
CREATE INDEX assets_by_created ON assets (created_at, asset_id) WHERE removing_at IS NULL;
--> statement-breakpoint
CREATE INDEX assets_by_title ON assets (title_key, asset_id) WHERE removing_at IS NULL;
--> statement-breakpoint
CREATE INDEX assets_by_duration ON assets (duration_rank, asset_id) WHERE removing_at IS NULL;
--> statement-breakpoint
CREATE INDEX assets_by_size ON assets (size_rank, asset_id) WHERE removing_at IS NULL;
--> statement-breakpoint
CREATE INDEX assets_of_connection ON assets (connection_id, created_at, asset_id) WHERE removing_at IS NULL;
--> statement-breakpoint
CREATE INDEX assets_of_status ON assets (status, created_at, asset_id) WHERE removing_at IS NULL;
--> statement-breakpoint
CREATE INDEX assets_removing ON assets (removing_at) WHERE removing_at IS NOT NULL;
--> statement-breakpoint
-- A short pending list: PGlite runs no autovacuum that would empty a long one, and every search reads all of it.
CREATE INDEX assets_by_tag ON assets USING gin (tags) WITH (gin_pending_list_limit = 256);
--> statement-breakpoint
CREATE INDEX assets_by_words ON assets USING gin (search_text gin_trgm_ops) WITH (gin_pending_list_limit = 256);
--> statement-breakpoint
CREATE TABLE renditions (
  asset_id text COLLATE "C" NOT NULL REFERENCES assets ON DELETE CASCADE,
  rendition_id text COLLATE "C" NOT NULL,
  -- The provider's own order.
  position integer NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  status text NOT NULL,
  progress_percent integer NOT NULL,
  queue_position integer,
  remaining_ms bigint,
  video_codec text,
  audio_codec text,
  container text,
  width integer,
  height integer,
  frames_per_second double precision,
  bitrate_kbps integer,
  size_bytes bigint,
  duration_ms bigint,
  url text,
  error jsonb,
  started_at timestamptz(3),
  updated_at timestamptz(3) NOT NULL,
  PRIMARY KEY (asset_id, rendition_id)
);
--> statement-breakpoint
CREATE INDEX renditions_at_work ON renditions (status, updated_at) WHERE status IN ('queued', 'encoding', 'failed');
--> statement-breakpoint
CREATE INDEX renditions_by_update ON renditions (updated_at);
--> statement-breakpoint
-- Which assets the walk now under way has met; what it did not meet is asked for one by one.
CREATE TABLE walk_seen_assets (
  connection_id text COLLATE "C" NOT NULL REFERENCES connections ON DELETE CASCADE,
  provider_asset_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (connection_id, provider_asset_id)
);
--> statement-breakpoint
-- What was forgotten lately: a listing read before the deletion must not bring it back.
CREATE TABLE forgotten_assets (
  connection_id text COLLATE "C" NOT NULL REFERENCES connections ON DELETE CASCADE,
  provider_asset_id text COLLATE "C" NOT NULL,
  forgotten_at timestamptz(3) NOT NULL,
  PRIMARY KEY (connection_id, provider_asset_id)
);
--> statement-breakpoint
CREATE INDEX forgotten_assets_by_time ON forgotten_assets (forgotten_at);
--> statement-breakpoint
-- Kept by the triggers below, so the filter menus and totals never count 100,000 rows.
-- No foreign key: while a connection's rows are deleted by cascade the triggers still write here.
CREATE TABLE asset_counts (
  connection_id text COLLATE "C" NOT NULL,
  status text NOT NULL,
  type text NOT NULL,
  asset_count bigint NOT NULL,
  PRIMARY KEY (connection_id, status, type)
);
--> statement-breakpoint
CREATE TABLE asset_tag_counts (
  connection_id text COLLATE "C" NOT NULL,
  tag text NOT NULL,
  asset_count bigint NOT NULL,
  PRIMARY KEY (connection_id, tag)
);
--> statement-breakpoint
-- ORDER BY in each of these: two transactions that touch the same counters lock them in the same order.
CREATE FUNCTION count_inserted_assets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO asset_counts AS counted (connection_id, status, type, asset_count)
  SELECT connection_id, status, type, count(*) FROM inserted WHERE removing_at IS NULL
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (connection_id, status, type)
  DO UPDATE SET asset_count = counted.asset_count + excluded.asset_count;
  INSERT INTO asset_tag_counts AS counted (connection_id, tag, asset_count)
  SELECT connection_id, tag, count(*) FROM inserted, unnest(tags) AS tag WHERE removing_at IS NULL
  GROUP BY 1, 2 ORDER BY 1, 2
  ON CONFLICT (connection_id, tag) DO UPDATE SET asset_count = counted.asset_count + excluded.asset_count;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_deleted_assets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO asset_counts AS counted (connection_id, status, type, asset_count)
  SELECT connection_id, status, type, -count(*) FROM deleted WHERE removing_at IS NULL
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (connection_id, status, type)
  DO UPDATE SET asset_count = counted.asset_count + excluded.asset_count;
  INSERT INTO asset_tag_counts AS counted (connection_id, tag, asset_count)
  SELECT connection_id, tag, -count(*) FROM deleted, unnest(tags) AS tag WHERE removing_at IS NULL
  GROUP BY 1, 2 ORDER BY 1, 2
  ON CONFLICT (connection_id, tag) DO UPDATE SET asset_count = counted.asset_count + excluded.asset_count;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_updated_assets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO asset_counts AS counted (connection_id, status, type, asset_count)
  SELECT connection_id, status, type, sum(step) FROM (
    SELECT connection_id, status, type, 1 AS step FROM inserted WHERE removing_at IS NULL
    UNION ALL
    SELECT connection_id, status, type, -1 FROM deleted WHERE removing_at IS NULL
  ) AS steps
  GROUP BY 1, 2, 3 HAVING sum(step) <> 0 ORDER BY 1, 2, 3
  ON CONFLICT (connection_id, status, type)
  DO UPDATE SET asset_count = counted.asset_count + excluded.asset_count;
  INSERT INTO asset_tag_counts AS counted (connection_id, tag, asset_count)
  SELECT connection_id, tag, sum(step) FROM (
    SELECT connection_id, tag, 1 AS step FROM inserted, unnest(tags) AS tag WHERE removing_at IS NULL
    UNION ALL
    SELECT connection_id, tag, -1 FROM deleted, unnest(tags) AS tag WHERE removing_at IS NULL
  ) AS steps
  GROUP BY 1, 2 HAVING sum(step) <> 0 ORDER BY 1, 2
  ON CONFLICT (connection_id, tag) DO UPDATE SET asset_count = counted.asset_count + excluded.asset_count;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER assets_inserted AFTER INSERT ON assets
REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION count_inserted_assets();
--> statement-breakpoint
CREATE TRIGGER assets_deleted AFTER DELETE ON assets
REFERENCING OLD TABLE AS deleted FOR EACH STATEMENT EXECUTE FUNCTION count_deleted_assets();
--> statement-breakpoint
CREATE TRIGGER assets_updated AFTER UPDATE ON assets
REFERENCING NEW TABLE AS inserted OLD TABLE AS deleted FOR EACH STATEMENT EXECUTE FUNCTION count_updated_assets();
