ALTER TABLE rendition ADD COLUMN job_attempt integer NOT NULL DEFAULT 0;
