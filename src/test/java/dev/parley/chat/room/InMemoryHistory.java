package dev.parley.chat.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.storage.memory.InMemorySanctionStore;
import dev.parley.storage.memory.InMemoryTokenStore;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stores messages, tokens and sanctions in memory, for tests of other classes. */
public final class InMemoryHistory implements MessageHistory, TokenStore, SanctionStore {

    private static final Duration REFERENCES = Duration.ofHours(24);
    private static final int PAGE_BYTES = 256 * 1024;

    private final Clock clock;
    private final Duration retention;
    private final int maxMessages;
    private final Map<RoomName, RoomLog> roomLogs = new HashMap<>();
    private final TokenStore tokenStore;
    private final SanctionStore sanctionStore;
    private volatile @Nullable StorageException failure;
    private volatile @Nullable StorageException writeFailure;

    /** Creates a history without limits. */
    public InMemoryHistory(Clock clock) {
        this(clock, Duration.ofDays(30), Integer.MAX_VALUE);
    }

    /** Creates a history with these limits for pruning. */
    public InMemoryHistory(Clock clock, Duration retention, int maxMessages) {
        this.clock = clock;
        this.retention = retention;
        this.maxMessages = maxMessages;
        this.tokenStore = new InMemoryTokenStore(clock);
        this.sanctionStore = new InMemorySanctionStore(clock);
    }

    private record Key(String person, Reference reference) {}

    private static final class RoomLog {
        private final String epoch =
                UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        private final List<Message> messages = new ArrayList<>();
        private final Map<Key, Message> references = new HashMap<>();
        private long head;
        private Instant last = Instant.EPOCH;
        private String topic = "";

        private long oldest() {
            return messages.isEmpty() ? head + 1 : messages.get(0).position().seq();
        }
    }

    /** Lets all later calls fail with this exception; null ends that. */
    public synchronized void failWith(@Nullable StorageException next) {
        failure = next;
        writeFailure = next;
    }

    @Override
    public synchronized void checkWritable() {
        checkWrites();
    }

    /** Lets all later writes fail with this exception; null ends that. */
    public synchronized void failWritesWith(@Nullable StorageException next) {
        writeFailure = next;
    }

    @Override
    public synchronized List<StoredRoom> rooms() {
        check();
        return roomLogs.entrySet().stream()
                .map(entry -> new StoredRoom(
                        entry.getKey(),
                        entry.getValue().topic,
                        entry.getValue().messages.isEmpty()))
                .toList();
    }

    @Override
    public synchronized Bounds open(RoomName room) {
        check();
        RoomLog roomLog = roomLog(room);
        return new Bounds(roomLog.epoch, roomLog.oldest(), roomLog.head, roomLog.topic);
    }

    @Override
    public synchronized List<AppendedDraft> append(RoomName room, List<MessageDraft> messageDrafts) {
        checkWrites();
        RoomLog roomLog = roomLog(room);
        return messageDrafts.stream()
                .map(messageDraft -> append(roomLog, messageDraft))
                .toList();
    }

    private AppendedDraft append(RoomLog roomLog, MessageDraft messageDraft) {
        Instant now = clock.instant();
        Reference reference = messageDraft.reference();
        Key key = reference == null ? null : new Key(messageDraft.user().id(), reference);
        Message before = roomLog.references.get(key);
        if (before != null && isRecent(before)) {
            boolean same = before.text().equals(messageDraft.text()) && before.action() == messageDraft.action();
            return same ? new Stored(before, true) : new Conflict();
        }
        roomLog.last = now.isBefore(roomLog.last) ? roomLog.last : Instant.ofEpochMilli(now.toEpochMilli());
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
    public synchronized ImportedMessages importMessages(RoomName room, List<ArchivedMessage> messages) {
        checkWrites();
        RoomLog roomLog = roomLog(room);
        Map<ArchivedMessage.Key, Long> existing =
                roomLog.messages.stream().collect(Collectors.groupingBy(ArchivedMessage::key, Collectors.counting()));
        List<Message> restored = new ArrayList<>();
        for (ArchivedMessage archivedMessage : messages) {
            if (existing.getOrDefault(archivedMessage.key(), 0L) < archivedMessage.repetition()) {
                if (archivedMessage.at().isBefore(roomLog.last)) {
                    return new ImportedMessages(List.of(), archivedMessage);
                }
                restored.add(archivedMessage.at(new Position(roomLog.epoch, roomLog.head + restored.size() + 1)));
            }
        }
        restored.forEach(message -> {
            roomLog.messages.add(message);
            roomLog.head++;
            roomLog.last = message.at();
        });
        return new ImportedMessages(restored, null);
    }

    @Override
    public synchronized Page after(RoomName room, long after, long until, int rows) {
        check();
        RoomLog roomLog = roomLog(room);
        List<Message> page = new ArrayList<>();
        int bytes = 0;
        for (Message message : roomLog.messages) {
            long seq = message.position().seq();
            if (seq > after && seq <= until && page.size() < rows) {
                bytes += message.text().getBytes(UTF_8).length;
                if (bytes > PAGE_BYTES && !page.isEmpty()) {
                    break;
                }
                page.add(message);
            }
        }
        return new Page(page, roomLog.oldest());
    }

    @Override
    public synchronized Page before(RoomName room, long before, int rows) {
        check();
        RoomLog roomLog = roomLog(room);
        List<Message> earlier = roomLog.messages.stream()
                .filter(message -> message.position().seq() < before)
                .toList();
        return new Page(earlier.subList(Math.max(0, earlier.size() - rows), earlier.size()), roomLog.oldest());
    }

    @Override
    public synchronized void setTopic(RoomName room, String topic) {
        checkWrites();
        roomLog(room).topic = topic;
    }

    @Override
    public synchronized void deleteRoom(RoomName room) {
        checkWrites();
        roomLogs.computeIfPresent(
                room, (name, roomLog) -> roomLog.messages.isEmpty() && !hasRecentReferences(roomLog) ? null : roomLog);
    }

    private boolean hasRecentReferences(RoomLog roomLog) {
        return roomLog.references.values().stream().anyMatch(this::isRecent);
    }

    private boolean isRecent(Message message) {
        return Duration.between(message.at(), clock.instant()).compareTo(REFERENCES) < 0;
    }

    @Override
    public synchronized void prune(Instant now) {
        checkWrites();
        for (RoomLog roomLog : roomLogs.values()) {
            roomLog.messages.removeIf(message -> message.at().isBefore(now.minus(retention)));
            roomLog.messages
                    .subList(0, Math.max(0, roomLog.messages.size() - maxMessages))
                    .clear();
        }
    }

    @Override
    public CompletionStage<Optional<String>> lastName(String digest) {
        return unlessFailed(failure, () -> tokenStore.lastName(digest));
    }

    @Override
    public CompletionStage<Void> save(Collection<TokenOwner> tokenOwners, Instant at) {
        return unlessFailed(writeFailure, () -> tokenStore.save(tokenOwners, at));
    }

    @Override
    public CompletionStage<Void> touch(Collection<String> digests, Instant at) {
        return unlessFailed(writeFailure, () -> tokenStore.touch(digests, at));
    }

    @Override
    public CompletionStage<List<Sanction>> all() {
        return unlessFailed(failure, sanctionStore::all);
    }

    @Override
    public CompletionStage<Void> save(Sanction sanction) {
        return unlessFailed(writeFailure, () -> sanctionStore.save(sanction));
    }

    @Override
    public CompletionStage<Void> delete(Sanction sanction) {
        return unlessFailed(writeFailure, () -> sanctionStore.delete(sanction));
    }

    private static <T> CompletionStage<T> unlessFailed(
            @Nullable StorageException planted, Supplier<CompletionStage<T>> call) {
        return planted == null ? call.get() : CompletableFuture.failedFuture(planted);
    }

    private RoomLog roomLog(RoomName room) {
        return roomLogs.computeIfAbsent(room, name -> new RoomLog());
    }

    private void checkWrites() {
        if (writeFailure != null) {
            throw writeFailure;
        }
    }

    private void check() {
        if (failure != null) {
            throw failure;
        }
    }
}
