-- Of the token of a program that asks for many people: whom it names is believed.
ALTER TABLE tokens ADD COLUMN gateway INTEGER NOT NULL DEFAULT 0 CHECK (gateway IN (0, 1));
