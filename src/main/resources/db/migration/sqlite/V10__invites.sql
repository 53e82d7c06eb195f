-- The invitations that are valid. "digest" is the SHA-256 of the secret in the link, "person" the identity of the user who
-- created the invitation, "name" the nickname at that time. Times are milliseconds since 1970.
CREATE TABLE invite (
    number INTEGER PRIMARY KEY,
    digest TEXT    NOT NULL UNIQUE,
    room   TEXT    NOT NULL,
    person TEXT    NOT NULL,
    name   TEXT    NOT NULL,
    until  INTEGER NOT NULL
);

CREATE INDEX invite_by_person ON invite (person);
