-- Vectors of the questions that curated answers are asked for by, so that no start has to make them again.
CREATE TABLE curated_vectors (
  space     TEXT NOT NULL,
  text_hash TEXT NOT NULL, -- SHA-256 of the question
  vector    BLOB NOT NULL, -- float32, little-endian
  PRIMARY KEY (space, text_hash)
) STRICT;
