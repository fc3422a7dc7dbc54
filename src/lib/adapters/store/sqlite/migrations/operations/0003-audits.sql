-- Look-ups that were drawn at random to be judged by night. Unlike other look-ups they hold what was asked, personal
-- data masked, and are deleted after a time. Times are epoch ms.

CREATE TABLE answer_audits (
  id            TEXT PRIMARY KEY NOT NULL, -- of the look-up
  query_hash    TEXT NOT NULL,
  question      TEXT NOT NULL,
  answer_id     TEXT NOT NULL,
  offer         TEXT NOT NULL CHECK (json_valid(offer)), -- question, answer, quotes
  fresh         TEXT, -- what the pages answer
  hit           INTEGER NOT NULL CHECK (hit IN (0, 1)),
  vetoed        INTEGER NOT NULL CHECK (vetoed IN (0, 1)),
  density_group INTEGER NOT NULL,
  score         REAL NOT NULL,
  threshold     REAL NOT NULL,
  propensity    REAL NOT NULL, -- probability with which it was drawn
  created_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX answer_audits_created ON answer_audits (created_at, id);

ALTER TABLE answer_lookups ADD COLUMN density_group INTEGER;
