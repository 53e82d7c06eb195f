package dev.parley.storage.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.Edit;
import dev.parley.chat.room.EntryDraft;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.RoomSettings;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stores messages in memory; several nodes of one process may share an instance. Thread-safe; all stages are complete
 * when they are returned, and none fails.
 */
public final class InMemoryMessageHistory implements MessageHistory {

    private static final int PAGE_BYTES = 256 * 1024;

    private final Clock clock;
    private final Duration retention;
    private final int maxMessages;
    private final Map<RoomName, RoomLog> roomLogs = new HashMap<>(); // guarded by this

    /** Creates a history that keeps all messages. */
    public InMemoryMessageHistory(Clock clock) {
        this(clock, Duration.ZERO, 0);
    }

    /**
     * Creates a history with limits for {@link #prune}.
     *
     * @param retention how long messages are kept; 0 for no limit
     * @param maxMessages how many messages are kept in each room; 0 for no limit
     */
    public InMemoryMessageHistory(Clock clock, Duration retention, int maxMessages) {
        this.clock = clock;
        this.retention = retention;
        this.maxMessages = maxMessages;
    }

    @Override
    public synchronized CompletionStage<List<StoredRoom>> rooms() {
        return completed(roomLogs.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().last))
                .map(entry -> new StoredRoom(
                        entry.getKey(),
                        entry.getValue().topic,
                        entry.getValue().entries.isEmpty(),
                        entry.getValue().creator,
                        entry.getValue().last,
                        entry.getValue().settings))
                .toList());
    }

    @Override
    public synchronized CompletionStage<List<RoomName>> findRooms(String text, @Nullable RoomName after, int most) {
        Comparator<RoomName> order = Comparator.comparing(
                        (RoomName room) -> !room.text().startsWith(text))
                .thenComparing(Comparator.naturalOrder());
        return completed(roomLogs.keySet().stream()
                .filter(room -> room.text().contains(text) && (after == null || order.compare(room, after) > 0))
                .sorted(order)
                .limit(most)
                .toList());
    }

    @Override
    public synchronized CompletionStage<Bounds> open(RoomName room) {
        RoomLog roomLog = roomLog(room);
        return completed(new Bounds(roomLog.epoch, roomLog.oldest(), roomLog.head, roomLog.topic, roomLog.settings));
    }

    @Override
    public synchronized CompletionStage<Map<RoomName, Position>> heads(Collection<RoomName> rooms) {
        Map<RoomName, Position> heads = new HashMap<>();
        for (RoomName room : rooms) {
            RoomLog roomLog = roomLogs.get(room);
            if (roomLog != null) {
                heads.put(room, new Position(roomLog.epoch, roomLog.head));
            }
        }
        return completed(heads);
    }

    @Override
    public synchronized CompletionStage<List<AppendedDraft>> append(RoomName room, List<? extends EntryDraft> drafts) {
        RoomLog roomLog = roomLog(room);
        return completed(drafts.stream()
                .map(draft -> roomLog.append(draft, clock.instant()))
                .toList());
    }

    @Override
    public synchronized CompletionStage<ImportedMessages> importMessages(
            RoomName room, List<ArchivedMessage> messages) {
        RoomLog roomLog = roomLog(room);
        Map<ArchivedMessage.Key, Long> existing =
                messages(roomLog.entries).collect(Collectors.groupingBy(ArchivedMessage::key, Collectors.counting()));
        boolean mayBeOlder = isInFuture(roomLog.last, clock.instant());
        ArchivedMessage.Key last = messages(roomLog.entries)
                .reduce((earlier, later) -> later)
                .map(ArchivedMessage::key)
                .orElse(null);
        List<Message> imported = new ArrayList<>();
        for (ArchivedMessage archivedMessage : messages) {
            if (existing.getOrDefault(archivedMessage.key(), 0L) < archivedMessage.repetition()) {
                if (!mayBeOlder && archivedMessage.at().isBefore(roomLog.last)) {
                    return completed(new ImportedMessages(List.of(), archivedMessage));
                }
                imported.add(archivedMessage.at(new Position(roomLog.epoch, roomLog.head + imported.size() + 1)));
                mayBeOlder = true;
            } else {
                mayBeOlder |= archivedMessage.key().equals(last);
            }
        }
        imported.forEach(message -> {
            roomLog.entries.add(message);
            roomLog.head++;
            roomLog.last = message.at();
        });
        return completed(new ImportedMessages(imported, null));
    }

    private static Stream<Message> messages(List<? extends LogEntry> entries) {
        return entries.stream().filter(Message.class::isInstance).map(Message.class::cast);
    }

    @Override
    public synchronized CompletionStage<Page> after(RoomName room, long after, long until, int rows) {
        return first(roomLogs.get(room), after, until, rows, entry -> true);
    }

    @Override
    public synchronized CompletionStage<Page> messagesAfter(RoomName room, long after, long until, int rows) {
        return first(roomLogs.get(room), after, until, rows, Message.class::isInstance);
    }

    private static CompletionStage<Page> first(
            @Nullable RoomLog roomLog, long after, long until, int rows, Predicate<LogEntry> kind) {
        List<LogEntry> page = new ArrayList<>();
        long bytes = 0;
        for (LogEntry entry : roomLog == null ? List.<LogEntry>of() : roomLog.range(after, until)) {
            if (!kind.test(entry)) {
                continue;
            }
            bytes += bytes(entry);
            if (page.size() == rows || (bytes > PAGE_BYTES && !page.isEmpty())) {
                break;
            }
            page.add(entry);
        }
        return page(roomLog, page);
    }

    private static long bytes(LogEntry entry) {
        String text = entry instanceof Message message ? message.text() : entry instanceof Edit edit ? edit.text() : "";
        return text.getBytes(UTF_8).length;
    }

    @Override
    public synchronized CompletionStage<Page> before(RoomName room, long before, int rows) {
        return last(roomLogs.get(room), before, rows, entry -> true);
    }

    @Override
    public synchronized CompletionStage<Page> messagesBefore(RoomName room, long before, int rows) {
        return last(roomLogs.get(room), before, rows, Message.class::isInstance);
    }

    private static CompletionStage<Page> last(
            @Nullable RoomLog roomLog, long before, int rows, Predicate<LogEntry> kind) {
        List<LogEntry> latestFirst = new ArrayList<>();
        List<LogEntry> earlier = roomLog == null ? List.of() : roomLog.range(0, before - 1);
        for (int i = earlier.size() - 1; i >= 0 && latestFirst.size() < rows; i--) {
            if (kind.test(earlier.get(i))) {
                latestFirst.add(earlier.get(i));
            }
        }
        Collections.reverse(latestFirst);
        return page(roomLog, latestFirst);
    }

    private static CompletionStage<Page> page(@Nullable RoomLog roomLog, List<LogEntry> entries) {
        return completed(
                roomLog == null
                        ? new Page(List.of(), 1)
                        : new Page(entries.stream().map(roomLog::read).toList(), roomLog.oldest()));
    }

    @Override
    public CompletionStage<?> checkAvailable() {
        return completed(true);
    }

    @Override
    public CompletionStage<?> checkWritable() {
        return completed(true);
    }

    @Override
    public synchronized CompletionStage<?> setTopic(RoomName room, String topic) {
        roomLog(room).topic = topic;
        return completed(true);
    }

    @Override
    public synchronized CompletionStage<?> setSettings(RoomName room, RoomSettings settings) {
        roomLog(room).settings = settings;
        return completed(true);
    }

    @Override
    public synchronized CompletionStage<Boolean> deleteRoomIfEmpty(RoomName room) {
        RoomLog roomLog = roomLogs.get(room);
        boolean empty = roomLog != null
                && roomLog.entries.isEmpty()
                && roomLog.references.values().stream().noneMatch(sent -> sent.isRecent(clock.instant()));
        if (empty) {
            roomLogs.remove(room);
        }
        return completed(empty);
    }

    @Override
    public synchronized CompletionStage<Boolean> deleteRoom(RoomName room) {
        return completed(roomLogs.remove(room) != null);
    }

    private static boolean isInFuture(Instant at, Instant now) {
        return at.isAfter(now.plus(CLOCK_TOLERANCE));
    }

    /** Returns how many of the oldest entries have expired. */
    private int expired(List<LogEntry> entries, Instant now) {
        Instant keptSince = now.minus(retention);
        int expired = 0;
        for (int i = 0; i < entries.size(); i++) {
            Instant at = entries.get(i).at();
            if (at.isBefore(keptSince)) {
                expired = i + 1;
            } else if (!isInFuture(at, now)) {
                break;
            }
        }
        return expired;
    }

    @Override
    public synchronized CompletionStage<?> prune(Instant now) {
        for (RoomLog roomLog : roomLogs.values()) {
            if (!retention.isZero()) {
                roomLog.deleteOldest(expired(roomLog.entries, now));
            }
            if (maxMessages > 0) {
                roomLog.deleteOldest(Math.max(0, roomLog.entries.size() - maxMessages));
            }
            roomLog.references.values().removeIf(sent -> !sent.isRecent(clock.instant()));
        }
        return completed(true);
    }

    private RoomLog roomLog(RoomName room) {
        return roomLogs.computeIfAbsent(room, name -> new RoomLog());
    }

    private static <T> CompletionStage<T> completed(T value) {
        return CompletableFuture.completedFuture(value);
    }
}
