-- The outgoing webhooks. "secret" is the key of the signatures, which the server needs in clear. "epoch" and "seq" are the
-- position of the last entry that was delivered; "failing_since" is the time of the first failure after it. Times are
-- milliseconds since 1970.
CREATE TABLE hook (
    id            INTEGER PRIMARY KEY,
    room          TEXT    NOT NULL,
    url           TEXT    NOT NULL,
    secret        TEXT    NOT NULL,
    mention       TEXT,
    created_by    TEXT    NOT NULL,
    since         INTEGER NOT NULL,
    epoch         TEXT    NOT NULL,
    seq           INTEGER NOT NULL,
    failing_since INTEGER,
    failure       TEXT    NOT NULL,
    enabled       INTEGER NOT NULL
);
