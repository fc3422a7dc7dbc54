-- Debits of answers that are still being given, so that those of a server that died are given back.
CREATE TABLE open_debits (
  account    TEXT NOT NULL,
  request_id TEXT NOT NULL,
  holder     TEXT NOT NULL, -- the lock that the process of the turn holds while it lives
  PRIMARY KEY (account, request_id)
) STRICT, WITHOUT ROWID;
