CREATE TABLE stupeflix_task (
  task_key text PRIMARY KEY,
  account_id text NOT NULL,
  task_name text NOT NULL,
  parameters jsonb NOT NULL,
  task_store jsonb NOT NULL,
  status text NOT NULL CHECK (status IN ('queued', 'executing', 'success', 'error')),
  progress jsonb,
  result jsonb,
  error jsonb,
  queued_at timestamptz(6) NOT NULL,
  started_at timestamptz(6),
  completed_at timestamptz(6),
  sequence bigint GENERATED ALWAYS AS IDENTITY
);
--> statement-breakpoint
CREATE INDEX stupeflix_task_unfinished ON stupeflix_task (sequence) WHERE status IN ('queued', 'executing');
