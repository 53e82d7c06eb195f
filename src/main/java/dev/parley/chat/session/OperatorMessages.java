package dev.parley.chat.session;

import dev.parley.chat.identity.User;
import dev.parley.chat.room.ChangeRight;
import dev.parley.chat.room.DeletionDraft;
import dev.parley.chat.room.EditDraft;
import dev.parley.chat.room.EntryDraft;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomRegistry;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Changes of messages of any user by an operator, without a limit of time or rate. Thread-safe; no method blocks. */
public final class OperatorMessages {

    private static final int PAGE = 200;

    private final RoomRegistry rooms;

    OperatorMessages(RoomRegistry rooms) {
        this.rooms = rooms;
    }

    /**
     * The result of the deletion of several messages.
     *
     * @param deleted the number of deleted messages
     * @param refused the refusals of the others
     */
    public record Deletions(int deleted, List<Refusal> refused) {
        /** Copies the refusals. */
        public Deletions {
            refused = List.copyOf(refused);
        }

        private Deletions plus(RequestResult result) {
            if (!(result instanceof Refusal refusal)) {
                return new Deletions(deleted + 1, refused);
            }
            List<Refusal> all = new ArrayList<>(refused);
            all.add(refusal);
            return new Deletions(deleted, all);
        }
    }

    /**
     * Replaces the text of a message.
     *
     * @param target the sequence number of the message
     * @param by the operator, whose nickname the change shows
     */
    public CompletionStage<RequestResult> edit(RoomName room, long target, String text, User by) {
        return submit(room, new EditDraft(by, by.clientInfo().via(), target, text, ChangeRight.OPERATOR, null));
    }

    /** Removes the text of a message. */
    public CompletionStage<RequestResult> delete(RoomName room, long target, User by) {
        return submit(room, deletion(target, by));
    }

    private static EntryDraft deletion(long target, User by) {
        return new DeletionDraft(by, by.clientInfo().via(), target, ChangeRight.OPERATOR, null);
    }

    private CompletionStage<RequestResult> submit(RoomName room, EntryDraft draft) {
        return rooms.find(room)
                .map(found -> found.publish(draft))
                .orElseGet(() -> CompletableFuture.completedFuture(Refusal.noSuchRoom(room.text())));
    }

    /**
     * Removes the texts of all messages in a room that were sent under a nickname since a time, the latest first.
     *
     * @return fails if the messages cannot be read
     */
    public CompletionStage<Deletions> deleteSince(RoomName room, String name, Instant since, User by) {
        Predicate<Message> matches = message -> message.name().equalsIgnoreCase(name)
                && !message.isDeleted()
                && !message.at().isBefore(since);
        return rooms.find(room)
                .map(found -> deletePage(found, Long.MAX_VALUE, since, matches, by, new Deletions(0, List.of())))
                .orElseGet(() ->
                        CompletableFuture.completedFuture(new Deletions(0, List.of(Refusal.noSuchRoom(room.text())))));
    }

    private CompletionStage<Deletions> deletePage(
            Room room, long before, Instant since, Predicate<Message> matches, User by, Deletions soFar) {
        return room.lastBefore(before, PAGE).thenCompose(messages -> {
            CompletionStage<Deletions> deletions = CompletableFuture.completedFuture(soFar);
            for (Message message : messages) {
                if (matches.test(message)) {
                    CompletionStage<RequestResult> deleted =
                            room.publish(deletion(message.position().seq(), by));
                    deletions = deletions.thenCombine(deleted, Deletions::plus);
                }
            }
            boolean isLast = messages.size() < PAGE || messages.get(0).at().isBefore(since);
            return isLast
                    ? deletions
                    : deletions.thenCompose(
                            done -> deletePage(room, messages.get(0).position().seq(), since, matches, by, done));
        });
    }
}
