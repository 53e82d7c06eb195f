package dev.parley.chat.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ports History, Tokens and Sanctions in memory, for tests that are about something else. */
public final class InMemoryHistory implements MessageHistory, TokenStore, SanctionStore {

    private static final Duration REFERENCES = Duration.ofHours(24);
    private static final Duration TOKENS = Duration.ofDays(8);
    private static final int PAGE_BYTES = 256 * 1024;

    private final Clock clock;
    private final Duration retention;
    private final int mostKept;
    private final Map<RoomName, RoomLog> shelves = new HashMap<>();
    private final Map<String, UsedReference> tokens = new HashMap<>();
    private final Map<String, Sanction> sanctions = new LinkedHashMap<>();
    private @Nullable StorageException fault;
    private @Nullable StorageException writeFault;

    /** Keeps everything. */
    public InMemoryHistory(Clock clock) {
        this(clock, Duration.ofDays(30), Integer.MAX_VALUE);
    }

    /** Keeps so much on pruning. */
    public InMemoryHistory(Clock clock, Duration retention, int mostKept) {
        this.clock = clock;
        this.retention = retention;
        this.mostKept = mostKept;
    }

    private record UsedReference(String name, Instant at) {}

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

    /** From now on everything fails like this; null for nothing. */
    public synchronized void failWith(@Nullable StorageException next) {
        fault = next;
        writeFault = next;
    }

    @Override
    public synchronized void checkWritable() {
        checkWrites();
    }

    /** From now on everything that writes fails like this; null for nothing. */
    public synchronized void failWritesWith(@Nullable StorageException next) {
        writeFault = next;
    }

    @Override
    public synchronized List<StoredRoom> rooms() {
        check();
        return shelves.entrySet().stream()
                .map(entry -> new StoredRoom(
                        entry.getKey(),
                        entry.getValue().topic,
                        entry.getValue().messages.isEmpty()))
                .toList();
    }

    @Override
    public synchronized Bounds open(RoomName room) {
        check();
        RoomLog shelf = shelf(room);
        return new Bounds(shelf.epoch, shelf.oldest(), shelf.head, shelf.topic);
    }

    @Override
    public synchronized List<AppendedDraft> append(RoomName room, List<MessageDraft> messageDrafts) {
        checkWrites();
        RoomLog shelf = shelf(room);
        return messageDrafts.stream()
                .map(messageDraft -> append(shelf, messageDraft))
                .toList();
    }

    private AppendedDraft append(RoomLog shelf, MessageDraft messageDraft) {
        Instant now = clock.instant();
        Reference reference = messageDraft.reference();
        Key key = reference == null ? null : new Key(messageDraft.user().id(), reference);
        Message before = shelf.references.get(key);
        if (before != null && isRecent(before)) {
            boolean same = before.text().equals(messageDraft.text()) && before.action() == messageDraft.action();
            return same ? new Stored(before, true) : new Conflict();
        }
        shelf.last = now.isBefore(shelf.last) ? shelf.last : Instant.ofEpochMilli(now.toEpochMilli());
        shelf.head++;
        Message message = new Message(
                new Position(shelf.epoch, shelf.head),
                shelf.last,
                messageDraft.user().id(),
                messageDraft.user().nickname().text(),
                messageDraft.user().clientInfo().via(),
                messageDraft.text(),
                messageDraft.action(),
                reference);
        shelf.messages.add(message);
        if (key != null) {
            shelf.references.put(key, message);
        }
        return new Stored(message, false);
    }

    @Override
    public synchronized ImportedMessages importMessages(RoomName room, List<ArchivedMessage> messages) {
        checkWrites();
        RoomLog shelf = shelf(room);
        Map<ArchivedMessage.Key, Long> there =
                shelf.messages.stream().collect(Collectors.groupingBy(ArchivedMessage::key, Collectors.counting()));
        List<Message> restored = new ArrayList<>();
        for (ArchivedMessage archivedMessage : messages) {
            if (there.getOrDefault(archivedMessage.key(), 0L) < archivedMessage.repetition()) {
                if (archivedMessage.at().isBefore(shelf.last)) {
                    return new ImportedMessages(List.of(), archivedMessage);
                }
                restored.add(archivedMessage.at(new Position(shelf.epoch, shelf.head + restored.size() + 1)));
            }
        }
        restored.forEach(message -> {
            shelf.messages.add(message);
            shelf.head++;
            shelf.last = message.at();
        });
        return new ImportedMessages(restored, null);
    }

    @Override
    public synchronized Page after(RoomName room, long after, long until, int rows) {
        check();
        RoomLog shelf = shelf(room);
        List<Message> page = new ArrayList<>();
        int bytes = 0;
        for (Message message : shelf.messages) {
            long seq = message.position().seq();
            if (seq > after && seq <= until && page.size() < rows) {
                bytes += message.text().getBytes(UTF_8).length;
                if (bytes > PAGE_BYTES && !page.isEmpty()) {
                    break;
                }
                page.add(message);
            }
        }
        return new Page(page, shelf.oldest());
    }

    @Override
    public synchronized Page before(RoomName room, long before, int rows) {
        check();
        RoomLog shelf = shelf(room);
        List<Message> earlier = shelf.messages.stream()
                .filter(message -> message.position().seq() < before)
                .toList();
        return new Page(earlier.subList(Math.max(0, earlier.size() - rows), earlier.size()), shelf.oldest());
    }

    @Override
    public synchronized void setTopic(RoomName room, String topic) {
        checkWrites();
        shelf(room).topic = topic;
    }

    @Override
    public synchronized void deleteRoom(RoomName room) {
        checkWrites();
        shelves.computeIfPresent(room, (name, shelf) -> shelf.messages.isEmpty() && !owesAnswers(shelf) ? null : shelf);
    }

    private boolean owesAnswers(RoomLog shelf) {
        return shelf.references.values().stream().anyMatch(this::isRecent);
    }

    private boolean isRecent(Message message) {
        return Duration.between(message.at(), clock.instant()).compareTo(REFERENCES) < 0;
    }

    @Override
    public synchronized void prune(Instant now) {
        checkWrites();
        for (RoomLog shelf : shelves.values()) {
            shelf.messages.removeIf(message -> message.at().isBefore(now.minus(retention)));
            shelf.messages
                    .subList(0, Math.max(0, shelf.messages.size() - mostKept))
                    .clear();
        }
        tokens.values().removeIf(usedReference -> usedReference.at().isBefore(now.minus(TOKENS)));
        sanctions.values().removeIf(sanction -> sanction.isExpired(now));
    }

    @Override
    public synchronized Optional<String> lastName(String digest) {
        check();
        return Optional.ofNullable(tokens.get(digest))
                .filter(usedReference ->
                        !usedReference.at().isBefore(clock.instant().minus(TOKENS)))
                .map(UsedReference::name);
    }

    @Override
    public synchronized void save(Collection<TokenOwner> tokenOwners, Instant at) {
        checkWrites();
        tokenOwners.forEach(tokenOwner -> tokens.put(tokenOwner.digest(), new UsedReference(tokenOwner.name(), at)));
    }

    @Override
    public synchronized void touch(Collection<String> digests, Instant at) {
        checkWrites();
        digests.forEach(digest ->
                tokens.computeIfPresent(digest, (key, usedReference) -> new UsedReference(usedReference.name(), at)));
    }

    @Override
    public synchronized List<Sanction> all() {
        check();
        return List.copyOf(sanctions.values());
    }

    @Override
    public synchronized void save(Sanction sanction) {
        checkWrites();
        delete(sanction);
        sanctions.put(sanction.kind() + sanction.target(), sanction);
    }

    @Override
    public synchronized void delete(Sanction sanction) {
        checkWrites();
        sanctions.remove(sanction.kind() + sanction.target());
    }

    private RoomLog shelf(RoomName room) {
        return shelves.computeIfAbsent(room, name -> new RoomLog());
    }

    private void checkWrites() {
        if (writeFault != null) {
            throw writeFault;
        }
    }

    private void check() {
        if (fault != null) {
            throw fault;
        }
    }
}
