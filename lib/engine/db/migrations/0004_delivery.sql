CREATE TABLE delivery (
  delivery_id text PRIMARY KEY,
  account_id text NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  event text NOT NULL,
  url text NOT NULL,
  origin text NOT NULL,
  method text NOT NULL,
  headers jsonb NOT NULL,
  body bytea NOT NULL,
  retry_delays_ms jsonb NOT NULL,
  retries_used integer NOT NULL DEFAULT 0,
  state text NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
  next_attempt_at timestamptz(3),
  job_id uuid,
  job_attempt integer NOT NULL DEFAULT 0,
  claim_token uuid,
  claimed_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY
);
--> statement-breakpoint
CREATE INDEX delivery_by_account ON delivery (account_id, kind, created_at DESC, sequence DESC);
--> statement-breakpoint
CREATE INDEX delivery_by_subject ON delivery (account_id, subject, created_at DESC, sequence DESC);
--> statement-breakpoint
CREATE INDEX delivery_pending ON delivery (next_attempt_at) WHERE state = 'pending';
--> statement-breakpoint
CREATE INDEX delivery_by_age ON delivery (created_at);
--> statement-breakpoint
CREATE TABLE delivery_attempt (
  delivery_id text NOT NULL REFERENCES delivery ON DELETE CASCADE,
  at timestamptz(3) NOT NULL,
  duration_ms integer NOT NULL,
  status integer,
  error text,
  response_excerpt text NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY
);
--> statement-breakpoint
CREATE INDEX delivery_attempt_by_delivery ON delivery_attempt (delivery_id, sequence);
