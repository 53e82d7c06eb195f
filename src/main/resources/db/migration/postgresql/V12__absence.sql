-- The text that others see while a user is absent; empty otherwise. It lasts as long as the nickname.
ALTER TABLE nickname ADD COLUMN absence text NOT NULL DEFAULT '' COLLATE "C";

ALTER TABLE membership ADD COLUMN absence text NOT NULL DEFAULT '' COLLATE "C";

-- The two functions return the absence as well. Nodes of earlier versions name the columns that they read.
DROP FUNCTION claim_nicknames(bigint, text[], text[], text[], text[]);

CREATE FUNCTION claim_nicknames(p_node bigint, p_key text[], p_name text[], p_person text[], p_holder text[])
RETURNS TABLE (o_index int, o_person text, o_name text, o_version bigint, o_shared boolean, o_absence text)
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
        o_absence := v_nickname.absence;
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

DROP FUNCTION rename_nickname(bigint, text, text, text, text, text);

CREATE FUNCTION rename_nickname(
    p_node bigint, p_key text, p_name text, p_person text, p_holder text, p_message text)
RETURNS TABLE (o_person text, o_name text, o_version bigint, o_shared boolean, o_absence text)
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM lock_nicknames();
    PERFORM require_node(p_node);
    IF NOT EXISTS (SELECT 1 FROM nickname_holder WHERE person = p_person AND holder = p_holder) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT n.person, n.name, n.version, false, n.absence
        FROM nickname n WHERE n.key = p_key AND n.person <> p_person;
    IF NOT FOUND THEN
        RETURN QUERY UPDATE nickname n SET key = p_key, name = p_name, version = nextval('nickname_version')
            WHERE n.person = p_person
            RETURNING n.person, n.name, n.version, EXISTS (
                SELECT 1 FROM nickname_holder h WHERE h.person = p_person AND h.holder <> p_holder), n.absence;
        PERFORM inform_holders(p_node, p_person, p_message);
    END IF;
END
$$;

-- Sets the absence of a user. Returns no row if the holder has no nickname. The other nodes that have the user get a message.
CREATE FUNCTION set_absence(p_node bigint, p_person text, p_holder text, p_absence text, p_message text)
RETURNS TABLE (o_person text, o_name text, o_version bigint, o_shared boolean, o_absence text)
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM lock_nicknames();
    PERFORM require_node(p_node);
    RETURN QUERY UPDATE nickname n SET absence = p_absence, version = nextval('nickname_version')
        WHERE n.person = p_person
            AND EXISTS (SELECT 1 FROM nickname_holder h WHERE h.person = p_person AND h.holder = p_holder)
        RETURNING n.person, n.name, n.version, EXISTS (
            SELECT 1 FROM nickname_holder h WHERE h.person = p_person AND h.holder <> p_holder), n.absence;
    PERFORM inform_holders(p_node, p_person, p_message);
END
$$;

-- Writes a message for each other node that has a user.
CREATE FUNCTION inform_holders(p_node bigint, p_person text, p_message text) RETURNS void
LANGUAGE sql
AS $$
    INSERT INTO node_message (node, body)
        SELECT DISTINCT h.node, p_message FROM nickname_holder h WHERE h.person = p_person AND h.node <> p_node
$$;

-- Stores changes of the members of a node, with their absence. A user occurs once in a room. Nodes of earlier versions use the
-- function without the absence until they stop.
CREATE FUNCTION write_presence(
    p_node bigint, p_room text[], p_person text[], p_name text[], p_via text[], p_absence text[], p_present boolean[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM require_node(p_node);
    DELETE FROM membership m USING unnest(p_room, p_person, p_present) AS c (room, person, present)
        WHERE m.room = c.room AND m.node = p_node AND m.person = c.person AND NOT c.present;
    INSERT INTO membership (room, node, person, name, via, absence)
        SELECT c.room, p_node, c.person, c.name, c.via, c.absence
        FROM unnest(p_room, p_person, p_name, p_via, p_absence, p_present)
            WITH ORDINALITY AS c (room, person, name, via, absence, present, nr)
        WHERE c.present
        ORDER BY c.nr
        ON CONFLICT (room, node, person) DO UPDATE
            SET name = excluded.name, via = excluded.via, absence = excluded.absence;
    PERFORM change_presence(p_room);
END
$$;
