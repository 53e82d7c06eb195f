-- One row a room. "head" is the number of the last message ever stored, "last_at" its time; both change in the
-- transaction that stores the message, so that numbers have no holes and times never go back.
CREATE TABLE room (
    id      INTEGER PRIMARY KEY,
    name    TEXT    NOT NULL UNIQUE,
    epoch   TEXT    NOT NULL,
    head    INTEGER NOT NULL DEFAULT 0,
    last_at INTEGER NOT NULL DEFAULT 0,
    topic   TEXT    NOT NULL DEFAULT ''
);

-- Without a rowid the rows themselves lie in the order they are read in: a page of history is one range of one tree,
-- and storing a message touches that one tree at its end. Times are milliseconds since 1970.
CREATE TABLE message (
    room      INTEGER NOT NULL REFERENCES room (id),
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    person    TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    via       TEXT    NOT NULL,
    text      TEXT    NOT NULL,
    action    INTEGER NOT NULL,
    reference TEXT,
    PRIMARY KEY (room, seq)
) WITHOUT ROWID;

-- The references of the last 24 hours, apart from the messages, so that a receipt can be given again after its message
-- is gone. The unique index is what keeps a message from being posted twice. Rows lie in the order they came in, so
-- that the old ones are found without an index on the time. "sender" and "digest" are the first 128 bits of a SHA-256,
-- of the person's identity and of what was said: the index is written at many places in each transaction, so its size
-- is what storing costs; and as it goes by sender before reference, those who write much write it at few places.
CREATE TABLE sent (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    room      INTEGER NOT NULL REFERENCES room (id) ON DELETE CASCADE,
    sender    BLOB    NOT NULL,
    reference TEXT    NOT NULL,
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    digest    BLOB    NOT NULL
);

CREATE UNIQUE INDEX sent_once ON sent (room, sender, reference);

-- Who may come back as whom: the SHA-256 of each token, never the token.
CREATE TABLE token (
    digest  TEXT    PRIMARY KEY,
    name    TEXT    NOT NULL,
    used_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX token_by_use ON token (used_at);
