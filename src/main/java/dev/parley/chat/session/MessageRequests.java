package dev.parley.chat.session;

import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Acknowledgement;
import dev.parley.chat.room.ChangeDraft;
import dev.parley.chat.room.ChangeRight;
import dev.parley.chat.room.DeletionDraft;
import dev.parley.chat.room.EditDraft;
import dev.parley.chat.room.Emoji;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.ReactionDraft;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomAttributes;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one sender to rooms, and the changes of published messages. All are limited in rate together, and
 * no method fails. Thread-safe.
 */
public final class MessageRequests {

    private final MessageSender sender;
    private final User user;
    private final String via;
    private final Duration editWindow;

    MessageRequests(MessageSender sender, Duration editWindow) {
        this.sender = sender;
        this.user = sender.user();
        this.via = sender.clientInfo().via();
        this.editWindow = editWindow;
    }

    /**
     * Publishes a message in a room of the sender.
     *
     * @param replyTo the sequence number of the message that it replies to; null for none
     */
    public CompletionStage<RequestResult> publish(
            RoomName room, String text, boolean action, @Nullable Reference reference, @Nullable Long replyTo) {
        return submit(
                UserAction.PUBLISH,
                room,
                found -> found.publish(new MessageDraft(user, via, text, action, reference, replyTo)));
    }

    /** Replaces the text of a message: of this user, or of any user if this one is an operator. */
    public CompletionStage<RequestResult> edit(RoomName room, long target, String text, @Nullable Reference reference) {
        return submit(
                UserAction.EDIT_MESSAGE,
                room,
                found -> change(found, new EditDraft(user, via, target, text, right(), reference)));
    }

    /** Removes the text of a message: of this user, or of any user if this one is an operator. */
    public CompletionStage<RequestResult> delete(RoomName room, long target, @Nullable Reference reference) {
        return submit(
                UserAction.DELETE_MESSAGE,
                room,
                found -> change(found, new DeletionDraft(user, via, target, right(), reference)));
    }

    /**
     * Adds an emoji to a message, or removes it.
     *
     * @return an {@link dev.parley.chat.room.Acknowledgement} if that changes nothing
     */
    public CompletionStage<RequestResult> react(
            RoomName room, long target, String emoji, boolean removes, @Nullable Reference reference) {
        return react(
                room,
                emoji,
                (found, valid) -> found.publish(new ReactionDraft(user, via, target, valid, removes, reference)));
    }

    /** Adds an emoji to a message, or removes it if this user has added it before. Counts as 1 request. */
    public CompletionStage<RequestResult> toggleReaction(RoomName room, long target, String emoji) {
        return react(
                room,
                emoji,
                (found, valid) -> found.publish(new ReactionDraft(user, via, target, valid, false, null))
                        .thenCompose(result -> result instanceof Acknowledgement
                                ? found.publish(new ReactionDraft(user, via, target, valid, true, null))
                                : CompletableFuture.completedFuture(result)));
    }

    private CompletionStage<RequestResult> react(
            RoomName room, String emoji, BiFunction<Room, String, CompletionStage<RequestResult>> request) {
        return Emoji.parse(emoji)
                .map(valid -> submit(UserAction.REACT, room, found -> request.apply(found, valid)))
                .orElseGet(() -> CompletableFuture.completedFuture(sender.refused(room, Refusal.emojiInvalid())));
    }

    /** Returns the right of an operator, or the right to change the own messages of the edit window. */
    private ChangeRight right() {
        return isOperator()
                ? ChangeRight.OPERATOR
                : ChangeRight.ofAuthor(sender.chatServer().now().minus(editWindow));
    }

    private boolean isOperator() {
        return sender.chatServer().operators().isOperator(user);
    }

    private CompletionStage<RequestResult> change(Room room, ChangeDraft draft) {
        return isOperator()
                ? sender.chatServer().operatorMessages().publish(room, draft, Operator.of(user))
                : room.publish(draft);
    }

    private CompletionStage<RequestResult> submit(
            UserAction action, RoomName name, Function<Room, CompletionStage<RequestResult>> request) {
        Optional<Refusal> outside = sender.check(action).or(() -> sender.enter(name));
        Optional<Room> room = outside.isPresent()
                ? Optional.empty()
                : sender.chatServer().roomRegistry().find(name);
        Optional<Refusal> refusal = outside.or(
                        () -> room.isEmpty() ? Optional.of(Refusal.notInRoom(name)) : Optional.empty())
                .or(() -> isWindowClosed(action) ? Optional.of(Refusal.tooLate()) : Optional.empty())
                .or(() -> checkSettings(room.orElseThrow().attributes()));
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(sender.refused(name, refusal.get()));
        }
        sender.markActive(sender.chatServer().now());
        CompletableFuture<RequestResult> result = request.apply(room.orElseThrow())
                .thenApply(come -> come instanceof Refusal later ? sender.refused(name, later) : come)
                .toCompletableFuture();
        sender.await(result);
        return result;
    }

    /** Returns the refusal by the lock of a room, by the rate limit or by the slow mode, for all requests alike. */
    private Optional<Refusal> checkSettings(RoomAttributes room) {
        return (room.settings().locked() ? sender.check(UserAction.PUBLISH_IN_LOCKED_ROOM) : Optional.<Refusal>empty())
                .or(sender::slowedDown)
                .or(() -> isOperator() ? Optional.empty() : room.checkSlowMode(user));
    }

    private boolean isWindowClosed(UserAction action) {
        return editWindow.isZero()
                && !isOperator()
                && (action == UserAction.EDIT_MESSAGE || action == UserAction.DELETE_MESSAGE);
    }
}
