-- What people complain about in public, and what is made of it, by day. Days are YYYY-MM-DD in UTC.

CREATE TABLE raw_items (
  url_hash        TEXT NOT NULL PRIMARY KEY,
  source          TEXT NOT NULL,
  collection_date TEXT NOT NULL,
  url             TEXT NOT NULL,
  title           TEXT NOT NULL,
  body            TEXT NOT NULL,
  created_at      INTEGER NOT NULL,
  author          TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX raw_items_collection_date ON raw_items (collection_date);

CREATE TABLE items (
  url_hash        TEXT NOT NULL,
  space           TEXT NOT NULL,
  collection_date TEXT NOT NULL,
  content_hash    TEXT NOT NULL,
  embedding       BLOB NOT NULL,
  embedding_date  INTEGER NOT NULL,
  cluster_date    TEXT,
  cluster_id      INTEGER,
  PRIMARY KEY (url_hash, space)
) STRICT;

CREATE INDEX items_collection_date ON items (collection_date);

CREATE TABLE item_clusters (
  cluster_date TEXT NOT NULL,
  cluster_id   INTEGER NOT NULL,
  cluster_size INTEGER NOT NULL,
  confidence   REAL NOT NULL,
  summary      TEXT NOT NULL,
  PRIMARY KEY (cluster_date, cluster_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE issues (
  cluster_date     TEXT NOT NULL,
  cluster_id       INTEGER NOT NULL,
  canonical_title  TEXT NOT NULL,
  category         TEXT NOT NULL,
  description      TEXT NOT NULL,
  would_pay_signal INTEGER NOT NULL,
  impact_level     TEXT NOT NULL,
  method           TEXT NOT NULL,
  pay_quote        TEXT,
  cluster_size     INTEGER NOT NULL,
  issue_key        TEXT,
  PRIMARY KEY (cluster_date, cluster_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX issues_issue_key ON issues (issue_key);

CREATE TABLE issue_evidence (
  cluster_date TEXT NOT NULL,
  cluster_id   INTEGER NOT NULL,
  url_hash     TEXT NOT NULL,
  source       TEXT NOT NULL,
  url          TEXT NOT NULL,
  title        TEXT NOT NULL,
  body         TEXT NOT NULL,
  posted_at    INTEGER NOT NULL,
  pay_quote    TEXT,
  PRIMARY KEY (cluster_date, cluster_id, url_hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX issue_evidence_url_hash ON issue_evidence (url_hash);

CREATE TABLE live_issues (
  cluster_date TEXT NOT NULL,
  cluster_id   INTEGER NOT NULL,
  issue_id     TEXT,
  content_hash TEXT NOT NULL,
  synced_at    INTEGER NOT NULL,
  PRIMARY KEY (cluster_date, cluster_id)
) STRICT, WITHOUT ROWID;

-- How an issue stood behind each of the days on which it was seen.
CREATE TABLE known_issues (
  last_day        TEXT NOT NULL,
  issue_key       TEXT NOT NULL,
  space           TEXT NOT NULL,
  centre          BLOB NOT NULL,
  title_words     TEXT NOT NULL,
  canonical_title TEXT NOT NULL,
  aliases         TEXT NOT NULL,
  first_day       TEXT NOT NULL,
  items           INTEGER NOT NULL,
  PRIMARY KEY (last_day, issue_key)
) STRICT;

CREATE INDEX known_issues_issue_key ON known_issues (issue_key);

CREATE TABLE issue_triage (
  issue_key  TEXT NOT NULL PRIMARY KEY,
  state      TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
