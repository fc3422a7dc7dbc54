-- What is learnt from conversations. Times are epoch ms.

-- What users asked, personal data masked.
CREATE TABLE queries (
  utterance_id TEXT NOT NULL,
  space        TEXT NOT NULL,
  user_id      TEXT NOT NULL,
  text         TEXT NOT NULL,
  personal     INTEGER NOT NULL CHECK (personal IN (0, 1)),
  language     TEXT,
  created_at   INTEGER NOT NULL,
  content_hash TEXT NOT NULL,
  vector       BLOB NOT NULL, -- float32, little-endian
  PRIMARY KEY (utterance_id, space)
) STRICT;

CREATE INDEX queries_created ON queries (space, created_at, utterance_id);
