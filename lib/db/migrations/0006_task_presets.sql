CREATE TABLE task_presets (
  preset_id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  tasks jsonb NOT NULL,
  saved_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE UNIQUE INDEX task_presets_by_name ON task_presets (lower(name));
