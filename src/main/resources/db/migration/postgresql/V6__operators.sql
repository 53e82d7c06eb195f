-- The operator who imposed a ban or mute: the nickname at that time, and the identity; "by_person" is null for the
-- console, which imposed all earlier ones.
ALTER TABLE sanction ADD COLUMN by_name text NOT NULL DEFAULT 'console' COLLATE "C";
ALTER TABLE sanction ADD COLUMN by_person text COLLATE "C";
ALTER TABLE sanction ADD COLUMN reason text NOT NULL DEFAULT '' COLLATE "C";

-- Whether only operators write in the room, and the least time between two messages of a user, in milliseconds.
ALTER TABLE room ADD COLUMN locked boolean NOT NULL DEFAULT false;
ALTER TABLE room ADD COLUMN slow bigint NOT NULL DEFAULT 0;

-- The users who are operators, by the digest of their token. "name" is the nickname at the time of the grant.
CREATE TABLE operator (
    person     text   PRIMARY KEY COLLATE "C",
    name       text   NOT NULL COLLATE "C",
    granted_by text   NOT NULL COLLATE "C",
    since      bigint NOT NULL
);

-- The SHA-256 of each operator code that is not used yet.
CREATE TABLE operator_code (
    digest     text   PRIMARY KEY COLLATE "C",
    granted_by text   NOT NULL COLLATE "C",
    until      bigint NOT NULL
);
