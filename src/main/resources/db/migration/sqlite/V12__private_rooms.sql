-- The private rooms: the SHA-256 of the key, and the identity of the user who created the room. Times are milliseconds since
-- 1970.
CREATE TABLE private_room (
    room       TEXT    PRIMARY KEY,
    key_digest TEXT    NOT NULL,
    person     TEXT    NOT NULL,
    since      INTEGER NOT NULL
) WITHOUT ROWID;

-- The identities of the users who may enter a private room.
CREATE TABLE private_member (
    room   TEXT    NOT NULL,
    person TEXT    NOT NULL,
    since  INTEGER NOT NULL,
    PRIMARY KEY (room, person)
) WITHOUT ROWID;
