-- What others read of what users said: the canonical question of an answer, and wordings that as many accounts share as
-- the night asked for (generations.min_users; null: nobody wrote it down, and none is shown). One row for each wording:
-- user_id is empty, created_at is the day on which it was asked first. What something was masked in is left out.
-- The queries stand in `queries`, where look-ups read them; no other program should.
ALTER TABLE generations ADD COLUMN min_users INTEGER;

DROP VIEW golden_answers_performance;
DROP VIEW query_clusters;

CREATE VIEW query_clusters AS
WITH wordings AS (
  SELECT
    m.cluster_id,
    q.text,
    g.space,
    g.min_users,
    min(q.utterance_id) AS query_id,
    min(q.created_at) AS first_asked,
    min(m.distance) AS distance,
    count(*) AS queries,
    count(DISTINCT q.user_id) AS users
  FROM published p
  JOIN generations g ON g.generation_id = p.generation_id
  JOIN clustering_members m ON m.clustering_id = g.clustering_id
  JOIN queries q ON q.utterance_id = m.page_id AND q.space = g.space
  WHERE p.pipeline = 'answers' AND q.personal = 0
  GROUP BY m.cluster_id, q.text, g.space, g.min_users
)
SELECT
  w.cluster_id || ':' || q.content_hash AS id,
  w.cluster_id,
  w.text AS query_text,
  q.vector AS embedding, -- float32, little-endian
  max(0.0, min(1.0, 1.0 - w.distance)) AS similarity_score,
  NULL AS user_id,
  strftime('%Y-%m-%dT00:00:00.000Z', w.first_asked / 1000.0, 'unixepoch') AS created_at,
  q.language,
  w.queries,
  w.users
FROM wordings w
JOIN queries q ON q.utterance_id = w.query_id AND q.space = w.space
LEFT JOIN golden_answers a ON a.cluster_id = w.cluster_id
WHERE w.users >= w.min_users OR w.text = a.canonical_question;

-- Counts all questions of the cluster, also those that are not shown.
CREATE VIEW golden_answers_performance AS
SELECT
  a.cluster_id,
  a.canonical_question,
  count(q.utterance_id) AS query_count,
  avg(max(0.0, min(1.0, 1.0 - m.distance))) FILTER (WHERE q.utterance_id IS NOT NULL) AS avg_similarity,
  a.updated_at AS last_updated
FROM golden_answers a
JOIN published p ON p.pipeline = 'answers'
JOIN generations g ON g.generation_id = p.generation_id
LEFT JOIN clustering_members m ON m.clustering_id = g.clustering_id AND m.cluster_id = a.cluster_id
LEFT JOIN queries q ON q.utterance_id = m.page_id AND q.space = g.space
GROUP BY a.cluster_id
ORDER BY query_count DESC, a.cluster_id;
