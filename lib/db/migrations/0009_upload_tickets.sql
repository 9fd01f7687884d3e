-- When a browser was last given what it sends a file with: what nobody went on with for longer than that lives is given up.
ALTER TABLE uploads ADD COLUMN signed_at timestamptz(3) NOT NULL DEFAULT now();
