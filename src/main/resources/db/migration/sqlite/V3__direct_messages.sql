-- One row: the positions of all direct messages. "head" is the number of the last message ever stored, "last_at" its
-- time; both change in the transaction that stores the message, so that numbers are never used again.
CREATE TABLE direct_history (
    epoch   TEXT    NOT NULL,
    head    INTEGER NOT NULL DEFAULT 0,
    last_at INTEGER NOT NULL DEFAULT 0
);

INSERT INTO direct_history (epoch) VALUES (lower(hex(randomblob(6))));

-- The direct messages of the last 24 hours. Sender and recipient are identities, never shown to other users. Times are
-- milliseconds since 1970.
CREATE TABLE direct_message (
    seq            INTEGER PRIMARY KEY,
    at             INTEGER NOT NULL,
    sender         TEXT    NOT NULL,
    sender_name    TEXT    NOT NULL,
    recipient      TEXT    NOT NULL,
    recipient_name TEXT    NOT NULL,
    text           TEXT    NOT NULL,
    reference      TEXT
);

CREATE INDEX direct_message_by_sender ON direct_message (sender);

CREATE INDEX direct_message_by_recipient ON direct_message (recipient);

-- What keeps a message from being stored twice.
CREATE UNIQUE INDEX direct_message_once ON direct_message (sender, reference) WHERE reference IS NOT NULL;
