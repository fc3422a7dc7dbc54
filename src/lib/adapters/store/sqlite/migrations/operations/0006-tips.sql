-- What was recommended, from what and with which chance; and what the bandit has learnt from it.

CREATE TABLE tips (
  user_id      TEXT NOT NULL,
  tip_id       TEXT NOT NULL,
  kind         TEXT NOT NULL,
  task_id      TEXT,
  text         TEXT NOT NULL,
  propensity   REAL NOT NULL,
  options      TEXT NOT NULL,
  chosen       INTEGER NOT NULL,
  rung         TEXT NOT NULL,
  policy       TEXT NOT NULL,
  context_hash TEXT,
  writer       TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  PRIMARY KEY (user_id, tip_id)
) STRICT;

CREATE TABLE tip_candidates (
  user_id    TEXT NOT NULL PRIMARY KEY,
  made_from  TEXT NOT NULL,
  writer     TEXT NOT NULL,
  candidates TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE bandit_arms (
  kind           TEXT NOT NULL PRIMARY KEY,
  design         TEXT NOT NULL,
  response       TEXT NOT NULL,
  rewards        INTEGER NOT NULL,
  settled_before INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
