-- The operator who imposed a ban or mute: the nickname at that time, and the identity; "by_person" is null for the
-- console, which imposed all earlier ones.
ALTER TABLE sanction ADD COLUMN by_name TEXT NOT NULL DEFAULT 'console';
ALTER TABLE sanction ADD COLUMN by_person TEXT;
ALTER TABLE sanction ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- Whether only operators write in the room, and the least time between two messages of a user, in milliseconds.
ALTER TABLE room ADD COLUMN locked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE room ADD COLUMN slow INTEGER NOT NULL DEFAULT 0;

-- The users who are operators, by the digest of their token. "name" is the nickname at the time of the grant.
CREATE TABLE operator (
    person     TEXT    PRIMARY KEY,
    name       TEXT    NOT NULL,
    granted_by TEXT    NOT NULL,
    since      INTEGER NOT NULL
) WITHOUT ROWID;

-- The SHA-256 of each operator code that is not used yet. Times are milliseconds since 1970.
CREATE TABLE operator_code (
    digest     TEXT    PRIMARY KEY,
    granted_by TEXT    NOT NULL,
    until      INTEGER NOT NULL
) WITHOUT ROWID;
