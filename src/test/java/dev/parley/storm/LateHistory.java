package dev.parley.storm;

import dev.parley.room.Draft;
import dev.parley.room.History;
import dev.parley.room.Message;
import dev.parley.room.Position;
import dev.parley.room.RoomName;
import dev.parley.room.Saved;
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

/** What must not be done: says that messages are stored, and stores them a little later. */
public final class LateHistory implements History {

    private static final Duration LATER = Duration.ofMillis(100);

    private final History history;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final Map<RoomName, Extent> extents = new HashMap<>(); // guarded by this

    /** Before this history. */
    public LateHistory(History history) {
        this.history = history;
    }

    @Override
    public synchronized List<Entry> append(RoomName room, List<Draft> drafts) {
        Extent extent = extents.computeIfAbsent(room, history::open);
        long head = extent.head();
        List<Entry> entries = new ArrayList<>();
        for (Draft draft : drafts) {
            head++;
            entries.add(new Stored(
                    new Message(
                            new Position(extent.epoch(), head),
                            Instant.now(),
                            draft.user().id(),
                            draft.user().nickname().text(),
                            draft.user().clientInfo().via(),
                            draft.text(),
                            draft.action(),
                            draft.reference()),
                    false));
        }
        extents.put(room, new Extent(extent.epoch(), extent.oldest(), head, extent.topic()));
        ScheduledFuture<?> unused =
                later.schedule(() -> history.append(room, drafts), LATER.toMillis(), TimeUnit.MILLISECONDS);
        return entries;
    }

    @Override
    public List<Shelf> rooms() {
        return history.rooms();
    }

    @Override
    public Extent open(RoomName room) {
        return history.open(room);
    }

    @Override
    public Restored restore(RoomName room, List<Saved> messages) {
        return history.restore(room, messages);
    }

    @Override
    public Page after(RoomName room, long after, long until, int rows) {
        return history.after(room, after, until, rows);
    }

    @Override
    public Page before(RoomName room, long before, int rows) {
        return history.before(room, before, rows);
    }

    @Override
    public void tryOut() {
        history.tryOut();
    }

    @Override
    public void topic(RoomName room, String topic) {
        history.topic(room, topic);
    }

    @Override
    public void forget(RoomName room) {
        history.forget(room);
    }

    @Override
    public void prune(Instant now) {
        history.prune(now);
    }
}
