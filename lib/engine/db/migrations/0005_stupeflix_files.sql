ALTER TABLE stupeflix_task
  ADD COLUMN files jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN base_url text NOT NULL DEFAULT '',
  ADD COLUMN job_id text,
  ADD COLUMN claim text,
  ADD COLUMN is_callback_due boolean NOT NULL DEFAULT false;
--> statement-breakpoint
CREATE INDEX stupeflix_task_newest ON stupeflix_task (account_id, sequence);
--> statement-breakpoint
CREATE INDEX stupeflix_task_callback ON stupeflix_task (sequence) WHERE is_callback_due;
--> statement-breakpoint
CREATE TABLE stupeflix_file (
  task_key text NOT NULL,
  name text NOT NULL,
  account_id text NOT NULL,
  storage_key text NOT NULL,
  size_bytes bigint NOT NULL,
  mime_type text NOT NULL,
  is_volatile boolean NOT NULL,
  created_at timestamptz(6) NOT NULL,
  PRIMARY KEY (task_key, name)
);
--> statement-breakpoint
CREATE INDEX stupeflix_file_age ON stupeflix_file (account_id, is_volatile, created_at);
--> statement-breakpoint
CREATE TABLE stupeflix_account (
  account_id text PRIMARY KEY,
  expiration_days integer NOT NULL DEFAULT 0 CHECK (expiration_days >= 0),
  referrers jsonb
);
