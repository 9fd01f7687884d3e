-- Whether its provider still works on an asset, also on one that is called ready, and when that work was last seen to
-- move: what is asked after again, and how soon.
ALTER TABLE assets ADD COLUMN under_way boolean NOT NULL DEFAULT false, ADD COLUMN moved_at timestamptz(3) NOT NULL DEFAULT now();
--> statement-breakpoint
UPDATE assets SET under_way = true WHERE status IN ('importing', 'encoding') OR progress IS NOT NULL;
--> statement-breakpoint
-- Few at any time. Without read_at, so that touching that alone stays a heap-only update.
CREATE INDEX assets_under_way ON assets (connection_id) WHERE under_way;
