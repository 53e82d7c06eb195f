package dev.parley.chat.session;

import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.room.ChangeDraft;
import dev.parley.chat.room.ChangeRight;
import dev.parley.chat.room.DeletionDraft;
import dev.parley.chat.room.EditDraft;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Changes of messages of any user by an operator, without a limit of time or rate. Publishes the changes of other users'
 * messages as acts of the operator. Thread-safe; no method blocks.
 */
public final class OperatorMessages {

    private static final int PAGE = 200;

    private final ChatServer server;

    OperatorMessages(ChatServer server) {
        this.server = server;
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

    /** The messages that were sent under a nickname since a time, to be deleted by a user. */
    private record Search(Room room, String name, Instant since, User by) {

        boolean matches(Message message) {
            return message.name().equalsIgnoreCase(name)
                    && !message.isDeleted()
                    && !message.at().isBefore(since);
        }

        ChangeDraft deletion(Message message) {
            return OperatorMessages.deletion(message.position().seq(), by);
        }
    }

    /**
     * Replaces the text of a message.
     *
     * @param target the sequence number of the message
     * @param by the user whose nickname the change shows
     * @param operator the operator whom the log names
     */
    public CompletionStage<RequestResult> edit(RoomName room, long target, String text, User by, Operator operator) {
        return publish(
                room, new EditDraft(by, by.clientInfo().via(), target, text, ChangeRight.OPERATOR, null), operator);
    }

    /** Removes the text of a message. */
    public CompletionStage<RequestResult> delete(RoomName room, long target, User by, Operator operator) {
        return publish(room, deletion(target, by), operator);
    }

    private static ChangeDraft deletion(long target, User by) {
        return new DeletionDraft(by, by.clientInfo().via(), target, ChangeRight.OPERATOR, null);
    }

    private CompletionStage<RequestResult> publish(RoomName room, ChangeDraft draft, Operator operator) {
        return server.roomRegistry()
                .find(room)
                .map(found -> publish(found, draft, operator))
                .orElseGet(() -> CompletableFuture.completedFuture(Refusal.noSuchRoom(room.text())));
    }

    /** Publishes a change, and the act of the operator if the message is that of another user. */
    CompletionStage<RequestResult> publish(Room room, ChangeDraft draft, Operator operator) {
        return room.publish(draft).thenApply(result -> {
            if (!(result instanceof Refusal)) {
                String act = draft instanceof EditDraft ? "edited " : "deleted ";
                room.lastBefore(draft.target() + 1, 1)
                        .exceptionally(failure -> List.of())
                        .thenAccept(found -> publishAct(room, act, found, operator));
            }
            return result;
        });
    }

    private void publishAct(Room room, String act, List<Message> found, Operator operator) {
        if (found.isEmpty()) {
            server.operators().publishAct(operator, act + "a message in " + room.name() + ".");
        } else if (!found.get(0).person().equals(operator.userId())) {
            server.operators()
                    .publishAct(operator, act + "a message of " + found.get(0).name() + " in " + room.name() + ".");
        }
    }

    /**
     * Removes the texts of all messages in a room that were sent under a nickname since a time, the latest first.
     *
     * @return fails if the messages cannot be read
     */
    public CompletionStage<Deletions> deleteSince(
            RoomName room, String name, Instant since, User by, Operator operator) {
        Deletions none = new Deletions(0, List.of());
        return server.roomRegistry()
                .find(room)
                .map(found -> deletePage(new Search(found, name, since, by), Long.MAX_VALUE, none)
                        .thenApply(deletions -> {
                            if (deletions.deleted() > 0) {
                                server.operators().publishAct(operator, describe(deletions, name, room));
                            }
                            return deletions;
                        }))
                .orElseGet(() ->
                        CompletableFuture.completedFuture(new Deletions(0, List.of(Refusal.noSuchRoom(room.text())))));
    }

    private static String describe(Deletions deletions, String name, RoomName room) {
        return "deleted " + (deletions.deleted() == 1 ? "1 message" : deletions.deleted() + " messages") + " of " + name
                + " in " + room + ".";
    }

    private static CompletionStage<Deletions> deletePage(Search search, long before, Deletions soFar) {
        Room room = search.room();
        return room.lastBefore(before, PAGE).thenCompose(messages -> {
            CompletionStage<Deletions> deletions = CompletableFuture.completedFuture(soFar);
            for (Message message : messages) {
                if (search.matches(message)) {
                    deletions = deletions.thenCombine(room.publish(search.deletion(message)), Deletions::plus);
                }
            }
            boolean isLast = messages.size() < PAGE || messages.get(0).at().isBefore(search.since());
            return isLast
                    ? deletions
                    : deletions.thenCompose(done ->
                            deletePage(search, messages.get(0).position().seq(), done));
        });
    }
}
