-- Where a provider reaches this dashboard: /hooks/<connection>/<secret>. A retired address still works for a while,
-- so that a new one can be registered before the old one is gone.
CREATE TABLE inbox_addresses (
  address_id text COLLATE "C" PRIMARY KEY,
  connection_id text COLLATE "C" NOT NULL REFERENCES connections ON DELETE CASCADE,
  -- SHA-256 of the secret: looking it up tells nothing by how long it takes.
  secret_hash text COLLATE "C" NOT NULL UNIQUE,
  sealed_secret text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  retired_at timestamptz(3)
);
--> statement-breakpoint
CREATE INDEX inbox_addresses_of_connection ON inbox_addresses (connection_id);
--> statement-breakpoint
-- Keys a provider signs its webhooks with, one per webhook it has: several are in force while one replaces another.
CREATE TABLE inbox_signing_keys (
  connection_id text COLLATE "C" NOT NULL REFERENCES connections ON DELETE CASCADE,
  provider_webhook_id text COLLATE "C" NOT NULL,
  sealed_key text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (connection_id, provider_webhook_id)
);
--> statement-breakpoint
-- Every webhook received, whole, as it came; and what was made of it.
CREATE TABLE inbox_events (
  event_id text COLLATE "C" PRIMARY KEY,
  connection_id text COLLATE "C" NOT NULL,
  -- webhook: it came; poll: the sync found what no event told; test: this dashboard sent it to itself.
  origin text NOT NULL CHECK (origin IN ('webhook', 'poll', 'test')),
  received_at timestamptz(3) NOT NULL,
  headers jsonb NOT NULL DEFAULT '[]',
  body bytea NOT NULL,
  body_hash text COLLATE "C" NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'processed', 'ignored', 'duplicate', 'refused', 'failed')),
  -- signed: by the provider's key; confirmed: an API read said the same; claimed: nothing but the address speaks for it.
  trust text CHECK (trust IN ('signed', 'confirmed', 'claimed', 'refused')),
  event_type text,
  subject text COLLATE "C",
  asset_id text COLLATE "C",
  changes jsonb NOT NULL DEFAULT '[]',
  reason text,
  duplicate_of text COLLATE "C",
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz(3) NOT NULL,
  claim_token text,
  claimed_until timestamptz(3),
  processed_at timestamptz(3)
);
--> statement-breakpoint
CREATE INDEX inbox_events_by_time ON inbox_events (received_at, event_id);
--> statement-breakpoint
CREATE INDEX inbox_events_of_connection ON inbox_events (connection_id, received_at, event_id);
--> statement-breakpoint
CREATE INDEX inbox_events_due ON inbox_events (due_at) WHERE state = 'waiting';
--> statement-breakpoint
CREATE INDEX inbox_events_same ON inbox_events (connection_id, body_hash, received_at);
--> statement-breakpoint
CREATE INDEX inbox_events_of_subject ON inbox_events (connection_id, subject, received_at) WHERE subject IS NOT NULL;
--> statement-breakpoint
CREATE INDEX inbox_events_of_asset ON inbox_events (asset_id, received_at) WHERE asset_id IS NOT NULL;
--> statement-breakpoint
-- Webhooks that were made through us, for providers that cannot list theirs, and for the handshake under way.
CREATE TABLE webhook_registrations (
  connection_id text COLLATE "C" NOT NULL REFERENCES connections ON DELETE CASCADE,
  provider_webhook_id text COLLATE "C" NOT NULL,
  url text NOT NULL,
  events text[] NOT NULL DEFAULT '{}',
  state text NOT NULL CHECK (state IN ('pending', 'active', 'failed')),
  reason text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (connection_id, provider_webhook_id)
);
--> statement-breakpoint
-- Telestream's events may name an encoding alone.
CREATE INDEX renditions_by_provider_id ON renditions (rendition_id);
