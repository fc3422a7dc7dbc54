-- Pages, their vectors, and what the nights made of them. Times are epoch ms unless a comment says otherwise.
-- The triggers use nothing newer than SQLite 3.37, so that other programs may write with their own library.

CREATE TABLE pages (
  page_id      TEXT PRIMARY KEY NOT NULL,
  chapter      TEXT,
  position     ANY CHECK (typeof(position) IN ('null', 'integer', 'real')),
  title        TEXT,
  body         TEXT NOT NULL,
  char_id      TEXT,
  source       TEXT NOT NULL DEFAULT '',
  metadata     TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata)),
  -- For people. gibsey computes the hash from the body whenever it reads; null after a change by plain SQL.
  content_hash TEXT,
  updated_at   INTEGER NOT NULL DEFAULT (CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)),
  -- µs; grows with every write of the page and orders late vectors.
  version      INTEGER NOT NULL DEFAULT (CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER) * 1000)
) STRICT;

CREATE INDEX pages_chapter ON pages (chapter, position);

CREATE TABLE page_vectors (
  page_id      TEXT NOT NULL,
  space        TEXT NOT NULL,
  vector       BLOB NOT NULL, -- float32, little-endian
  content_hash TEXT NOT NULL,
  version      INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  PRIMARY KEY (page_id, space)
) STRICT;

CREATE TABLE passages (
  page_id      TEXT NOT NULL,
  space        TEXT NOT NULL,
  ordinal      INTEGER NOT NULL,
  start_offset INTEGER NOT NULL, -- UTF-16 units into the body
  end_offset   INTEGER NOT NULL,
  vector       BLOB NOT NULL,
  PRIMARY KEY (page_id, space, ordinal)
) STRICT;

-- The outbox: every change of pages and page vectors, whoever made it.
CREATE TABLE changes (
  sequence   INTEGER PRIMARY KEY AUTOINCREMENT,
  table_name TEXT NOT NULL CHECK (table_name IN ('pages', 'page_vectors')),
  id         TEXT NOT NULL,
  op         TEXT NOT NULL CHECK (op IN ('put', 'delete')),
  at         INTEGER NOT NULL DEFAULT (CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER))
) STRICT;

CREATE TRIGGER pages_inserted AFTER INSERT ON pages BEGIN
  INSERT INTO changes (table_name, id, op) VALUES ('pages', NEW.page_id, 'put');
END;

CREATE TRIGGER pages_updated AFTER UPDATE ON pages
WHEN (NEW.page_id, NEW.chapter, NEW.position, NEW.title, NEW.body, NEW.char_id, NEW.source, NEW.metadata)
  IS NOT (OLD.page_id, OLD.chapter, OLD.position, OLD.title, OLD.body, OLD.char_id, OLD.source, OLD.metadata)
BEGIN
  DELETE FROM page_vectors WHERE page_id = OLD.page_id AND OLD.page_id <> NEW.page_id;
  INSERT INTO changes (table_name, id, op) SELECT 'pages', OLD.page_id, 'delete' WHERE OLD.page_id <> NEW.page_id;
  INSERT INTO changes (table_name, id, op) VALUES ('pages', NEW.page_id, 'put');
END;

-- Another program that changes a body knows nothing of versions and hashes.
CREATE TRIGGER pages_body_by_sql AFTER UPDATE OF body ON pages
WHEN NEW.body <> OLD.body AND NEW.version = OLD.version
BEGIN
  UPDATE pages SET
    version = max(OLD.version + 1, CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER) * 1000),
    content_hash = NULL
  WHERE page_id = NEW.page_id;
END;

CREATE TRIGGER pages_deleted AFTER DELETE ON pages BEGIN
  DELETE FROM page_vectors WHERE page_id = OLD.page_id;
  DELETE FROM passages WHERE page_id = OLD.page_id;
  INSERT INTO changes (table_name, id, op) VALUES ('pages', OLD.page_id, 'delete');
END;

CREATE TRIGGER page_vectors_inserted AFTER INSERT ON page_vectors BEGIN
  INSERT INTO changes (table_name, id, op) VALUES ('page_vectors', NEW.page_id, 'put');
END;

CREATE TRIGGER page_vectors_updated AFTER UPDATE ON page_vectors
WHEN NEW.vector <> OLD.vector OR NEW.content_hash <> OLD.content_hash
BEGIN
  INSERT INTO changes (table_name, id, op) VALUES ('page_vectors', NEW.page_id, 'put');
END;

CREATE TRIGGER page_vectors_deleted AFTER DELETE ON page_vectors BEGIN
  DELETE FROM passages WHERE page_id = OLD.page_id AND space = OLD.space;
  INSERT INTO changes (table_name, id, op) VALUES ('page_vectors', OLD.page_id, 'delete');
END;

-- Clusterings are immutable under their id; `clusters` and `cluster_members` are views of the published one.
CREATE TABLE clusterings (
  clustering_id TEXT PRIMARY KEY NOT NULL,
  pipeline      TEXT NOT NULL,
  space         TEXT NOT NULL,
  algorithm     TEXT NOT NULL,
  k             INTEGER NOT NULL,
  seed          INTEGER NOT NULL,
  basis         TEXT,
  points        INTEGER NOT NULL,
  noise         INTEGER NOT NULL,
  inertia       REAL NOT NULL,
  rebased       INTEGER NOT NULL CHECK (rebased IN (0, 1)),
  next_id       INTEGER NOT NULL,
  retired       TEXT NOT NULL -- JSON
) STRICT;

CREATE TABLE clustering_clusters (
  clustering_id TEXT NOT NULL REFERENCES clusterings ON DELETE CASCADE,
  cluster_id    INTEGER NOT NULL,
  ordinal       INTEGER NOT NULL, -- place within the clustering
  size          INTEGER NOT NULL,
  center_page   TEXT NOT NULL,
  cohesion      REAL NOT NULL,
  lineage       TEXT NOT NULL,
  came_from     TEXT NOT NULL, -- JSON
  centre        BLOB NOT NULL,
  founding      BLOB NOT NULL,
  PRIMARY KEY (clustering_id, cluster_id)
) STRICT;

CREATE TABLE clustering_members (
  clustering_id TEXT NOT NULL REFERENCES clusterings ON DELETE CASCADE,
  cluster_id    INTEGER NOT NULL,
  distance      REAL NOT NULL,
  page_id       TEXT NOT NULL,
  content_hash  TEXT NOT NULL,
  PRIMARY KEY (clustering_id, cluster_id, distance, page_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE generations (
  generation_id TEXT PRIMARY KEY NOT NULL,
  pipeline      TEXT NOT NULL,
  number        INTEGER NOT NULL,
  clustering_id TEXT NOT NULL,
  space         TEXT NOT NULL,
  run_id        TEXT NOT NULL,
  created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE manifests (
  generation_id TEXT NOT NULL REFERENCES generations ON DELETE CASCADE,
  cluster_id    INTEGER NOT NULL,
  artefact      TEXT NOT NULL, -- artefacts.input
  stale         INTEGER NOT NULL CHECK (stale IN (0, 1)),
  PRIMARY KEY (generation_id, cluster_id)
) STRICT, WITHOUT ROWID;

-- One row a pipeline: the generation that readers see, and the highest fence that has published.
CREATE TABLE published (
  pipeline      TEXT PRIMARY KEY NOT NULL,
  generation_id TEXT NOT NULL,
  fence         INTEGER NOT NULL,
  published_at  INTEGER NOT NULL
) STRICT;

-- What each stage made of an input, written once, and what each unit was last made from.
CREATE TABLE artefacts (
  stage TEXT NOT NULL,
  input TEXT NOT NULL,
  value TEXT NOT NULL, -- JSON
  PRIMARY KEY (stage, input)
) STRICT;

CREATE TABLE memo (
  stage TEXT NOT NULL,
  unit  TEXT NOT NULL,
  input TEXT NOT NULL,
  PRIMARY KEY (stage, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
  account TEXT PRIMARY KEY NOT NULL,
  balance INTEGER NOT NULL CHECK (balance >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
  account       TEXT NOT NULL,
  request_id    TEXT NOT NULL,
  delta         INTEGER NOT NULL,
  reason        TEXT NOT NULL,
  balance_after INTEGER NOT NULL,
  created_at    INTEGER NOT NULL,
  PRIMARY KEY (account, request_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER ledger_is_append_only BEFORE UPDATE ON ledger BEGIN
  SELECT raise(ABORT, 'the ledger is append-only');
END;

CREATE TRIGGER ledger_keeps_everything BEFORE DELETE ON ledger BEGIN
  SELECT raise(ABORT, 'the ledger is append-only');
END;

CREATE VIEW clusters AS
SELECT c.cluster_id, c.size, c.center_page, c.cohesion, c.lineage, c.came_from, c.centre
FROM published p
JOIN generations g ON g.generation_id = p.generation_id
JOIN clustering_clusters c ON c.clustering_id = g.clustering_id
WHERE p.pipeline = 'pages';

CREATE VIEW cluster_members AS
SELECT m.cluster_id, m.page_id, m.distance, m.content_hash
FROM published p
JOIN generations g ON g.generation_id = p.generation_id
JOIN clustering_members m ON m.clustering_id = g.clustering_id
WHERE p.pipeline = 'pages';

-- center_page, size and cohesion are those of the published cluster, also where an older summary is carried on.
CREATE VIEW summaries AS
SELECT
  m.cluster_id,
  c.center_page,
  json_extract(a.value, '$.summary') AS summary,
  strftime('%Y-%m-%dT%H:%M:%fZ', json_extract(a.value, '$.updatedAt') / 1000.0, 'unixepoch') AS updated_at,
  json_extract(a.value, '$.title') AS title,
  json_extract(a.value, '$.keywords') AS keywords,
  c.size,
  c.cohesion,
  json_extract(a.value, '$.model') AS model,
  json_extract(a.value, '$.promptVersion') AS prompt_version,
  json_extract(a.value, '$.words') AS words,
  json_extract(a.value, '$.coverage') AS coverage,
  m.stale
FROM published p
JOIN generations g ON g.generation_id = p.generation_id
JOIN manifests m ON m.generation_id = g.generation_id
JOIN clustering_clusters c ON c.clustering_id = g.clustering_id AND c.cluster_id = m.cluster_id
JOIN artefacts a ON a.stage = 'summarize' AND a.input = m.artefact
WHERE p.pipeline = 'pages';
