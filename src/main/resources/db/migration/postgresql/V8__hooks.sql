-- The outgoing webhooks. "secret" is the key of the signatures, which the server needs in clear. "epoch" and "seq" are the
-- position of the last entry that was delivered; "failing_since" is the time of the first failure after it.
CREATE TABLE hook (
    id            bigint  PRIMARY KEY,
    room          text    NOT NULL COLLATE "C",
    url           text    NOT NULL COLLATE "C",
    secret        text    NOT NULL COLLATE "C",
    mention       text    COLLATE "C",
    created_by    text    NOT NULL COLLATE "C",
    since         bigint  NOT NULL,
    epoch         text    NOT NULL COLLATE "C",
    seq           bigint  NOT NULL,
    failing_since bigint,
    failure       text    NOT NULL COLLATE "C",
    enabled       boolean NOT NULL
);

-- The node that delivers for hooks; one row. 0 before the first.
CREATE TABLE hook_owner (
    node bigint NOT NULL
);
INSERT INTO hook_owner VALUES (0);
