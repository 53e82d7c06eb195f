package dev.parley.chat.room;

import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Delegates to a history in memory, and blocks the deletion of a room until the test allows it. */
record BlockingHistory(MessageHistory memory, CountDownLatch deletionBegins, CountDownLatch deletionMayContinue)
        implements MessageHistory {

    @Override
    public void deleteRoom(RoomName room) {
        deletionBegins.countDown();
        try {
            deletionMayContinue.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        memory.deleteRoom(room);
    }

    @Override
    public List<StoredRoom> rooms() {
        return memory.rooms();
    }

    @Override
    public Bounds open(RoomName room) {
        return memory.open(room);
    }

    @Override
    public List<AppendedDraft> append(RoomName room, List<MessageDraft> messageDrafts) {
        return memory.append(room, messageDrafts);
    }

    @Override
    public ImportedMessages importMessages(RoomName room, List<ArchivedMessage> messages) {
        return memory.importMessages(room, messages);
    }

    @Override
    public Page after(RoomName room, long after, long until, int rows) {
        return memory.after(room, after, until, rows);
    }

    @Override
    public Page before(RoomName room, long before, int rows) {
        return memory.before(room, before, rows);
    }

    @Override
    public void checkWritable() {
        memory.checkWritable();
    }

    @Override
    public void setTopic(RoomName room, String topic) {
        memory.setTopic(room, topic);
    }

    @Override
    public void prune(Instant now) {
        memory.prune(now);
    }
}
