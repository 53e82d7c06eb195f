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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps direct messages in memory. Thread-safe; all stages are complete. */
public final class InMemoryDirectMessageStore implements DirectMessageStore {

    private static final int DELETED_AT_ONCE = 100;

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
        deleteExcess(
                byUser.getOrDefault(draft.senderId(), List.of()),
                one -> one.senderId().equals(draft.senderId()),
                one -> "");
        deleteExcess(
                byUser.getOrDefault(draft.recipientId(), List.of()),
                one -> one.recipientId().equals(draft.recipientId()),
                DirectMessage::senderId);
        return done(new Stored(message, false));
    }

    /** Deletes several of these messages if there are too many: the oldest of the largest groups. */
    private void deleteExcess(
            List<DirectMessage> all, Predicate<DirectMessage> counted, Function<DirectMessage, String> group) {
        List<DirectMessage> messages = all.stream().filter(counted).toList();
        if (messages.size() >= MOST_STORED + DELETED_AT_ONCE) {
            List<DirectMessage> excess = byAge(messages, group);
            Set<DirectMessage> deleted = new HashSet<>(excess.subList(excess.size() - DELETED_AT_ONCE, excess.size()));
            byUser.values().forEach(list -> list.removeAll(deleted));
            byReference.values().removeAll(deleted);
        }
    }

    /** Returns the latest message of each group, then the second latest of each, and so on. */
    private static List<DirectMessage> byAge(List<DirectMessage> messages, Function<DirectMessage, String> group) {
        Map<String, Integer> counts = new HashMap<>();
        Map<DirectMessage, Integer> ages = new HashMap<>();
        for (int i = messages.size() - 1; i >= 0; i--) {
            DirectMessage message = messages.get(i);
            ages.put(message, counts.merge(group.apply(message), 1, Integer::sum));
        }
        Comparator<DirectMessage> latestFirst =
                Comparator.comparing(message -> message.position().seq(), Comparator.reverseOrder());
        return messages.stream()
                .sorted(Comparator.<DirectMessage, Integer>comparing(ages::get).thenComparing(latestFirst))
                .toList();
    }

    @Override
    public synchronized CompletionStage<Optional<DirectMessage>> find(String senderId, Reference reference) {
        return done(Optional.ofNullable(byReference.get(new Key(senderId, reference)))
                .filter(message -> isKept(message, clock.instant())));
    }

    @Override
    public synchronized CompletionStage<Page> after(String userId, @Nullable Position after, int limit) {
        Position end = new Position(epoch, head);
        Instant now = clock.instant();
        List<DirectMessage> kept = byUser.getOrDefault(userId, List.of()).stream()
                .filter(message -> isKept(message, now))
                .toList();
        if (after == null || after.isAfter(end)) {
            List<DirectMessage> latest = byAge(
                            kept,
                            message -> message.senderId().equals(userId) ? message.recipientId() : message.senderId())
                    .stream()
                    .limit(limit)
                    .sorted(Comparator.comparing(message -> message.position().seq()))
                    .toList();
            return done(new Page(latest, end));
        }
        List<DirectMessage> found = kept.stream()
                .filter(message -> message.position().isAfter(after))
                .toList();
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
