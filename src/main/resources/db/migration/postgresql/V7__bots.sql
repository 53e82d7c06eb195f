-- The bots, by the digest of their key. "name_key" is the same for names that look alike; "rooms" are names with blanks
-- between them. Times are milliseconds since 1970.
CREATE TABLE bot (
    person     text    PRIMARY KEY COLLATE "C",
    name       text    NOT NULL COLLATE "C",
    name_key   text    NOT NULL UNIQUE COLLATE "C",
    rooms      text    NOT NULL COLLATE "C",
    writes     boolean NOT NULL,
    created_by text    NOT NULL COLLATE "C",
    since      bigint  NOT NULL
);
