-- What a label was found from: hash of text, labels and method. '' where nobody wrote it down: found again.
ALTER TABLE classifications ADD COLUMN input TEXT NOT NULL DEFAULT '';
