-- How far the sources of issues were read, by day, and what they said that may still be true.

CREATE TABLE collected_days (
  source     TEXT NOT NULL,
  day        TEXT NOT NULL,
  state      TEXT NOT NULL,
  checkpoint TEXT,
  read_at    INTEGER NOT NULL,
  PRIMARY KEY (source, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE marked_replies (
  address TEXT NOT NULL PRIMARY KEY,
  etag    TEXT NOT NULL,
  headers TEXT NOT NULL,
  reply   TEXT NOT NULL
) STRICT;
