ALTER TABLE telestream_factory ADD COLUMN removed_at timestamptz(3);
