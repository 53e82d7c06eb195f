package dev.parley.storage.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.RoomSettings;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stores messages in memory; several nodes of one process may share an instance. Thread-safe; all stages are complete
 * when they are returned, and none fails.
 */
public final class InMemoryMessageHistory implements MessageHistory {

    private static final Duration REFERENCES = Duration.ofHours(24);
    private static final int EPOCH_LENGTH = 12;
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

    private record Key(String person, Reference reference) {}

    private static final class RoomLog {
        private final String epoch =
                UUID.randomUUID().toString().replace("-", "").substring(0, EPOCH_LENGTH);
        private final List<Message> messages = new ArrayList<>(); // up to head, without gaps
        private final Map<Key, Message> references = new HashMap<>();
        private long head;
        private Instant last = Instant.EPOCH;
        private String topic = "";
        private RoomSettings settings = RoomSettings.NONE;
        private @Nullable String creator;

        private long oldest() {
            return head + 1 - messages.size();
        }

        /** Returns the messages after a sequence number and up to another one. */
        private List<Message> range(long after, long until) {
            int from = (int) Math.max(0, Math.min(after + 1 - oldest(), messages.size()));
            int to = (int) Math.max(from, Math.min(until, head) + 1 - oldest());
            return messages.subList(from, to);
        }
    }

    @Override
    public synchronized CompletionStage<List<StoredRoom>> rooms() {
        return completed(roomLogs.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().last))
                .map(entry -> new StoredRoom(
                        entry.getKey(),
                        entry.getValue().topic,
                        entry.getValue().messages.isEmpty(),
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
    public synchronized CompletionStage<List<AppendedDraft>> append(RoomName room, List<MessageDraft> messageDrafts) {
        RoomLog roomLog = roomLog(room);
        return completed(messageDrafts.stream()
                .map(messageDraft -> append(roomLog, messageDraft))
                .toList());
    }

    private AppendedDraft append(RoomLog roomLog, MessageDraft messageDraft) {
        Instant now = clock.instant();
        Reference reference = messageDraft.reference();
        Key key = reference == null ? null : new Key(messageDraft.user().id(), reference);
        Message before = key == null ? null : roomLog.references.get(key);
        if (before != null && isRecent(before)) {
            boolean same = before.text().equals(messageDraft.text()) && before.action() == messageDraft.action();
            return same ? new Stored(before, true) : new Conflict();
        }
        roomLog.last = MessageHistory.timeOfNext(roomLog.last, Instant.ofEpochMilli(now.toEpochMilli()));
        if (roomLog.head == 0) {
            roomLog.creator = MessageHistory.creatorOf(messageDraft);
        }
        roomLog.head++;
        Message message = new Message(
                new Position(roomLog.epoch, roomLog.head),
                roomLog.last,
                messageDraft.user().id(),
                messageDraft.user().nickname().text(),
                messageDraft.via(),
                messageDraft.text(),
                messageDraft.action(),
                reference);
        roomLog.messages.add(message);
        if (key != null) {
            roomLog.references.put(key, message);
        }
        return new Stored(message, false);
    }

    @Override
    public synchronized CompletionStage<ImportedMessages> importMessages(
            RoomName room, List<ArchivedMessage> messages) {
        RoomLog roomLog = roomLog(room);
        Map<ArchivedMessage.Key, Long> existing =
                roomLog.messages.stream().collect(Collectors.groupingBy(ArchivedMessage::key, Collectors.counting()));
        boolean mayBeOlder = isInFuture(roomLog.last, clock.instant());
        ArchivedMessage.Key last = roomLog.messages.isEmpty()
                ? null
                : ArchivedMessage.key(roomLog.messages.get(roomLog.messages.size() - 1));
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
            roomLog.messages.add(message);
            roomLog.head++;
            roomLog.last = message.at();
        });
        return completed(new ImportedMessages(imported, null));
    }

    @Override
    public synchronized CompletionStage<Page> after(RoomName room, long after, long until, int rows) {
        RoomLog roomLog = roomLogs.get(room);
        List<Message> page = new ArrayList<>();
        int bytes = 0;
        for (Message message : roomLog == null ? List.<Message>of() : roomLog.range(after, until)) {
            bytes += message.text().getBytes(UTF_8).length;
            if (page.size() == rows || (bytes > PAGE_BYTES && !page.isEmpty())) {
                break;
            }
            page.add(message);
        }
        return page(roomLog, page);
    }

    @Override
    public synchronized CompletionStage<Page> before(RoomName room, long before, int rows) {
        RoomLog roomLog = roomLogs.get(room);
        List<Message> earlier = roomLog == null ? List.of() : roomLog.range(0, before - 1);
        return page(roomLog, earlier.subList(Math.max(0, earlier.size() - rows), earlier.size()));
    }

    private static CompletionStage<Page> page(@Nullable RoomLog roomLog, List<Message> messages) {
        return completed(new Page(messages, roomLog == null ? 1 : roomLog.oldest()));
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
                && roomLog.messages.isEmpty()
                && roomLog.references.values().stream().noneMatch(this::isRecent);
        if (empty) {
            roomLogs.remove(room);
        }
        return completed(empty);
    }

    @Override
    public synchronized CompletionStage<Boolean> deleteRoom(RoomName room) {
        return completed(roomLogs.remove(room) != null);
    }

    private boolean isRecent(Message message) {
        return Duration.between(message.at(), clock.instant()).compareTo(REFERENCES) < 0;
    }

    private static boolean isInFuture(Instant at, Instant now) {
        return at.isAfter(now.plus(CLOCK_TOLERANCE));
    }

    /** Returns how many of the oldest messages have expired. */
    private int expired(List<Message> messages, Instant now) {
        Instant keptSince = now.minus(retention);
        int expired = 0;
        for (int i = 0; i < messages.size(); i++) {
            Instant at = messages.get(i).at();
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
            List<Message> messages = roomLog.messages;
            if (!retention.isZero()) {
                messages.subList(0, expired(messages, now)).clear();
            }
            if (maxMessages > 0) {
                messages.subList(0, Math.max(0, messages.size() - maxMessages)).clear();
            }
            roomLog.references.values().removeIf(message -> !isRecent(message));
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
