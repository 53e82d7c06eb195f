package dev.parley.load;

import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Implements a defect on purpose: reports messages as stored, and stores them a little later. */
public final class DelayedWriteHistory implements MessageHistory {

    private static final Duration LATER = Duration.ofMillis(100);

    private final MessageHistory messageHistory;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final Map<RoomName, Bounds> boundsByRoom = new HashMap<>(); // guarded by this

    /** Creates a history that delays the writes to this one. */
    public DelayedWriteHistory(MessageHistory messageHistory) {
        this.messageHistory = messageHistory;
    }

    @Override
    public synchronized List<AppendedDraft> append(RoomName room, List<MessageDraft> messageDrafts) {
        Bounds bounds = boundsByRoom.computeIfAbsent(room, messageHistory::open);
        long head = bounds.head();
        List<AppendedDraft> appendedDrafts = new ArrayList<>();
        for (MessageDraft messageDraft : messageDrafts) {
            head++;
            appendedDrafts.add(new Stored(
                    new Message(
                            new Position(bounds.epoch(), head),
                            Instant.now(),
                            messageDraft.user().id(),
                            messageDraft.user().nickname().text(),
                            messageDraft.via(),
                            messageDraft.text(),
                            messageDraft.action(),
                            messageDraft.reference()),
                    false));
        }
        boundsByRoom.put(room, new Bounds(bounds.epoch(), bounds.oldest(), head, bounds.topic()));
        ScheduledFuture<?> unused = executor.schedule(
                () -> messageHistory.append(room, messageDrafts), LATER.toMillis(), TimeUnit.MILLISECONDS);
        return appendedDrafts;
    }

    @Override
    public List<StoredRoom> rooms() {
        return messageHistory.rooms();
    }

    @Override
    public Bounds open(RoomName room) {
        return messageHistory.open(room);
    }

    @Override
    public ImportedMessages importMessages(RoomName room, List<ArchivedMessage> messages) {
        return messageHistory.importMessages(room, messages);
    }

    @Override
    public Page after(RoomName room, long after, long until, int rows) {
        return messageHistory.after(room, after, until, rows);
    }

    @Override
    public Page before(RoomName room, long before, int rows) {
        return messageHistory.before(room, before, rows);
    }

    @Override
    public void checkWritable() {
        messageHistory.checkWritable();
    }

    @Override
    public void setTopic(RoomName room, String topic) {
        messageHistory.setTopic(room, topic);
    }

    @Override
    public void deleteRoom(RoomName room) {
        messageHistory.deleteRoom(room);
    }

    @Override
    public void prune(Instant now) {
        messageHistory.prune(now);
    }
}
