package dev.parley.integration;

import static dev.parley.chat.room.Stages.get;

import dev.parley.chat.room.EntryDraft;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Implements a defect on purpose: returns before the commit, and stores later. */
final class UnflushedWrites {

    private final MessageHistory messageHistory;
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final Map<RoomName, Long> heads = new HashMap<>();

    UnflushedWrites(MessageHistory messageHistory) {
        this.messageHistory = messageHistory;
    }

    /** Appends as a history does, but before the commit. */
    synchronized List<MessageHistory.AppendedDraft> append(RoomName room, List<? extends EntryDraft> drafts) {
        String epoch = get(messageHistory.open(room)).epoch();
        long head = heads.computeIfAbsent(
                room, name -> get(messageHistory.open(name)).head());
        List<MessageHistory.AppendedDraft> appendedDrafts = new ArrayList<>();
        for (EntryDraft draft : drafts) {
            head++;
            appendedDrafts.add(new MessageHistory.Stored(
                    ((MessageDraft) draft).at(new Position(epoch, head), Instant.EPOCH, null), false));
        }
        heads.put(room, head);
        executor.execute(() -> get(messageHistory.append(room, drafts)));
        return appendedDrafts;
    }
}
