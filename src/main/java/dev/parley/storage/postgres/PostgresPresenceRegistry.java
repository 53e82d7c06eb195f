package dev.parley.storage.postgres;

import dev.parley.chat.room.PresenceRegistry;
import dev.parley.text.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The members of all rooms in PostgreSQL. Changes that wait are sent together, and are repeated until they are stored: members
 * must not stay in a room because the database was away when they left. Changes of a node that has lost its lease are dropped,
 * because its members are removed. Thread-safe; no method blocks.
 */
final class PostgresPresenceRegistry implements PresenceRegistry {

    private static final int BATCH = 500;
    private static final int RETRY_MILLIS = 250;

    private final PostgresTransactions writing;
    private final PostgresTransactions reading;
    private final Executor later;
    private final BatchQueue<Write> writes = new BatchQueue<>(BATCH, this::run);
    private volatile boolean closed;

    private record Key(String node, RoomName room, String userId) {}

    private record Write(String node, RoomName room, List<Change> changes, CompletableFuture<Void> result) {}

    /**
     * Creates a registry.
     *
     * @param executor runs the repetitions of failed writes
     */
    PostgresPresenceRegistry(PostgresTransactions writing, PostgresTransactions reading, Executor executor) {
        this.writing = writing;
        this.reading = reading;
        this.later = CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS, executor);
    }

    @Override
    public CompletionStage<Void> write(RoomName room, String node, List<Change> changes) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        writes.add(new Write(node, room, List.copyOf(changes), result));
        return result;
    }

    /** Stores the writes of one node; those of others follow. */
    private CompletionStage<?> run(List<Write> batch) {
        String node = batch.get(0).node();
        List<Write> own =
                batch.stream().filter(write -> write.node().equals(node)).toList();
        writes.putBack(
                batch.stream().filter(write -> !write.node().equals(node)).toList());
        Map<Key, Change> changes = new LinkedHashMap<>();
        for (Write write : own) {
            for (Change change : write.changes()) {
                changes.put(new Key(node, write.room(), change.member().userId()), change);
            }
        }
        return writing.call("store the members of rooms", connection -> store(connection, node, changes))
                .handle((done, failure) -> {
                    if (failure == null || closed || SqlStates.of(failure).equals(SqlStates.FENCED)) {
                        own.forEach(write -> write.result().complete(null));
                        return CompletableFuture.completedFuture(true);
                    }
                    writes.putBack(merged(node, changes, own));
                    return CompletableFuture.supplyAsync(() -> true, later);
                })
                .thenCompose(retry -> retry);
    }

    private static boolean store(PostgresConnection connection, String node, Map<Key, Change> changes)
            throws SQLException {
        int size = changes.size();
        String[] rooms = new String[size];
        String[] persons = new String[size];
        String[] names = new String[size];
        String[] vias = new String[size];
        String[] absences = new String[size];
        Boolean[] present = new Boolean[size];
        int i = 0;
        for (Map.Entry<Key, Change> entry : changes.entrySet()) {
            Member member = entry.getValue().member();
            rooms[i] = entry.getKey().room().text();
            persons[i] = member.userId();
            names[i] = member.name();
            vias[i] = member.via();
            absences[i] = member.absence();
            present[i] = entry.getValue().present();
            i++;
        }
        connection
                .query(
                        "SELECT write_presence(?, ?, ?, ?, ?, ?, ?)",
                        Long.parseLong(node),
                        connection.texts(rooms),
                        connection.texts(persons),
                        connection.texts(names),
                        connection.texts(vias),
                        connection.texts(absences),
                        connection.booleans(present))
                .close();
        return true;
    }

    /** Returns a write for each room, with the last change of each user, so that repeated attempts need no more memory. */
    private static List<Write> merged(String node, Map<Key, Change> changes, List<Write> writes) {
        Map<RoomName, List<Change>> byRoom = new LinkedHashMap<>();
        changes.forEach((key, change) ->
                byRoom.computeIfAbsent(key.room(), room -> new ArrayList<>()).add(change));
        List<Write> merged = new ArrayList<>();
        byRoom.forEach((room, list) -> {
            CompletableFuture<Void> result = new CompletableFuture<>();
            CompletionStage<Void> stored = result;
            stored.thenRun(() -> writes.stream()
                    .filter(write -> write.room().equals(room))
                    .forEach(write -> write.result().complete(null)));
            merged.add(new Write(node, room, list, result));
        });
        return merged;
    }

    @Override
    public CompletionStage<Map<String, List<Member>>> members(RoomName room) {
        return reading.call("read the members of room " + room, connection -> {
            Map<String, List<Member>> members = new LinkedHashMap<>();
            try (ResultSet row = connection.query(
                    "SELECT node, person, name, via, absence FROM membership WHERE room = ? ORDER BY node, nr",
                    room.text())) {
                while (row.next()) {
                    members.computeIfAbsent(row.getString(1), node -> new ArrayList<>())
                            .add(new Member(
                                    connection.required(row, 2),
                                    connection.required(row, 3),
                                    connection.required(row, 4),
                                    connection.required(row, 5)));
                }
            }
            return members;
        });
    }

    @Override
    public CompletionStage<Map<RoomName, Long>> versions(Collection<RoomName> rooms) {
        String[] names = rooms.stream().map(RoomName::text).toArray(String[]::new);
        return reading.call("read which rooms have other members", connection -> {
            Map<RoomName, Long> versions = new HashMap<>();
            try (ResultSet row = connection.query(
                    "SELECT room, version FROM room_presence WHERE room = ANY (?)", connection.texts(names))) {
                while (row.next()) {
                    versions.put(new RoomName(row.getString(1)), row.getLong(2));
                }
            }
            return versions;
        });
    }

    /** Ends the repetitions: the members of this node are removed with it. */
    void close() {
        closed = true;
    }
}
