-- What was asked of the golden answers by day, and what the nights did for them. Here and not in the knowledge:
-- a look-up waits for no disk and for no writer of the knowledge, and an unchanged night adds its row as well.
-- What people said of answers is dearer than that, and lies in the knowledge. Times are epoch ms.

CREATE TABLE answer_lookups (
  id         TEXT PRIMARY KEY NOT NULL,
  query_hash TEXT NOT NULL,
  query_id   TEXT,
  answer_id  TEXT,
  cluster_id INTEGER,
  hit        INTEGER NOT NULL CHECK (hit IN (0, 1)),
  similarity REAL NOT NULL,
  score      REAL NOT NULL,
  threshold  REAL NOT NULL,
  veto       TEXT,
  audit      REAL, -- probability with which it was drawn for the audit
  latency_ms REAL NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX answer_lookups_created ON answer_lookups (created_at, id);

-- $0.003 and 2,500 ms are what a question costs that goes to retrieval and a model; gibsey status has its own.
CREATE VIEW golden_answers_savings AS
SELECT
  count(*) AS lookups,
  coalesce(sum(hit), 0) AS hits,
  avg(hit) AS hit_rate,
  coalesce(sum(hit), 0) * 0.003 AS saved_usd,
  coalesce(sum(hit), 0) * 2500.0 - coalesce(sum(latency_ms), 0.0) AS saved_ms,
  avg(latency_ms) AS avg_latency_ms
FROM answer_lookups;

CREATE TABLE nightly_worker_runs (
  id                          TEXT PRIMARY KEY NOT NULL,
  run_date                    TEXT NOT NULL, -- YYYY-MM-DD, UTC
  status                      TEXT NOT NULL CHECK (status IN ('success', 'partial', 'failed')),
  queries_analyzed            INTEGER NOT NULL,
  clusters_found              INTEGER NOT NULL,
  golden_answers_generated    INTEGER NOT NULL,
  golden_answers_updated      INTEGER NOT NULL,
  cultural_chunks_regenerated INTEGER NOT NULL,
  total_tokens_used           INTEGER NOT NULL,
  execution_time_seconds      REAL NOT NULL,
  error_message               TEXT,
  created_at                  INTEGER NOT NULL
) STRICT;

CREATE INDEX nightly_worker_runs_created ON nightly_worker_runs (created_at, id);
