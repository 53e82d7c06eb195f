-- The invitations that are valid. "digest" is the SHA-256 of the secret in the link, "person" the identity of the user who
-- created the invitation, "name" the nickname at that time.
CREATE TABLE invite (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest text   NOT NULL UNIQUE COLLATE "C",
    room   text   NOT NULL COLLATE "C",
    person text   NOT NULL COLLATE "C",
    name   text   NOT NULL COLLATE "C",
    until  bigint NOT NULL
);

CREATE INDEX invite_by_person ON invite (person);
