CREATE TABLE connections (
  connection_id text COLLATE "C" PRIMARY KEY,
  provider text NOT NULL,
  name text NOT NULL,
  is_local boolean NOT NULL DEFAULT false,
  base_url text NOT NULL,
  settings jsonb NOT NULL DEFAULT '{}',
  state text NOT NULL DEFAULT 'active',
  health_cause text NOT NULL DEFAULT 'unknown',
  health_message text NOT NULL DEFAULT 'Not checked yet.',
  health_checked_at timestamptz(3) NOT NULL DEFAULT now(),
  health_latency_ms integer,
  last_synced_at timestamptz(3),
  -- Grows with every change of address or keys, so that an opened account knows when it is out of date.
  version integer NOT NULL DEFAULT 1,
  -- Set when a person removed it: hidden at once, its rows are cleared away in the background.
  removed_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE TABLE connection_secrets (
  connection_id text COLLATE "C" NOT NULL REFERENCES connections ON DELETE CASCADE,
  field text NOT NULL,
  sealed text NOT NULL,
  -- The last four characters: all that is ever shown again.
  hint text NOT NULL,
  PRIMARY KEY (connection_id, field)
);
--> statement-breakpoint
-- Remembers that a local connection was made once, so that one a person removed does not come back.
CREATE TABLE local_connections (
  provider text PRIMARY KEY,
  connection_id text COLLATE "C" NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE TABLE sync_states (
  connection_id text COLLATE "C" PRIMARY KEY REFERENCES connections ON DELETE CASCADE,
  -- The walk over the provider's whole listing now under way; null when none is.
  walk_started_at timestamptz(3),
  walk_cursor text,
  walk_phase text,
  walked_count integer NOT NULL DEFAULT 0,
  first_import_at timestamptz(3),
  last_walk_at timestamptz(3)
);
