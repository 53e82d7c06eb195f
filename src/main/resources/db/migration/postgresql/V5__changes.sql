-- Changes of messages are rows of their own in the log. "kind" is null for a message, 1 for an edit, 2 for a deletion, 3 for a
-- reaction; "target" is the number of the changed message, "target_at" its time. An edit has the new text. A reaction has the
-- emoji as its text; its "action" tells whether it was removed, "reaction_count" how many users have the emoji after it. A
-- message has the number of the message that it replies to in "reply_to", and its last edit or its deletion in "changed_at" and
-- "changed_by".
ALTER TABLE message
    ADD COLUMN kind           smallint,
    ADD COLUMN target         bigint,
    ADD COLUMN target_at      bigint,
    ADD COLUMN reply_to       bigint,
    ADD COLUMN changed_at     bigint,
    ADD COLUMN changed_by     text COLLATE "C",
    ADD COLUMN deleted        boolean,
    ADD COLUMN reaction_count int;

CREATE INDEX message_by_target ON message (room, target) WHERE kind IS NOT NULL;

-- The reactions that messages have now. "seq" is the number of the entry that added it.
CREATE TABLE reaction (
    room   bigint NOT NULL,
    target bigint NOT NULL,
    emoji  text   NOT NULL COLLATE "C",
    person text   NOT NULL COLLATE "C",
    name   text   NOT NULL COLLATE "C",
    seq    bigint NOT NULL,
    PRIMARY KEY (room, target, emoji, person)
);
