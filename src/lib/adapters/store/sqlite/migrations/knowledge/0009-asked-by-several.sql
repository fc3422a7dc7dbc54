-- What fewer users have asked than an answer takes stays with them: query_clusters shows the questions of clusters that
-- have a published answer, or as many users as the published answer with the fewest. The others are counted only.
DROP VIEW query_clusters;
DROP VIEW query_clustering_summary;

CREATE VIEW query_clusters AS
WITH members AS (
  SELECT
    m.page_id AS id,
    m.cluster_id,
    q.text AS query_text,
    q.vector AS embedding, -- float32, little-endian
    max(0.0, min(1.0, 1.0 - m.distance)) AS similarity_score,
    q.user_id,
    strftime('%Y-%m-%dT%H:%M:%fZ', q.created_at / 1000.0, 'unixepoch') AS created_at,
    q.language
  FROM published p
  JOIN generations g ON g.generation_id = p.generation_id
  JOIN clustering_members m ON m.clustering_id = g.clustering_id
  JOIN queries q ON q.utterance_id = m.page_id AND q.space = g.space
  WHERE p.pipeline = 'answers'
)
SELECT * FROM members WHERE cluster_id IN (
  SELECT cluster_id FROM golden_answers
  UNION ALL
  SELECT cluster_id FROM members
  GROUP BY cluster_id
  HAVING count(DISTINCT user_id) >= (SELECT min(users) FROM golden_answers)
);

CREATE VIEW query_clustering_summary AS
SELECT
  m.cluster_id,
  count(*) AS queries_in_cluster,
  avg(max(0.0, min(1.0, 1.0 - m.distance))) AS avg_similarity,
  strftime('%Y-%m-%dT%H:%M:%fZ', min(q.created_at) / 1000.0, 'unixepoch') AS first_query,
  strftime('%Y-%m-%dT%H:%M:%fZ', max(q.created_at) / 1000.0, 'unixepoch') AS latest_query,
  count(DISTINCT q.user_id) AS users
FROM published p
JOIN generations g ON g.generation_id = p.generation_id
JOIN clustering_members m ON m.clustering_id = g.clustering_id
JOIN queries q ON q.utterance_id = m.page_id AND q.space = g.space
WHERE p.pipeline = 'answers'
GROUP BY m.cluster_id
ORDER BY queries_in_cluster DESC, m.cluster_id;
