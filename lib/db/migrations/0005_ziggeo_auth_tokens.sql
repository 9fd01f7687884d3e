-- Ziggeo cannot list its auth tokens: these were made here or pasted in, each with what it was when last asked for.
CREATE TABLE ziggeo_auth_tokens (
  auth_token_id text COLLATE "C" PRIMARY KEY,
  connection_id text COLLATE "C" NOT NULL REFERENCES connections ON DELETE CASCADE,
  -- Ours alone: Ziggeo's tokens have no name.
  name text NOT NULL,
  sealed_token text NOT NULL,
  -- SHA-256: tells a token that is here already without opening the others.
  token_hash text COLLATE "C" NOT NULL,
  hint text NOT NULL,
  origin text NOT NULL CHECK (origin IN ('made', 'pasted')),
  rules jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('known', 'gone')),
  checked_at timestamptz(3) NOT NULL,
  -- Why it could not be asked for since.
  check_failure text,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (connection_id, token_hash)
);
