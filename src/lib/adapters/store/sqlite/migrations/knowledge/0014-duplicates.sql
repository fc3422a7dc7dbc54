-- Posts that say the same as an earlier one, by the day of that one.

CREATE TABLE item_duplicates (
  day             TEXT NOT NULL,
  space           TEXT NOT NULL,
  url_hash        TEXT NOT NULL,
  duplicate_of    TEXT NOT NULL,
  collection_date TEXT NOT NULL,
  PRIMARY KEY (day, space, url_hash)
) STRICT, WITHOUT ROWID;
