-- Bans and mutes. "target" is what one was laid on, a name's key or an address; there is one of each kind at most. It
-- holds for the name, the person and the address, as far as they are given. Times are milliseconds since 1970.
CREATE TABLE sanction (
    kind    TEXT    NOT NULL,
    target  TEXT    NOT NULL,
    name    TEXT,
    person  TEXT,
    address TEXT,
    since   INTEGER NOT NULL,
    until   INTEGER,
    PRIMARY KEY (kind, target)
) WITHOUT ROWID;
