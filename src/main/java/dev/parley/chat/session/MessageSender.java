package dev.parley.chat.session;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A user who publishes messages: over a session, or by requests with a key. Thread-safe; nothing blocks. */
abstract class MessageSender {

    abstract User user();

    abstract ClientInfo clientInfo();

    abstract ChatServer chatServer();

    /** Returns the refusal of an action that a ban or mute forbids. */
    abstract Optional<Refusal> check(UserAction action);

    /** Returns why the sender cannot publish in a room, which exists otherwise. */
    abstract Optional<Refusal> enter(RoomName room);

    /** Acquires a permit for a message; returns the refusal, if any. */
    abstract Optional<Refusal> slowedDown();

    /** Reports a refusal as an event. */
    abstract Refusal refused(@Nullable RoomName room, Refusal refusal);

    /** Watches whether a request gets its result in time. */
    abstract void await(CompletableFuture<RequestResult> result);

    /** Records a message at a time. */
    abstract void markActive(Instant at);
}
