package dev.parley.storage.memory;

import dev.parley.chat.room.Change;
import dev.parley.chat.room.ChangeDraft;
import dev.parley.chat.room.DeletionDraft;
import dev.parley.chat.room.Edit;
import dev.parley.chat.room.EditDraft;
import dev.parley.chat.room.EntryDraft;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.MessageState;
import dev.parley.chat.room.ReactionCount;
import dev.parley.chat.room.ReactionDraft;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Rejection;
import dev.parley.chat.room.ReplyTo;
import dev.parley.chat.room.RoomSettings;
import dev.parley.text.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The log of one room. Guarded by the history. */
final class RoomLog {

    static final Duration REFERENCES = Duration.ofHours(24);

    private static final int EPOCH_LENGTH = 12;

    final String epoch = UUID.randomUUID().toString().replace("-", "").substring(0, EPOCH_LENGTH);
    final List<LogEntry> entries = new ArrayList<>(); // up to head, without gaps
    final Map<Key, Sent> references = new HashMap<>();
    long head;
    Instant last = Instant.EPOCH;
    String topic = "";
    RoomSettings settings = RoomSettings.NONE;

    @Nullable
    String creator;

    private final Map<Long, List<Long>> edits = new HashMap<>(); // the sequence numbers by that of the message

    /** The users by message, emoji and user id. */
    private final Map<Long, Map<String, Map<String, ReactionCount.Reactor>>> reactions = new HashMap<>();

    /** The key of an entry that has a reference. */
    record Key(String person, Reference reference) {}

    /** An entry under a reference, with the content of its draft. */
    record Sent(LogEntry entry, String content) {
        boolean isRecent(Instant now) {
            return Duration.between(entry.at(), now).compareTo(REFERENCES) < 0;
        }
    }

    long oldest() {
        return head + 1 - entries.size();
    }

    /** Returns the entries after a sequence number and up to another one; see {@link #read}. */
    List<LogEntry> range(long after, long until) {
        int from = (int) Math.max(0, Math.min(after + 1 - oldest(), entries.size()));
        int to = (int) Math.max(from, Math.min(until, head) + 1 - oldest());
        return entries.subList(from, to);
    }

    /** Returns an entry as it is now, with the preview of the message that it replies to. */
    LogEntry read(LogEntry entry) {
        ReplyTo replyTo = entry instanceof Message message ? message.state().replyTo() : null;
        if (!(entry instanceof Message message) || replyTo == null) {
            return entry;
        }
        MessageState state = message.state();
        return message.with(
                message.text(),
                new MessageState(state.edited(), state.deleted(), replyTo(replyTo.seq()), state.reactions()));
    }

    private ReplyTo replyTo(long seq) {
        Message target = message(seq);
        return target == null ? ReplyTo.expired(seq) : ReplyTo.of(target);
    }

    /** Returns the message of a sequence number; null if there is none. */
    private @Nullable Message message(long seq) {
        return seq >= oldest() && seq <= head && entries.get(index(seq)) instanceof Message message ? message : null;
    }

    private int index(long seq) {
        return (int) (seq - oldest());
    }

    /** Deletes the oldest entries. */
    void deleteOldest(int count) {
        entries.subList(0, count).clear();
        reactions.keySet().removeIf(seq -> seq < oldest());
        edits.keySet().removeIf(seq -> seq < oldest());
    }

    MessageHistory.AppendedDraft append(EntryDraft draft, Instant now) {
        Reference reference = draft.reference();
        Key key = reference == null ? null : new Key(draft.user().id(), reference);
        Sent before = key == null ? null : references.get(key);
        if (before != null && before.isRecent(now)) {
            return before.content().equals(draft.content())
                    ? new MessageHistory.Stored(current(before.entry()), true)
                    : new MessageHistory.Conflict();
        }
        MessageHistory.AppendedDraft result = store(draft, now);
        if (key != null && result instanceof MessageHistory.Stored stored) {
            references.put(key, new Sent(stored.entry(), draft.content()));
        }
        return result;
    }

    private LogEntry current(LogEntry entry) {
        long seq = entry.position().seq();
        return seq < oldest() ? entry : read(entries.get(index(seq)));
    }

    private MessageHistory.AppendedDraft store(EntryDraft draft, Instant now) {
        if (draft instanceof ChangeDraft change) {
            Message target = message(change.target());
            Rejection rejection = Rejection.of(change, target).orElse(null);
            return rejection != null || target == null
                    ? new MessageHistory.Rejected(rejection == null ? Rejection.NO_SUCH_MESSAGE : rejection)
                    : change(change, target, now);
        }
        MessageDraft message = (MessageDraft) draft;
        Long target = message.replyTo();
        if (target != null && message(target) == null) {
            return new MessageHistory.Rejected(Rejection.NO_SUCH_MESSAGE);
        }
        ReplyTo replied = target == null ? null : replyTo(target);
        return add(message.at(next(draft, now), last, replied));
    }

    /** Begins the next entry, at the time {@link #last}. */
    private Position next(EntryDraft draft, Instant now) {
        last = MessageHistory.timeOfNext(last, Instant.ofEpochMilli(now.toEpochMilli()));
        if (head == 0) {
            creator = MessageHistory.creatorOf(draft);
        }
        head++;
        return new Position(epoch, head);
    }

    private MessageHistory.Stored add(LogEntry entry) {
        entries.add(entry);
        return new MessageHistory.Stored(entry, false);
    }

    private MessageHistory.AppendedDraft change(ChangeDraft draft, Message target, Instant now) {
        if (draft instanceof ReactionDraft reaction) {
            return react(reaction, target, now);
        } else if (draft instanceof EditDraft edit) {
            return changeText(target, edit.at(next(draft, now), last, target.at()), edit.text());
        }
        reactions.remove(draft.target());
        DeletionDraft deletion = (DeletionDraft) draft;
        return changeText(target, deletion.at(next(draft, now), last, target.at()), "");
    }

    private MessageHistory.Stored changeText(Message target, Change change, String text) {
        long seq = target.position().seq();
        entries.add(change); // first, as the index of an entry follows from the head and the size
        entries.set(index(seq), target.apply(change));
        List<Long> earlier = edits.computeIfAbsent(seq, key -> new ArrayList<>(1));
        for (long edit : earlier) {
            if (edit >= oldest() && entries.get(index(edit)) instanceof Edit known) {
                entries.set(index(edit), known.withText(text));
            }
        }
        if (change instanceof Edit) {
            earlier.add(change.position().seq());
        }
        return new MessageHistory.Stored(change, false);
    }

    private MessageHistory.AppendedDraft react(ReactionDraft draft, Message target, Instant now) {
        long seq = target.position().seq();
        var kinds = reactions.computeIfAbsent(seq, key -> new LinkedHashMap<>());
        var users = kinds.getOrDefault(draft.emoji(), new LinkedHashMap<>());
        String person = draft.user().id();
        if (users.containsKey(person) != draft.removes()) {
            return new MessageHistory.Unchanged();
        } else if (users.isEmpty() && kinds.size() >= ReactionCount.MOST_KINDS) {
            return new MessageHistory.Rejected(Rejection.TOO_MANY_REACTIONS);
        }
        if (draft.removes()) {
            users.remove(person);
        } else {
            users.put(
                    person,
                    new ReactionCount.Reactor(person, draft.user().nickname().text()));
        }
        kinds.put(draft.emoji(), users);
        kinds.values().removeIf(Map::isEmpty);
        MessageState state = target.state();
        entries.set(
                index(seq),
                target.with(target.text(), new MessageState(state.edited(), null, state.replyTo(), counts(kinds))));
        return add(draft.at(next(draft, now), last, target.at(), users.size()));
    }

    private static List<ReactionCount> counts(Map<String, Map<String, ReactionCount.Reactor>> kinds) {
        return kinds.entrySet().stream()
                .map(kind -> new ReactionCount(
                        kind.getKey(),
                        kind.getValue().size(),
                        kind.getValue().values().stream()
                                .limit(ReactionCount.MOST_NAMES)
                                .toList()))
                .toList();
    }
}
