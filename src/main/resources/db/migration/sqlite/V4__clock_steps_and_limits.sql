-- The messages that have an earlier time than the one before them, because a clock was wrong. Between 2 of them the times
-- of a room do not decrease.
CREATE TABLE clock_step (
    room INTEGER NOT NULL REFERENCES room (id) ON DELETE CASCADE,
    seq  INTEGER NOT NULL,
    PRIMARY KEY (room, seq)
) WITHOUT ROWID;

-- One row: the limits of the history that are in force, 0 for none. Stricter ones that would delete more than half of the
-- messages wait for a confirmation of the operator. "retention" is in milliseconds.
CREATE TABLE history_limit (
    retention    INTEGER NOT NULL,
    max_messages INTEGER NOT NULL
);
