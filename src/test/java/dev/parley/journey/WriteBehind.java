package dev.parley.journey;

import dev.parley.room.Draft;
import dev.parley.room.History;
import dev.parley.room.Message;
import dev.parley.room.Position;
import dev.parley.room.RoomName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What must not be done: answers before the commit, and stores when it gets to it. */
final class WriteBehind {

    private final History history;
    private final ExecutorService later = Executors.newSingleThreadExecutor();
    private final Map<RoomName, Long> heads = new HashMap<>();

    WriteBehind(History history) {
        this.history = history;
    }

    /** Appends like a history, but for the promise. */
    synchronized List<History.Entry> append(RoomName room, List<Draft> drafts) {
        String epoch = history.open(room).epoch();
        long head = heads.computeIfAbsent(room, name -> history.open(name).head());
        List<History.Entry> entries = new ArrayList<>();
        for (Draft draft : drafts) {
            head++;
            entries.add(new History.Stored(
                    new Message(
                            new Position(epoch, head),
                            Instant.EPOCH,
                            draft.user().id(),
                            draft.user().nickname().text(),
                            draft.user().clientInfo().via(),
                            draft.text(),
                            draft.action(),
                            draft.reference()),
                    false));
        }
        heads.put(room, head);
        later.execute(() -> history.append(room, drafts));
        return entries;
    }
}
