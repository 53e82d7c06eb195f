-- Refuses a write of a node that has no lease: for good, or until the node has renewed it.
CREATE FUNCTION refuse_node(p_node bigint) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM node WHERE id = p_node AND gone IS NULL) THEN
        RAISE EXCEPTION 'the lease of node % has expired', p_node USING ERRCODE = 'PY002';
    END IF;
    RAISE EXCEPTION 'node % has lost its lease', p_node USING ERRCODE = 'PY001';
END
$$;

-- Stores one batch of messages of a room, in one call and one transaction. A call that is repeated with the last ticket of
-- the node returns the result of the first one, and stores nothing.
--
-- The order of the statements is essential: the lock of the room first, in a statement of its own. Each later statement has a
-- snapshot that contains everything which earlier holders of the lock have committed. The ticket is looked up before the lease
-- is checked, so that a node that has lost it still learns whether an earlier call has stored its messages.
--
-- "p_now" is the time of the new messages; null for the clock of the database.
--
-- The arrays have an element for each message; a reference occurs once. The first row of the result has the number before
-- the first new message in "o_seq" and the time of the new messages in "o_at". A further row follows for each message whose
-- reference was known: its index from 1, the digest of the stored content, and the message if it is not deleted.
CREATE FUNCTION append(
    p_node bigint, p_ticket bigint, p_room text, p_epoch text, p_now bigint, p_creator text,
    p_person text[], p_name text[], p_via text[], p_text text[], p_action boolean[],
    p_reference text[], p_sender bytea[], p_digest bytea[])
RETURNS TABLE (
    o_index int, o_epoch text, o_seq bigint, o_at bigint, o_digest bytea,
    o_person text, o_name text, o_via text, o_text text, o_action boolean, o_reference text)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    v_room       room%ROWTYPE;
    v_now        bigint;
    v_base       bigint;
    v_at         bigint;
    v_known      bigint[];
    v_count      bigint;
    v_repeated   boolean;
BEGIN
    LOOP
        SELECT * INTO v_room FROM room WHERE name = p_room FOR NO KEY UPDATE;
        EXIT WHEN FOUND;
        INSERT INTO room (name, epoch) VALUES (p_room, p_epoch) ON CONFLICT (name) DO NOTHING;
    END LOOP;

    v_now := coalesce(p_now, (extract(epoch FROM clock_timestamp()) * 1000)::bigint);

    SELECT base, at INTO v_base, v_at FROM append_ticket
        WHERE room = v_room.id AND node = p_node AND ticket = p_ticket;
    v_repeated := FOUND;
    IF NOT v_repeated THEN
        PERFORM 1 FROM node WHERE id = p_node AND gone IS NULL AND until > clock_timestamp();
        IF NOT FOUND THEN
            PERFORM refuse_node(p_node);
        END IF;
        PERFORM require_timeline();
        v_base := v_room.head;
        -- As MessageHistory.timeOfNext.
        v_at := CASE WHEN v_now < v_room.last_at AND v_now + 60000 >= v_room.last_at
            THEN v_room.last_at ELSE v_now END;
    END IF;

    SELECT coalesce(array_agg(d.nr), '{}') INTO v_known
        FROM unnest(p_reference, p_sender) WITH ORDINALITY AS d (reference, sender, nr)
        JOIN client_message c
            ON c.room = v_room.id AND c.sender = d.sender AND c.reference = d.reference
        WHERE c.seq <= v_base AND c.at > v_now - 86400000;
    v_count := cardinality(p_text) - cardinality(v_known);

    IF v_count > 0 AND NOT v_repeated THEN
        INSERT INTO message (room, seq, at, person, name, via, text, action, reference)
            SELECT v_room.id, v_base + row_number() OVER (ORDER BY d.nr), v_at,
                d.person, d.name, d.via, d.text, d.action, d.reference
            FROM unnest(p_person, p_name, p_via, p_text, p_action, p_reference)
                WITH ORDINALITY AS d (person, name, via, text, action, reference, nr)
            WHERE d.nr <> ALL (v_known);
        INSERT INTO client_message (room, sender, reference, seq, at, digest)
            SELECT v_room.id, n.sender, n.reference, v_base + n.place, v_at, n.digest
            FROM (
                SELECT d.sender, d.reference, d.digest, row_number() OVER (ORDER BY d.nr) AS place
                FROM unnest(p_reference, p_sender, p_digest)
                    WITH ORDINALITY AS d (reference, sender, digest, nr)
                WHERE d.nr <> ALL (v_known)
            ) AS n
            WHERE n.reference IS NOT NULL
            -- A reference that has expired.
            ON CONFLICT (room, sender, reference) DO UPDATE
                SET seq = excluded.seq, at = excluded.at, digest = excluded.digest;
        IF v_at < v_room.last_at THEN
            INSERT INTO clock_step (room, seq) VALUES (v_room.id, v_base + 1) ON CONFLICT DO NOTHING;
        END IF;
        UPDATE room
            SET head = v_base + v_count, last_at = v_at, creator = CASE WHEN head = 0 THEN p_creator ELSE creator END
            WHERE id = v_room.id;
        INSERT INTO append_ticket (room, node, ticket, base, at)
            VALUES (v_room.id, p_node, p_ticket, v_base, v_at)
            ON CONFLICT (room, node) DO UPDATE
                SET ticket = excluded.ticket, base = excluded.base, at = excluded.at;
    END IF;

    RETURN QUERY SELECT 0, v_room.epoch, v_base, v_at, NULL::bytea,
        NULL::text, NULL::text, NULL::text, NULL::text, NULL::boolean, NULL::text;
    IF cardinality(v_known) > 0 THEN
        RETURN QUERY
            SELECT d.nr::int, v_room.epoch, c.seq, c.at, c.digest,
                m.person, m.name, m.via, m.text, m.action, c.reference
            FROM unnest(p_reference, p_sender) WITH ORDINALITY AS d (reference, sender, nr)
            JOIN client_message c
                ON c.room = v_room.id AND c.sender = d.sender AND c.reference = d.reference
            LEFT JOIN message m ON m.room = c.room AND m.seq = c.seq
            WHERE d.nr = ANY (v_known);
    END IF;
END
$$;
