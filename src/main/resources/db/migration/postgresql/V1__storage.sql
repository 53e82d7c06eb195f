-- The tables of one server in the schema "parley". Times are milliseconds since 1970 unless they have a type of their own.
-- Texts are compared byte by byte, so that an index does not depend on the operating system. A text of a user that
-- contains U+0000, which PostgreSQL does not store, is escaped with U+0001.

-- One row: it marks the schema as Parley's.
CREATE TABLE server (
    one     boolean     PRIMARY KEY DEFAULT true CHECK (one),
    program text        NOT NULL COLLATE "C" CHECK (program = 'parley'),
    id      text        NOT NULL COLLATE "C",
    created timestamptz NOT NULL DEFAULT clock_timestamp()
);

INSERT INTO server (program, id) VALUES ('parley', md5(random()::text || clock_timestamp()::text));

-- One row for each start of a node, and one for each time that a node has lost its lease. The id is never used again.
-- "until" is the end of the lease by the clock of this database; the node moves it on. Only "gone" ends the node for good:
-- nothing that it sends is stored any more, and it has no nicknames and no members.
CREATE TABLE node (
    id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    label   text        NOT NULL COLLATE "C",
    started timestamptz NOT NULL DEFAULT clock_timestamp(),
    until   timestamptz NOT NULL,
    gone    timestamptz
) WITH (fillfactor = 50);

-- "head" is the number of the last message ever stored, "last_at" its time; both change in the transaction that stores the
-- message, so that numbers have no gaps. The lock of the row is the right to append to the room. "creator" is the address
-- from which the first message was sent, an IPv6 network of 64 bits as one; null if it is unknown. Half of each page is
-- free, so that an update stays on its page.
CREATE TABLE room (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name    text   NOT NULL COLLATE "C" UNIQUE,
    epoch   text   NOT NULL COLLATE "C",
    head    bigint NOT NULL DEFAULT 0,
    last_at bigint NOT NULL DEFAULT 0,
    topic   text   NOT NULL DEFAULT '' COLLATE "C",
    creator text   COLLATE "C"
) WITH (fillfactor = 50);

-- Without foreign keys, which would check each row: the function that inserts holds the lock of the room.
CREATE TABLE message (
    room      bigint  NOT NULL,
    seq       bigint  NOT NULL,
    at        bigint  NOT NULL,
    person    text    NOT NULL COLLATE "C",
    name      text    NOT NULL COLLATE "C",
    via       text    NOT NULL COLLATE "C",
    text      text    NOT NULL COLLATE "C",
    action    boolean NOT NULL,
    reference text    COLLATE "C",
    PRIMARY KEY (room, seq)
);

-- The references of the last 24 hours, apart from the messages, so that a receipt can be repeated after its message is
-- deleted. "sender" and "digest" are the first 128 bits of a SHA-256, of the identity of the user and of the content.
CREATE TABLE client_message (
    room      bigint NOT NULL,
    sender    bytea  NOT NULL,
    reference text   NOT NULL COLLATE "C",
    seq       bigint NOT NULL,
    at        bigint NOT NULL,
    digest    bytea  NOT NULL,
    PRIMARY KEY (room, sender, reference)
);

CREATE INDEX client_message_by_at ON client_message (at);

-- The last batch that a node appended to a room. A node that lost its connection during the commit asks again with the same
-- ticket, and gets the same result.
CREATE TABLE append_ticket (
    room   bigint NOT NULL,
    node   bigint NOT NULL,
    ticket bigint NOT NULL,
    base   bigint NOT NULL,
    at     bigint NOT NULL,
    PRIMARY KEY (room, node)
) WITH (fillfactor = 50);

-- The messages that have an earlier time than the one before them, because a clock was wrong.
CREATE TABLE clock_step (
    room bigint NOT NULL,
    seq  bigint NOT NULL,
    PRIMARY KEY (room, seq)
);

-- The SHA-256 of each resume token, with the last nickname.
CREATE TABLE token (
    digest  text   PRIMARY KEY COLLATE "C",
    name    text   NOT NULL COLLATE "C",
    used_at bigint NOT NULL
);

CREATE INDEX token_by_use ON token (used_at);

-- Bans and mutes. "target" is a key of a nickname or an address; there is one of each kind at most.
CREATE TABLE sanction (
    kind    text   NOT NULL COLLATE "C",
    target  text   NOT NULL COLLATE "C",
    name    text   COLLATE "C",
    person  text   COLLATE "C",
    address text   COLLATE "C",
    since   bigint NOT NULL,
    until   bigint,
    PRIMARY KEY (kind, target)
);

-- One row: the positions of all direct messages. Its lock is the right to append one.
CREATE TABLE direct_history (
    one     boolean PRIMARY KEY DEFAULT true CHECK (one),
    epoch   text    NOT NULL COLLATE "C",
    head    bigint  NOT NULL DEFAULT 0,
    last_at bigint  NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

INSERT INTO direct_history (epoch) VALUES (substr(md5(random()::text || clock_timestamp()::text), 1, 12));

CREATE TABLE direct_message (
    seq            bigint PRIMARY KEY,
    at             bigint NOT NULL,
    sender         text   NOT NULL COLLATE "C",
    sender_name    text   NOT NULL COLLATE "C",
    recipient      text   NOT NULL COLLATE "C",
    recipient_name text   NOT NULL COLLATE "C",
    text           text   NOT NULL COLLATE "C",
    reference      text   COLLATE "C"
);

CREATE INDEX direct_message_by_sender ON direct_message (sender, seq);

CREATE INDEX direct_message_by_recipient ON direct_message (recipient, seq);

CREATE UNIQUE INDEX direct_message_once ON direct_message (sender, reference) WHERE reference IS NOT NULL;

-- One row: the limits of the history that are in force, 0 for none. "retention" is in milliseconds.
CREATE TABLE history_limit (
    retention    bigint NOT NULL,
    max_messages int    NOT NULL
);
