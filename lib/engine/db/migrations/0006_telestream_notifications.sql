ALTER TABLE telestream_factory
  ADD COLUMN details jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN notifications jsonb NOT NULL DEFAULT '{}';
--> statement-breakpoint
ALTER TABLE telestream_profile
  ALTER COLUMN preset_name DROP NOT NULL,
  ADD COLUMN command text,
  ADD CONSTRAINT telestream_profile_source CHECK (preset_name IS NOT NULL OR command IS NOT NULL);
--> statement-breakpoint
CREATE TABLE telestream_notified (
  asset_id text PRIMARY KEY REFERENCES asset ON DELETE CASCADE,
  told jsonb NOT NULL
);
