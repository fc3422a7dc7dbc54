-- Readers, what they may do and what they said; characters; and how far the consumers of the outbox have come.
-- Times are epoch ms. Offsets are kept beside the sequence that they count in: a backup holds both or neither.

-- The balance of an account stands in `accounts`, where only the ledger moves it.
CREATE TABLE account_profiles (
  account    TEXT PRIMARY KEY NOT NULL,
  email      TEXT,
  role       TEXT NOT NULL CHECK (role IN ('reader', 'author', 'ops')),
  disabled   INTEGER NOT NULL CHECK (disabled IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
  token_id   TEXT PRIMARY KEY NOT NULL,
  account    TEXT NOT NULL,
  label      TEXT NOT NULL,
  hash       TEXT NOT NULL UNIQUE, -- SHA-256 of the secret, which is kept nowhere
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) STRICT;

CREATE TABLE characters (
  character_id TEXT PRIMARY KEY NOT NULL,
  record       TEXT NOT NULL -- JSON: the whole of it
) STRICT, WITHOUT ROWID;

CREATE TABLE conversations (
  utterance_id TEXT PRIMARY KEY NOT NULL,
  user_id      TEXT NOT NULL,
  session_id   TEXT NOT NULL,
  role         TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
  text         TEXT NOT NULL,
  language     TEXT,
  created_at   INTEGER NOT NULL,
  metadata     TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata))
) STRICT;

CREATE INDEX conversations_session ON conversations (user_id, session_id, created_at, utterance_id);
CREATE INDEX conversations_created ON conversations (created_at, utterance_id);

CREATE TABLE offsets (
  consumer TEXT PRIMARY KEY NOT NULL,
  sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE dead_letters (
  consumer TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  change   TEXT NOT NULL, -- JSON
  code     TEXT NOT NULL,
  message  TEXT NOT NULL,
  at       INTEGER NOT NULL,
  PRIMARY KEY (consumer, sequence)
) STRICT, WITHOUT ROWID;
