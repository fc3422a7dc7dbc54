-- Golden answers as people read them, what people say of them, and manners. Times of tables are epoch ms, those
-- of views ISO 8601, UTC.

CREATE TABLE answer_feedback (
  id         TEXT PRIMARY KEY NOT NULL,
  answer_id  TEXT NOT NULL,
  lookup_id  TEXT, -- answer_lookups of the operations journal
  user_id    TEXT,
  helpful    INTEGER NOT NULL CHECK (helpful IN (0, 1)),
  comment    TEXT,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX answer_feedback_created ON answer_feedback (created_at, id);
CREATE INDEX answer_feedback_answer ON answer_feedback (answer_id, created_at, id);

-- Answers that people wrote; no night touches them.
CREATE TABLE curated_answers (
  id         TEXT PRIMARY KEY NOT NULL,
  question   TEXT NOT NULL,
  answer     TEXT NOT NULL,
  variants   TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(variants)),
  sources    TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(sources)),
  updated_at INTEGER NOT NULL DEFAULT (CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER))
) STRICT;

CREATE TABLE cultural_knowledge (
  id              TEXT PRIMARY KEY NOT NULL,
  topic           TEXT NOT NULL,
  content         TEXT NOT NULL,
  trigger_keyword TEXT NOT NULL DEFAULT '', -- separated by commas
  language        TEXT NOT NULL,
  when_to_use     TEXT NOT NULL DEFAULT '',
  -- usage_count, last_used (epoch ms) and further keys
  metadata        TEXT NOT NULL DEFAULT '{"usage_count":0,"last_used":null}' CHECK (json_valid(metadata)),
  created_at      INTEGER NOT NULL DEFAULT (CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)),
  updated_at      INTEGER NOT NULL DEFAULT (CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER))
) STRICT;

-- A use is no change of the text.
CREATE TRIGGER cultural_knowledge_updated
AFTER UPDATE OF topic, content, trigger_keyword, language, when_to_use ON cultural_knowledge
WHEN NEW.updated_at = OLD.updated_at
  AND (NEW.topic, NEW.content, NEW.trigger_keyword, NEW.language, NEW.when_to_use)
    IS NOT (OLD.topic, OLD.content, OLD.trigger_keyword, OLD.language, OLD.when_to_use)
BEGIN
  UPDATE cultural_knowledge SET updated_at =
    max(OLD.updated_at + 1, CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER))
  WHERE id = NEW.id;
END;

INSERT INTO cultural_knowledge (id, topic, content, trigger_keyword, language, when_to_use) VALUES
  ('indonesian-greetings',
   'Indonesian greetings',
   'Indonesians greet before they ask for anything, and a greeting that is answered in kind opens the conversation. “Selamat datang” welcomes somebody who arrives; “selamat pagi”, “siang”, “sore” and “malam” follow the hours of the day, from morning over midday and late afternoon to night. “Apa kabar?” asks how somebody is; “baik, terima kasih” answers it. “Pak” or “Bapak” for a man and “Bu” or “Ibu” for a woman, before the name, show respect. Return the greeting warmly and briefly, in the language that was used, and let business follow a moment later.',
   'selamat datang, selamat pagi, selamat siang, selamat sore, selamat malam, apa kabar, halo, hai, terima kasih',
   'id',
   'In the first words of a conversation, and when somebody greets, thanks or takes leave.'),
  ('bureaucracy-patience',
   'Patience with bureaucracy',
   'Offices in Indonesia keep their own pace: a form may need a second visit, a stamp, or the signature of somebody who is away, and a rule may be read differently from one office to the next. Public holidays and ceremonies close counters. Pressing or raising one’s voice seldom speeds anything up and may close a door; courtesy, complete papers with copies and a friendly question about the next step open it. Acknowledge that waiting is tiring, say honestly what is known and what is not, promise no date that no source gives, and encourage patience (“sabar”) without making the worry small.',
   'waiting, delay, delayed, slow, bureaucracy, office, queue, how long, sabar, lama, antre, birokrasi',
   '*',
   'When somebody is impatient, worried or tired of waiting for an office.'),
  ('face-saving',
   'Face-saving and indirect speech',
   '“Tidak apa-apa” says that it does not matter, and puts others at ease after a mistake, a delay or a refusal; it does not always mean that all is well. Many Indonesians avoid a bare no, and a correction in front of others, so that nobody is put to shame (“malu”). “Belum” (not yet), “mungkin” (perhaps) or “nanti” (later) may be a gentle no. Speak indirectly and kindly: name the difficulty, not the culprit; offer a choice; leave room to change one’s mind. Where a fact matters, ask again softly, and then state it plainly, since kindness must not leave anybody misinformed.',
   'tidak apa-apa, maaf, sorry, belum, mungkin, nanti, malu, mistake, problem, embarrassed',
   'id',
   'When somebody apologises, hesitates, complains or has to be told no.'),
  ('tri-hita-karana',
   'Tri Hita Karana',
   'Tri Hita Karana, “three causes of well-being”, is a philosophy of Hindu Bali: harmony with the divine (parahyangan), among people (pawongan), and with nature and place (palemahan). It shows in daily offerings, in the temple ceremonies of family and village, and in the subak, the cooperatives that share the water of the rice terraces and are part of the World Heritage. A ceremony may close a road or an office, and comes first for those who take part. Speak of it with respect, as a living practice and not as decoration: ask before photographing, dress modestly in temples, and do not step on offerings.',
   'tri hita karana, bali, ceremony, temple, offering, nyepi, galungan, upacara, pura, subak, harmony',
   '*',
   'When the talk turns to Bali, its ceremonies, temples or ways of life.');

CREATE VIEW cultural_knowledge_usage AS
SELECT
  topic,
  trigger_keyword,
  language,
  coalesce(json_extract(metadata, '$.usage_count'), 0) AS usage_count,
  strftime('%Y-%m-%dT%H:%M:%fZ', json_extract(metadata, '$.last_used') / 1000.0, 'unixepoch') AS last_used,
  id
FROM cultural_knowledge
ORDER BY usage_count DESC, id;

CREATE TABLE classifications (
  collection    TEXT NOT NULL,
  id            TEXT NOT NULL,
  label         TEXT NOT NULL,
  confidence    REAL NOT NULL,
  method        TEXT NOT NULL,
  model         TEXT NOT NULL,
  classified_at INTEGER NOT NULL,
  PRIMARY KEY (collection, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX classifications_label ON classifications (collection, label);

-- The answers of the published generation. id is that of the text: an answer that is written anew is another one.
-- created_at: when the question was first answered; updated_at: when this answer was written.
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
    'threshold', json_extract(a.value, '$.answer.threshold')
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
JOIN firsts f ON f.cluster_id = m.cluster_id
WHERE p.pipeline = 'answers' AND json_extract(a.value, '$.answer') IS NOT NULL;

-- The questions of the published clusters, personal data masked. similarity_score is the cosine to the centre of
-- the cluster, 0 where it is negative: the canonical question is the one nearest to it that holds nothing personal.
CREATE VIEW query_clusters AS
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
WHERE p.pipeline = 'answers';

CREATE VIEW golden_answers_performance AS
SELECT
  a.cluster_id,
  a.canonical_question,
  count(q.id) AS query_count,
  avg(q.similarity_score) AS avg_similarity,
  a.updated_at AS last_updated
FROM golden_answers a
LEFT JOIN query_clusters q ON q.cluster_id = a.cluster_id
GROUP BY a.cluster_id
ORDER BY query_count DESC, a.cluster_id;

CREATE VIEW query_clustering_summary AS
SELECT
  cluster_id,
  count(*) AS queries_in_cluster,
  avg(similarity_score) AS avg_similarity,
  min(created_at) AS first_query,
  max(created_at) AS latest_query,
  count(DISTINCT user_id) AS users
FROM query_clusters
GROUP BY cluster_id
ORDER BY queries_in_cluster DESC, cluster_id;
