package dev.parley.storage.memory;

import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DirectMessageDraft;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Reference;
import dev.parley.text.Position;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps direct messages in memory. Thread-safe; all stages are complete. */
public final class InMemoryDirectMessageStore implements DirectMessageStore {

    private record Key(String senderId, Reference reference) {}

    private final Clock clock;
    private final String epoch = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final Map<String, List<DirectMessage>> byUser = new HashMap<>(); // guarded by this
    private final Map<Key, DirectMessage> byReference = new HashMap<>(); // guarded by this
    private long head; // guarded by this
    private Instant last = Instant.EPOCH; // guarded by this

    /** Creates an empty store. */
    public InMemoryDirectMessageStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized CompletionStage<AppendResult> append(DirectMessageDraft draft) {
        Reference reference = draft.reference();
        DirectMessage before = reference == null ? null : byReference.get(new Key(draft.senderId(), reference));
        if (before != null && isKept(before, draft.at())) {
            return done(draft.isRepeated(before) ? new Stored(before, true) : new Conflict());
        }
        Instant now = Instant.ofEpochMilli(draft.at().toEpochMilli());
        last = MessageHistory.timeOfNext(last, now);
        DirectMessage message = draft.stored(new Position(epoch, ++head), last);
        Stream.of(draft.senderId(), draft.recipientId())
                .distinct()
                .forEach(user ->
                        byUser.computeIfAbsent(user, id -> new ArrayList<>()).add(message));
        if (reference != null) {
            byReference.put(new Key(draft.senderId(), reference), message);
        }
        return done(new Stored(message, false));
    }

    @Override
    public synchronized CompletionStage<Optional<DirectMessage>> find(String senderId, Reference reference) {
        return done(Optional.ofNullable(byReference.get(new Key(senderId, reference)))
                .filter(message -> isKept(message, clock.instant())));
    }

    @Override
    public synchronized CompletionStage<Page> after(String userId, @Nullable Position after, int limit) {
        Position end = new Position(epoch, head);
        long from = after == null || after.isAfter(end) ? -1 : after.seq();
        Instant now = clock.instant();
        List<DirectMessage> found = new ArrayList<>();
        List<DirectMessage> all = byUser.getOrDefault(userId, List.of());
        for (int i = all.size() - 1; i >= 0 && isKept(all.get(i), now); i--) {
            boolean wanted =
                    from < 0 ? found.size() < limit : all.get(i).position().seq() > from;
            if (!wanted) {
                break;
            }
            found.add(all.get(i));
        }
        Collections.reverse(found);
        return done(
                found.size() > limit
                        ? new Page(found.subList(0, limit), found.get(limit - 1).position())
                        : new Page(found, end));
    }

    @Override
    public synchronized CompletionStage<?> prune(Instant now) {
        long expired = byUser.values().stream()
                .flatMap(List::stream)
                .filter(message -> !isKept(message, now))
                .mapToLong(message -> message.position().seq())
                .max()
                .orElse(0);
        Instant future = now.plus(MessageHistory.CLOCK_TOLERANCE);
        // A message that lies in the future, because the clock was wrong, is deleted with the next one.
        Predicate<DirectMessage> deleted = message -> !isKept(message, now)
                || (message.at().isAfter(future) && message.position().seq() < expired);
        byUser.values().removeIf(messages -> {
            messages.removeIf(deleted);
            return messages.isEmpty();
        });
        byReference.values().removeIf(deleted);
        return done(true);
    }

    private static boolean isKept(DirectMessage message, Instant now) {
        return message.at().plus(KEPT).isAfter(now);
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }
}
