package dev.parley.integration;

import static dev.parley.chat.room.Stages.get;

import dev.parley.chat.room.Message;
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
    synchronized List<MessageHistory.AppendedDraft> append(RoomName room, List<MessageDraft> messageDrafts) {
        String epoch = get(messageHistory.open(room)).epoch();
        long head = heads.computeIfAbsent(
                room, name -> get(messageHistory.open(name)).head());
        List<MessageHistory.AppendedDraft> appendedDrafts = new ArrayList<>();
        for (MessageDraft messageDraft : messageDrafts) {
            head++;
            appendedDrafts.add(new MessageHistory.Stored(
                    new Message(
                            new Position(epoch, head),
                            Instant.EPOCH,
                            messageDraft.user().id(),
                            messageDraft.user().nickname().text(),
                            messageDraft.via(),
                            messageDraft.text(),
                            messageDraft.action(),
                            messageDraft.reference()),
                    false));
        }
        heads.put(room, head);
        executor.execute(() -> get(messageHistory.append(room, messageDrafts)));
        return appendedDrafts;
    }
}
