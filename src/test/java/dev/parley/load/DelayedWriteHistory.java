package dev.parley.load;

import static dev.parley.chat.room.Stages.get;

import dev.parley.chat.room.EntryDraft;
import dev.parley.chat.room.ForwardingHistory;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Implements a defect on purpose: reports messages as stored, and stores them a little later. */
public final class DelayedWriteHistory extends ForwardingHistory {

    private static final Duration LATER = Duration.ofMillis(100);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final Map<RoomName, Bounds> boundsByRoom = new HashMap<>(); // guarded by this

    /** Creates a history that delays the writes to this one. */
    public DelayedWriteHistory(MessageHistory messageHistory) {
        super(messageHistory);
    }

    @Override
    public synchronized CompletionStage<List<AppendedDraft>> append(RoomName room, List<? extends EntryDraft> drafts) {
        Bounds bounds = boundsByRoom.computeIfAbsent(room, name -> get(open(name)));
        long head = bounds.head();
        List<AppendedDraft> appendedDrafts = new ArrayList<>();
        for (EntryDraft draft : drafts) {
            head++;
            appendedDrafts.add(new Stored(
                    ((MessageDraft) draft).at(new Position(bounds.epoch(), head), Instant.now(), null), false));
        }
        boundsByRoom.put(room, new Bounds(bounds.epoch(), bounds.oldest(), head, bounds.topic()));
        ScheduledFuture<?> unused =
                executor.schedule(() -> super.append(room, drafts), LATER.toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.completedFuture(appendedDrafts);
    }
}
