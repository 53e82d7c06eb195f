-- The bots, by the digest of their key. "name_key" is the same for names that look alike; "rooms" are names with blanks
-- between them. Times are milliseconds since 1970.
CREATE TABLE bot (
    person     TEXT    PRIMARY KEY,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL UNIQUE,
    rooms      TEXT    NOT NULL,
    writes     INTEGER NOT NULL,
    created_by TEXT    NOT NULL,
    since      INTEGER NOT NULL
) WITHOUT ROWID;
