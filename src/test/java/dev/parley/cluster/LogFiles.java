package dev.parley.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a run about the database and the nodes, as {@link TranscriptFolder} writes them. */
final class LogFiles {

    /** A row of the log. {@code committed} is the time of its commit, 0 if it is unknown. */
    record Row(
            String room,
            String epoch,
            long seq,
            long at,
            String person,
            String name,
            String reference,
            String digest,
            long committed) {}

    /** A room and its head. */
    record RoomHead(String room, String epoch, long head) {}

    /** A change of a nickname, by which a user has it from now on or no longer. */
    record NicknameChange(long at, boolean claimed, String key, String name, String person, long version) {}

    /** The users that a node lists. */
    record PresenceRow(long at, String node, List<String> names) {}

    /** The memory of a node. */
    record MemoryRow(String node, long heapBytes) {}

    /** A pause of a node. */
    record Pause(String node, long from, long until) {}

    private final Path folder;
    private final Map<String, List<Row>> rows = new LinkedHashMap<>();
    private final Map<String, Map<Long, Row>> bySeq = new HashMap<>();
    private final Map<String, Map<String, Long>> byDigest = new HashMap<>();
    private final List<RoomHead> heads = new ArrayList<>();

    LogFiles(Path folder) {
        this.folder = folder;
        read(TranscriptFolder.LOG, words -> {
            Row row = new Row(
                    words[0],
                    words[1],
                    Long.parseLong(words[2]),
                    Long.parseLong(words[3]),
                    words[4],
                    words[5],
                    words[6],
                    words[7],
                    Long.parseLong(words[8]));
            rows.computeIfAbsent(row.room(), room -> new ArrayList<>()).add(row);
            bySeq.computeIfAbsent(row.room(), room -> new HashMap<>()).put(row.seq(), row);
            byDigest.computeIfAbsent(row.room(), room -> new HashMap<>()).put(row.digest(), row.seq());
        });
        read(TranscriptFolder.ROOMS, words -> heads.add(new RoomHead(words[0], words[1], Long.parseLong(words[2]))));
    }

    private void read(String file, Consumer<String[]> reader) {
        Path path = folder.resolve(file);
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<String> lines = Files.lines(path, UTF_8)) {
            lines.forEach(line -> reader.accept(line.split("\t", -1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the rows of each room in the order of their numbers. */
    Map<String, List<Row>> rows() {
        return rows;
    }

    /** Returns the row of a number; null if the log has none. */
    @Nullable
    Row row(String room, long seq) {
        return bySeq.getOrDefault(room, Map.of()).get(seq);
    }

    /** Returns the number of a text; null if the log does not have it. */
    @Nullable
    Long find(String room, String digest) {
        return byDigest.getOrDefault(room, Map.of()).get(digest);
    }

    List<RoomHead> heads() {
        return heads;
    }

    /** Returns the epoch of a room; empty if it has none. */
    String epoch(String room) {
        return heads.stream()
                .filter(head -> head.room().equals(room))
                .map(RoomHead::epoch)
                .findFirst()
                .orElse("");
    }

    List<NicknameChange> nicknames() {
        List<NicknameChange> changes = new ArrayList<>();
        read(
                TranscriptFolder.NICKNAMES,
                words -> changes.add(new NicknameChange(
                        Long.parseLong(words[0]),
                        words[1].equals("claimed"),
                        words[2],
                        words[3],
                        words[4],
                        Long.parseLong(words[5]))));
        return changes;
    }

    List<PresenceRow> presence() {
        List<PresenceRow> all = new ArrayList<>();
        read(
                TranscriptFolder.PRESENCE,
                words -> all.add(new PresenceRow(
                        Long.parseLong(words[0]),
                        words[1],
                        words[2].isEmpty() ? List.of() : List.of(words[2].split(",", -1)))));
        return all;
    }

    List<MemoryRow> memory() {
        List<MemoryRow> all = new ArrayList<>();
        read(TranscriptFolder.MEMORY, words -> all.add(new MemoryRow(words[1], Long.parseLong(words[2]))));
        return all;
    }

    List<Pause> pauses() {
        List<Pause> all = new ArrayList<>();
        read(
                TranscriptFolder.PAUSES,
                words -> all.add(new Pause(words[0], Long.parseLong(words[1]), Long.parseLong(words[2]))));
        return all;
    }

    /** Returns the names of the clients with a transcript. */
    List<String> clients() {
        try (Stream<Path> files = Files.list(folder.resolve(TranscriptFolder.CLIENTS))) {
            return files.map(file -> file.getFileName().toString().replace(".tsv", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Passes the entries of a client in their order. */
    void entries(String client, Consumer<Entry> consumer) {
        try (Stream<String> lines =
                Files.lines(folder.resolve(TranscriptFolder.CLIENTS).resolve(client + ".tsv"), UTF_8)) {
            lines.map(Entry::parse).forEach(consumer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
