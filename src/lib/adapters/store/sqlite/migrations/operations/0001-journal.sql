-- The operations journal: what runs did and who is running. Kept out of the knowledge so that a night in which
-- nothing changed leaves the knowledge as it was, byte for byte. Times are epoch ms.

CREATE TABLE runs (
  run_id     TEXT PRIMARY KEY NOT NULL,
  command    TEXT NOT NULL,
  status     TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at   INTEGER,
  record     TEXT NOT NULL -- JSON: the whole of it
) STRICT;

CREATE INDEX runs_started ON runs (started_at, run_id);

CREATE TABLE locks (
  name    TEXT PRIMARY KEY NOT NULL,
  fence   INTEGER NOT NULL,
  counter INTEGER NOT NULL,
  held    INTEGER NOT NULL CHECK (held IN (0, 1)),
  run_id  TEXT NOT NULL,
  pid     INTEGER NOT NULL,
  host    TEXT NOT NULL,
  command TEXT NOT NULL
) STRICT;
