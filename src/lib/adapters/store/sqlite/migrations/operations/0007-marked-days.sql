-- When a reply was kept: it goes with the night once it is of no use.
ALTER TABLE marked_replies ADD COLUMN kept_on TEXT NOT NULL DEFAULT '';

CREATE INDEX marked_replies_kept_on ON marked_replies (kept_on);
