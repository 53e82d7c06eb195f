package dev.parley.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.storage.postgres.TestDatabase;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder of a run: a file for each client, and the files that the test writes about the nodes and the database. Thread-safe.
 */
public final class TranscriptFolder implements AutoCloseable {

    static final String CLIENTS = "clients";
    static final String LOG = "log.tsv";
    static final String ROOMS = "rooms.tsv";
    static final String NICKNAMES = "nicknames.tsv";
    static final String PRESENCE = "presence.tsv";
    static final String MEMORY = "memory.tsv";
    static final String PAUSES = "pauses.tsv";

    /** Records each change of nicknames, in the order of their commits: changes have one lock. */
    private static final String AUDIT = """
            CREATE TABLE nickname_audit (nr bigint GENERATED ALWAYS AS IDENTITY, change text, key text, name text,
                person text, version bigint);
            CREATE FUNCTION audit_nickname() RETURNS trigger LANGUAGE plpgsql SET search_path = parley AS $$
            BEGIN
                IF TG_OP <> 'INSERT' THEN
                    INSERT INTO nickname_audit (change, key, name, person, version)
                        VALUES ('released', OLD.key, OLD.name, OLD.person, OLD.version);
                END IF;
                IF TG_OP <> 'DELETE' THEN
                    INSERT INTO nickname_audit (change, key, name, person, version)
                        VALUES ('claimed', NEW.key, NEW.name, NEW.person, NEW.version);
                END IF;
                RETURN NULL;
            END
            $$;
            CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON nickname FOR EACH ROW
                EXECUTE FUNCTION audit_nickname()""";

    private static final String COMMITTED =
            "coalesce((extract(epoch FROM pg_xact_commit_timestamp(%s.xmin)) * 1000000)::bigint, 0)";

    private final Path folder;
    private final Map<String, BufferedWriter> clients = new ConcurrentHashMap<>();

    /** Creates the folder. */
    public TranscriptFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder.resolve(CLIENTS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the path. */
    public Path path() {
        return folder;
    }

    /** Appends an entry to the transcript of a client. */
    public void add(String client, Entry entry) {
        BufferedWriter writer = clients.computeIfAbsent(client, this::open);
        synchronized (writer) {
            try {
                writer.write(entry.line());
                writer.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private BufferedWriter open(String client) {
        try {
            return Files.newBufferedWriter(folder.resolve(CLIENTS).resolve(client + ".tsv"), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends the users that a node lists. */
    public void addPresence(String node, Collection<String> names) {
        append(PRESENCE, Entry.now() + "\t" + node + "\t" + String.join(",", names));
    }

    /** Appends the memory of a node. */
    public void addMemory(String node, long heapBytes, long residentKib) {
        append(MEMORY, Entry.now() + "\t" + node + "\t" + heapBytes + "\t" + residentKib);
    }

    /** Appends a pause of a node, during which its clients may believe that they have nicknames of others. */
    public void addPause(String node, Instant from, Instant until) {
        append(PAUSES, node + "\t" + Entry.micros(from) + "\t" + Entry.micros(until));
    }

    private synchronized void append(String file, String line) {
        write(file, List.of(line), StandardOpenOption.APPEND);
    }

    private void write(String file, Collection<String> lines, StandardOpenOption option) {
        try {
            Files.write(folder.resolve(file), lines, UTF_8, StandardOpenOption.CREATE, option);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Records the changes of nicknames in a database from now on. */
    public static void audit(TestDatabase database) {
        database.execute("SET search_path = parley; " + AUDIT);
    }

    /** Writes the log, the rooms and the changes of nicknames of a database. */
    public void dump(TestDatabase database) {
        write(
                LOG,
                database.query("SELECT concat_ws(E'\\t', r.name, r.epoch, m.seq, m.at * 1000, m.person, m.name,"
                        + " coalesce(m.reference, ''), left(md5(m.text), 16), " + COMMITTED.formatted("m")
                        + ") FROM parley.message m JOIN parley.room r ON r.id = m.room ORDER BY r.name, m.seq"),
                StandardOpenOption.TRUNCATE_EXISTING);
        write(
                ROOMS,
                database.query("SELECT concat_ws(E'\\t', name, epoch, head) FROM parley.room ORDER BY name"),
                StandardOpenOption.TRUNCATE_EXISTING);
        if (!database.query("SELECT 1 WHERE to_regclass('parley.nickname_audit') IS NOT NULL")
                .isEmpty()) {
            write(
                    NICKNAMES,
                    database.query("SELECT concat_ws(E'\\t', " + COMMITTED.formatted("a")
                            + ", change, key, name, person, version) FROM parley.nickname_audit a ORDER BY nr"),
                    StandardOpenOption.TRUNCATE_EXISTING);
        }
    }

    /** Writes the rest of all transcripts. */
    @Override
    public void close() {
        for (BufferedWriter writer : clients.values()) {
            synchronized (writer) {
                try {
                    writer.flush();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
