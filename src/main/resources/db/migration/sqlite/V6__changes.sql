-- Changes of messages are rows of their own in the log. "kind" is null for a message, 1 for an edit, 2 for a deletion, 3 for a
-- reaction; "target" is the number of the changed message, "target_at" its time. An edit has the new text. A reaction has the
-- emoji as its text; its "action" tells whether it was removed, "reaction_count" how many users have the emoji after it. A
-- message has the number of the message that it replies to in "reply_to", and its last edit or its deletion in "changed_at" and
-- "changed_by".
ALTER TABLE message ADD COLUMN kind INTEGER;
ALTER TABLE message ADD COLUMN target INTEGER;
ALTER TABLE message ADD COLUMN target_at INTEGER;
ALTER TABLE message ADD COLUMN reply_to INTEGER;
ALTER TABLE message ADD COLUMN changed_at INTEGER;
ALTER TABLE message ADD COLUMN changed_by TEXT;
ALTER TABLE message ADD COLUMN deleted INTEGER;
ALTER TABLE message ADD COLUMN reaction_count INTEGER;

CREATE INDEX message_by_target ON message (room, target) WHERE kind IS NOT NULL;

-- The reactions that messages have now. "seq" is the number of the entry that added it.
CREATE TABLE reaction (
    room   INTEGER NOT NULL REFERENCES room (id) ON DELETE CASCADE,
    target INTEGER NOT NULL,
    emoji  TEXT    NOT NULL,
    person TEXT    NOT NULL,
    name   TEXT    NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (room, target, emoji, person)
) WITHOUT ROWID;

-- One row. "due" is 1 while the unused space of the file may contain copies of texts that were removed; also in a file of an
-- earlier version.
CREATE TABLE removal (
    due INTEGER NOT NULL
);

INSERT INTO removal (due) SELECT EXISTS (SELECT 1 FROM message);
