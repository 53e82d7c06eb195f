package dev.parley.chat.session;

import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.ChangeRight;
import dev.parley.chat.room.DeletionDraft;
import dev.parley.chat.room.EditDraft;
import dev.parley.chat.room.Emoji;
import dev.parley.chat.room.EntryDraft;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.ReactionDraft;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one session to its rooms, and the changes of published messages. All are limited in rate together, and
 * no method fails. Thread-safe.
 */
public final class MessageRequests {

    private final Session session;
    private final User user;
    private final String via;
    private final Duration editWindow;

    MessageRequests(Session session, Duration editWindow) {
        this.session = session;
        this.user = session.user();
        this.via = session.clientInfo().via();
        this.editWindow = editWindow;
    }

    /**
     * Publishes a message in a room of the session.
     *
     * @param replyTo the sequence number of the message that it replies to; null for none
     */
    public CompletionStage<RequestResult> publish(
            RoomName room, String text, boolean action, @Nullable Reference reference, @Nullable Long replyTo) {
        return submit(UserAction.PUBLISH, room, () -> new MessageDraft(user, via, text, action, reference, replyTo));
    }

    /** Replaces the text of a message of this user. */
    public CompletionStage<RequestResult> edit(RoomName room, long target, String text, @Nullable Reference reference) {
        return submit(UserAction.EDIT_MESSAGE, room, () -> new EditDraft(user, via, target, text, right(), reference));
    }

    /** Removes the text of a message of this user. */
    public CompletionStage<RequestResult> delete(RoomName room, long target, @Nullable Reference reference) {
        return submit(UserAction.DELETE_MESSAGE, room, () -> new DeletionDraft(user, via, target, right(), reference));
    }

    /**
     * Adds an emoji to a message, or removes it.
     *
     * @return an {@link dev.parley.chat.room.Acknowledgement} if that changes nothing
     */
    public CompletionStage<RequestResult> react(
            RoomName room, long target, String emoji, boolean removes, @Nullable Reference reference) {
        Optional<String> canonical = Emoji.parse(emoji);
        if (canonical.isEmpty()) {
            return CompletableFuture.completedFuture(session.refused(room, Refusal.emojiInvalid()));
        }
        return submit(
                UserAction.REACT,
                room,
                () -> new ReactionDraft(user, via, target, canonical.get(), removes, reference));
    }

    /** Returns the right to change the own messages of the edit window. */
    private ChangeRight right() {
        return ChangeRight.ofAuthor(session.chatServer().now().minus(editWindow));
    }

    private CompletionStage<RequestResult> submit(UserAction action, RoomName name, Supplier<EntryDraft> draft) {
        Optional<Room> room =
                session.isIn(name) ? session.chatServer().roomRegistry().find(name) : Optional.empty();
        Optional<Refusal> refusal = session.check(action)
                .or(() -> room.isEmpty() ? Optional.of(Refusal.notInRoom(name)) : session.slowedDown())
                .or(() -> isWindowClosed(action) ? Optional.of(Refusal.tooLate()) : Optional.empty());
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(session.refused(name, refusal.get()));
        }
        session.markActive(session.chatServer().now());
        CompletableFuture<RequestResult> result = room.orElseThrow()
                .publish(draft.get())
                .thenApply(come -> come instanceof Refusal later ? session.refused(name, later) : come)
                .toCompletableFuture();
        session.await(result);
        return result;
    }

    private boolean isWindowClosed(UserAction action) {
        return editWindow.isZero() && (action == UserAction.EDIT_MESSAGE || action == UserAction.DELETE_MESSAGE);
    }
}
