-- A page is found by its place in the reading order.
CREATE INDEX pages_position ON pages (position, page_id);
