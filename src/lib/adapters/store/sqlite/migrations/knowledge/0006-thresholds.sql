-- metadata.threshold is the one in force: the least score, 0 to 1, at which the answer is served, as calibration and audits
-- have set it for answers with about as many questions; 2 when none is. 4.5 is that of the prior, in logits. What
-- complaints add to the threshold of one answer is not in it.
DROP VIEW golden_answers;

CREATE VIEW golden_answers AS
WITH firsts AS (
  SELECT json_extract(value, '$.answer.clusterId') AS cluster_id, min(json_extract(value, '$.answer.updatedAt')) AS at
  FROM artefacts
  WHERE stage = 'answers' AND json_extract(value, '$.answer') IS NOT NULL
  GROUP BY 1
)
SELECT
  m.artefact AS id,
  m.cluster_id,
  json_extract(a.value, '$.answer.question') AS canonical_question,
  json_extract(a.value, '$.answer.answer') AS answer,
  json_extract(a.value, '$.answer.sources') AS sources,
  json_object(
    'tokens', json_extract(a.value, '$.answer.tokens'),
    'generation_ms', json_extract(a.value, '$.answer.generationMs'),
    'quality', json_extract(a.value, '$.answer.quality'),
    'threshold', CASE
      WHEN c.value IS NOT NULL AND json_extract(c.value, '$.threshold') IS NULL THEN 2.0
      ELSE 1.0 / (1.0 + exp(
        coalesce(json_extract(c.value, '$.score.shifts[' || g.density || ']'), 0.0)
        - coalesce(json_extract(c.value, '$.raises[' || g.density || ']'), 0.0)
        - coalesce(json_extract(c.value, '$.threshold'), 4.5)
      ))
    END
  ) AS metadata,
  strftime('%Y-%m-%dT%H:%M:%fZ', f.at / 1000.0, 'unixepoch') AS created_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', json_extract(a.value, '$.answer.updatedAt') / 1000.0, 'unixepoch') AS updated_at,
  json_extract(a.value, '$.answer.language') AS language,
  json_extract(a.value, '$.answer.model') AS model,
  json_extract(a.value, '$.answer.queries') AS queries,
  json_extract(a.value, '$.answer.users') AS users,
  m.stale
FROM published p
JOIN manifests m ON m.generation_id = p.generation_id
JOIN artefacts a ON a.stage = 'answers' AND a.input = m.artefact
JOIN (
  SELECT input, CASE
    WHEN json_extract(value, '$.answer.queries') <= 2 THEN 0
    WHEN json_extract(value, '$.answer.queries') <= 5 THEN 1
    WHEN json_extract(value, '$.answer.queries') <= 12 THEN 2
    WHEN json_extract(value, '$.answer.queries') <= 25 THEN 3
    WHEN json_extract(value, '$.answer.queries') <= 50 THEN 4
    ELSE 5
  END AS density
  FROM artefacts WHERE stage = 'answers'
) g ON g.input = m.artefact
LEFT JOIN memo k ON k.stage = 'answers' AND k.unit = 'calibration'
LEFT JOIN artefacts c ON c.stage = 'answers' AND c.input = k.input
JOIN firsts f ON f.cluster_id = m.cluster_id
WHERE p.pipeline = 'answers' AND json_extract(a.value, '$.answer') IS NOT NULL;
