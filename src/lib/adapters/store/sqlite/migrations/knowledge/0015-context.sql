-- What is known of users: their tasks, their reactions to tips, and the context that is made of both.

CREATE TABLE users (
  user_id    TEXT NOT NULL PRIMARY KEY,
  timezone   TEXT,
  sync_token TEXT,
  synced_at  INTEGER,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tasks (
  user_id     TEXT NOT NULL,
  task_id     TEXT NOT NULL,
  content     TEXT NOT NULL,
  description TEXT NOT NULL,
  project_id  TEXT,
  labels      TEXT NOT NULL,
  priority    INTEGER NOT NULL,
  due         TEXT, -- YYYY-MM-DD in the user's own zone
  recurring   INTEGER NOT NULL,
  done_at     INTEGER,
  completions INTEGER NOT NULL,
  added_at    INTEGER,
  changed_at  INTEGER NOT NULL,
  PRIMARY KEY (user_id, task_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reactions (
  user_id    TEXT NOT NULL,
  tip_id     TEXT NOT NULL,
  reaction   TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, tip_id, created_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE context_store (
  user_id         TEXT NOT NULL PRIMARY KEY,
  materialized_at INTEGER NOT NULL,
  context_json    TEXT NOT NULL,
  context_hash    TEXT NOT NULL,
  input           TEXT NOT NULL,
  space           TEXT NOT NULL,
  next_cluster_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE task_vectors (
  user_id      TEXT NOT NULL,
  task_id      TEXT NOT NULL,
  space        TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  vector       BLOB NOT NULL, -- float32, little-endian
  PRIMARY KEY (user_id, task_id)
) STRICT;

CREATE TABLE task_clusters (
  user_id    TEXT NOT NULL,
  cluster_id INTEGER NOT NULL,
  title      TEXT NOT NULL,
  size       INTEGER NOT NULL,
  centre     BLOB NOT NULL,
  founding   BLOB NOT NULL,
  members    TEXT NOT NULL,
  PRIMARY KEY (user_id, cluster_id)
) STRICT;
