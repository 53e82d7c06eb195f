-- "migrating" is the time at which a migration to this database began that has not ended; null if there is none.
ALTER TABLE server ADD COLUMN migrating timestamptz;

-- The timeline of PostgreSQL on which all nodes have agreed. A promoted replica has another one. It may lack messages that were
-- acknowledged, so that their numbers must not be used again in the same epoch.
ALTER TABLE server ADD COLUMN timeline int;

-- Returns the timeline of this PostgreSQL; fails in recovery. The control file has the timeline of the last checkpoint, which may
-- be that before a promotion.
CREATE FUNCTION current_timeline() RETURNS int
LANGUAGE sql
AS $$ SELECT ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int $$;

UPDATE server SET timeline = current_timeline();

-- Refuses the transaction until a node has adopted the timeline. A transaction that appends has locked its room before, and the
-- adoption changes all rooms, so that no message is stored in an old epoch after it.
CREATE FUNCTION require_timeline() RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    IF (SELECT timeline FROM server) IS DISTINCT FROM current_timeline() THEN
        RAISE EXCEPTION 'the timeline of PostgreSQL has changed' USING ERRCODE = 'PY003';
    END IF;
END
$$;

-- Adopts the timeline, if it has changed: gives all rooms and the direct messages new epochs, unless the replication is
-- synchronous, so that nothing is missing. Returns null if another node has done that or nothing has changed, and otherwise
-- the number of rooms with a new epoch.
CREATE FUNCTION adopt_timeline(p_synchronous boolean) RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    v_rooms bigint := 0;
BEGIN
    IF (SELECT timeline FROM server) = current_timeline() THEN
        RETURN NULL;
    END IF;
    IF (SELECT timeline FROM server FOR UPDATE) = current_timeline() THEN
        RETURN NULL;
    END IF;
    IF NOT p_synchronous THEN
        UPDATE room SET epoch = substr(md5(random()::text || id || clock_timestamp()::text), 1, 12);
        GET DIAGNOSTICS v_rooms = ROW_COUNT;
        UPDATE direct_history SET epoch = substr(md5(random()::text || clock_timestamp()::text), 1, 12);
    END IF;
    UPDATE server SET timeline = current_timeline();
    RETURN v_rooms;
END
$$;
