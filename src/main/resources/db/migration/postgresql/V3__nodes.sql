-- The tables and functions for what several nodes share besides messages.

-- The nickname of each user who is online on any node. "key" is equal for nicknames that look alike. "version" rises with each
-- change of a nickname.
CREATE TABLE nickname (
    key     text   PRIMARY KEY COLLATE "C",
    name    text   NOT NULL COLLATE "C",
    person  text   NOT NULL COLLATE "C" UNIQUE,
    version bigint NOT NULL
);

CREATE SEQUENCE nickname_version;

-- The holders of a nickname: logins in progress, and users online on a node. The nickname is deleted with its last holder.
CREATE TABLE nickname_holder (
    person text   NOT NULL COLLATE "C",
    holder text   NOT NULL COLLATE "C",
    node   bigint NOT NULL,
    PRIMARY KEY (person, holder)
);

CREATE INDEX nickname_holder_by_node ON nickname_holder (node);

-- The users that each node has in each room. "nr" gives the order in which they came.
CREATE TABLE membership (
    room   text   NOT NULL COLLATE "C",
    node   bigint NOT NULL,
    person text   NOT NULL COLLATE "C",
    name   text   NOT NULL COLLATE "C",
    via    text   NOT NULL COLLATE "C",
    nr     bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (room, node, person)
);

CREATE INDEX membership_by_node ON membership (node);

-- A number for each room that changes with its members, so that one query finds the rooms that have changed.
CREATE TABLE room_presence (
    room    text   PRIMARY KEY COLLATE "C",
    version bigint NOT NULL
) WITH (fillfactor = 50);

CREATE SEQUENCE presence_version;

-- Messages for a node, which deletes them as it reads them: signals that must not be lost.
CREATE TABLE node_message (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node bigint NOT NULL,
    body text   NOT NULL COLLATE "C"
);

CREATE INDEX node_message_by_node ON node_message (node, id);

-- Acquires the right to change nicknames and their holders, until the transaction ends. One lock for all prevents deadlocks
-- of calls that change several nicknames; calls are short, and change many at once.
CREATE FUNCTION lock_nicknames() RETURNS void
LANGUAGE sql
AS $$ SELECT pg_advisory_xact_lock(hashtext('parley.nickname')::bigint) $$;

-- Refuses the transaction of a node without a lease. A node with one keeps its id until the transaction ends.
CREATE FUNCTION require_node(p_node bigint) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM 1 FROM node WHERE id = p_node AND gone IS NULL AND until > clock_timestamp() FOR KEY SHARE;
    IF NOT FOUND THEN
        PERFORM refuse_node(p_node);
    END IF;
    PERFORM require_timeline();
END
$$;

-- Claims nicknames, and adds a holder for each. A user who has a nickname keeps it. Returns a row for each claim: its index,
-- and the nickname of that user, or of the other user who has the nickname or one that looks like it.
CREATE FUNCTION claim_nicknames(p_node bigint, p_key text[], p_name text[], p_person text[], p_holder text[])
RETURNS TABLE (o_index int, o_person text, o_name text, o_version bigint, o_shared boolean)
LANGUAGE plpgsql
AS $$
DECLARE
    v_nickname nickname%ROWTYPE;
BEGIN
    PERFORM lock_nicknames();
    PERFORM require_node(p_node);
    FOR i IN 1 .. cardinality(p_key) LOOP
        SELECT * INTO v_nickname FROM nickname WHERE person = p_person[i];
        IF NOT FOUND THEN
            SELECT * INTO v_nickname FROM nickname WHERE key = p_key[i];
            IF NOT FOUND THEN
                INSERT INTO nickname (key, name, person, version)
                    VALUES (p_key[i], p_name[i], p_person[i], nextval('nickname_version'))
                    RETURNING * INTO v_nickname;
            END IF;
        END IF;
        o_index := i;
        o_person := v_nickname.person;
        o_name := v_nickname.name;
        o_version := v_nickname.version;
        IF v_nickname.person = p_person[i] THEN
            INSERT INTO nickname_holder (person, holder, node) VALUES (p_person[i], p_holder[i], p_node)
                ON CONFLICT (person, holder) DO NOTHING;
            o_shared := EXISTS (
                SELECT 1 FROM nickname_holder WHERE person = p_person[i] AND holder <> p_holder[i]);
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;

-- Removes holders. Needs no lease: a holder is never used again.
CREATE FUNCTION release_nicknames(p_person text[], p_holder text[]) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM lock_nicknames();
    DELETE FROM nickname_holder h USING unnest(p_person, p_holder) AS r (person, holder)
        WHERE h.person = r.person AND h.holder = r.holder;
    DELETE FROM nickname n WHERE n.person = ANY (p_person)
        AND NOT EXISTS (SELECT 1 FROM nickname_holder h WHERE h.person = n.person);
END
$$;

-- Changes the nickname of a user. Returns no row if the holder has no nickname, and the row of the other user if the nickname
-- is taken. The other nodes that have the user get a message.
CREATE FUNCTION rename_nickname(
    p_node bigint, p_key text, p_name text, p_person text, p_holder text, p_message text)
RETURNS TABLE (o_person text, o_name text, o_version bigint, o_shared boolean)
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM lock_nicknames();
    PERFORM require_node(p_node);
    IF NOT EXISTS (SELECT 1 FROM nickname_holder WHERE person = p_person AND holder = p_holder) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT n.person, n.name, n.version, false FROM nickname n WHERE n.key = p_key AND n.person <> p_person;
    IF NOT FOUND THEN
        RETURN QUERY UPDATE nickname n SET key = p_key, name = p_name, version = nextval('nickname_version')
            WHERE n.person = p_person
            RETURNING n.person, n.name, n.version, EXISTS (
                SELECT 1 FROM nickname_holder h WHERE h.person = p_person AND h.holder <> p_holder);
        INSERT INTO node_message (node, body)
            SELECT DISTINCT h.node, p_message FROM nickname_holder h WHERE h.person = p_person AND h.node <> p_node;
    END IF;
END
$$;

-- Stores changes of the members of a node. A user occurs once in a room.
CREATE FUNCTION write_presence(
    p_node bigint, p_room text[], p_person text[], p_name text[], p_via text[], p_present boolean[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM require_node(p_node);
    DELETE FROM membership m USING unnest(p_room, p_person, p_present) AS c (room, person, present)
        WHERE m.room = c.room AND m.node = p_node AND m.person = c.person AND NOT c.present;
    INSERT INTO membership (room, node, person, name, via)
        SELECT c.room, p_node, c.person, c.name, c.via
        FROM unnest(p_room, p_person, p_name, p_via, p_present)
            WITH ORDINALITY AS c (room, person, name, via, present, nr)
        WHERE c.present
        ORDER BY c.nr
        ON CONFLICT (room, node, person) DO UPDATE SET name = excluded.name, via = excluded.via;
    PERFORM change_presence(p_room);
END
$$;

-- Gives rooms another version, in an order that prevents deadlocks.
CREATE FUNCTION change_presence(p_room text[]) RETURNS void
LANGUAGE sql
AS $$
    INSERT INTO room_presence (room, version)
        SELECT r.room, nextval('presence_version')
        FROM (SELECT DISTINCT room FROM unnest(p_room) AS u (room) ORDER BY room) AS r
        ON CONFLICT (room) DO UPDATE SET version = excluded.version
$$;

-- Removes the members of a node, and returns the rooms that had one.
CREATE FUNCTION remove_members(p_node bigint) RETURNS SETOF text
LANGUAGE plpgsql
AS $$
DECLARE
    v_room text[];
BEGIN
    WITH removed AS (DELETE FROM membership WHERE node = p_node RETURNING room)
        SELECT array_agg(DISTINCT room) INTO v_room FROM removed;
    PERFORM change_presence(v_room);
    RETURN QUERY SELECT unnest(v_room);
END
$$;

-- Ends a node for good: its nicknames are free, and its members leave. Called with the lock of nicknames.
CREATE FUNCTION remove_node(p_node bigint) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    v_person text[];
BEGIN
    UPDATE node SET gone = clock_timestamp() WHERE id = p_node AND gone IS NULL;
    WITH removed AS (DELETE FROM nickname_holder WHERE node = p_node RETURNING person)
        SELECT array_agg(person) INTO v_person FROM removed;
    DELETE FROM nickname n WHERE n.person = ANY (v_person)
        AND NOT EXISTS (SELECT 1 FROM nickname_holder h WHERE h.person = n.person);
    PERFORM remove_members(p_node);
    DELETE FROM node_message WHERE node = p_node;
    -- A node that has lost its lease may still ask for the result of its last appends.
    DELETE FROM append_ticket t USING node n
        WHERE n.id = t.node AND n.gone < clock_timestamp() - interval '1 minute';
END
$$;

-- Ends a node that stops.
CREATE FUNCTION leave_server(p_node bigint) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM lock_nicknames();
    PERFORM remove_node(p_node);
END
$$;

-- Ends one node whose lease expired more than a margin ago, and returns its id; null if there is none. After a start of this
-- database, nodes have time to renew their leases. A node whose transaction is under way is left to a later call. One node a
-- call, because the versions of rooms are locked in their order.
CREATE FUNCTION remove_expired_node(p_margin interval) RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    v_node bigint;
BEGIN
    IF clock_timestamp() < pg_postmaster_start_time() + interval '15 seconds'
        OR NOT EXISTS (SELECT 1 FROM node WHERE gone IS NULL AND until < clock_timestamp() - p_margin) THEN
        RETURN NULL;
    END IF;
    PERFORM lock_nicknames();
    SELECT id INTO v_node FROM node WHERE gone IS NULL AND until < clock_timestamp() - p_margin
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF FOUND THEN
        PERFORM remove_node(v_node);
    END IF;
    RETURN v_node;
END
$$;
