CREATE TABLE "users" (
  "user_id" text PRIMARY KEY,
  "name" text NOT NULL,
  "email" text NOT NULL,
  "password_hash" text,
  "single_sign_on_subject" text UNIQUE,
  "role" text NOT NULL CHECK ("role" IN ('owner', 'editor', 'viewer')),
  "session_version" integer NOT NULL DEFAULT 1,
  "created_at" timestamptz NOT NULL DEFAULT now(),
  "updated_at" timestamptz NOT NULL DEFAULT now(),
  "last_signed_in_at" timestamptz
);
--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" (lower("email"));
--> statement-breakpoint
-- Two people finishing /setup at once: the second insert meets this.
CREATE UNIQUE INDEX "users_one_owner" ON "users" ("role") WHERE "role" = 'owner';
--> statement-breakpoint
CREATE TABLE "sessions" (
  "session_id" text PRIMARY KEY,
  "user_id" text NOT NULL REFERENCES "users" ("user_id") ON DELETE CASCADE,
  "started_at" timestamptz NOT NULL DEFAULT now(),
  "last_seen_at" timestamptz NOT NULL DEFAULT now(),
  "address" text NOT NULL,
  "user_agent" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" ("user_id");
--> statement-breakpoint
CREATE TABLE "sign_in_attempts" (
  "attempt_id" text PRIMARY KEY,
  "account_hash" text NOT NULL,
  "address" text NOT NULL,
  "device_id" text,
  "outcome" text NOT NULL CHECK ("outcome" IN ('failed', 'succeeded', 'refused')),
  "attempted_at" timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE INDEX "sign_in_attempts_account" ON "sign_in_attempts" ("account_hash", "attempted_at");
--> statement-breakpoint
CREATE INDEX "sign_in_attempts_address" ON "sign_in_attempts" ("address", "attempted_at");
--> statement-breakpoint
CREATE TABLE "audit_entries" (
  "entry_id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "at" timestamptz NOT NULL DEFAULT now(),
  "user_id" text,
  "actor_name" text NOT NULL,
  "action" text NOT NULL,
  "subject" text NOT NULL,
  "connection_id" text,
  "detail" jsonb NOT NULL DEFAULT '{}'
);
--> statement-breakpoint
CREATE TABLE "data_keys" (
  "key_id" integer PRIMARY KEY,
  "wrapped" text NOT NULL,
  "created_at" timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE TABLE "server_secrets" (
  "name" text PRIMARY KEY,
  "sealed" text NOT NULL,
  "created_at" timestamptz NOT NULL DEFAULT now()
);
