-- What the look-ups came to whose rows were removed after their time: what they have spared is not forgotten.

CREATE TABLE answer_lookup_totals (
  day        INTEGER PRIMARY KEY NOT NULL, -- since 1 January 1970, UTC
  lookups    INTEGER NOT NULL,
  hits       INTEGER NOT NULL,
  latency_ms REAL NOT NULL -- of all of them together
) STRICT;

DROP VIEW golden_answers_savings;

-- $0.003 and 2,500 ms are what a question costs that goes to retrieval and a model; gibsey status has its own.
CREATE VIEW golden_answers_savings AS
WITH counted AS (
  SELECT count(*) AS lookups, sum(hit) AS hits, sum(latency_ms) AS latency_ms FROM answer_lookups
  UNION ALL
  SELECT sum(lookups), sum(hits), sum(latency_ms) FROM answer_lookup_totals
),
summed AS (
  SELECT
    coalesce(sum(lookups), 0) AS lookups,
    coalesce(sum(hits), 0) AS hits,
    coalesce(sum(latency_ms), 0.0) AS latency_ms
  FROM counted
)
SELECT
  lookups,
  hits,
  CAST(hits AS REAL) / nullif(lookups, 0) AS hit_rate,
  hits * 0.003 AS saved_usd,
  hits * 2500.0 - latency_ms AS saved_ms,
  latency_ms / nullif(lookups, 0) AS avg_latency_ms
FROM summed;
