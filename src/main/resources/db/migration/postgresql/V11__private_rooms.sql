-- The private rooms: the SHA-256 of the key, and the identity of the user who created the room.
CREATE TABLE private_room (
    room       text   PRIMARY KEY COLLATE "C",
    key_digest text   NOT NULL COLLATE "C",
    person     text   NOT NULL COLLATE "C",
    since      bigint NOT NULL
);

-- The identities of the users who may enter a private room.
CREATE TABLE private_member (
    room   text   NOT NULL COLLATE "C",
    person text   NOT NULL COLLATE "C",
    since  bigint NOT NULL,
    PRIMARY KEY (room, person)
);
