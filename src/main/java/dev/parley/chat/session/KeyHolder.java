package dev.parley.chat.session;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameAllocator;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Actor;
import dev.parley.chat.moderation.Bot;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.KeyRefusals;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client without a connection, as its requests show: a bot with its key, a user with a resume token, or a reader without
 * either where the server is public. Immutable; thread-safe; nothing blocks.
 */
public final class KeyHolder {

    private final ChatServer server;
    private final ClientInfo clientInfo;
    private final @Nullable String userId;
    private final @Nullable Nickname nickname;
    private final @Nullable Bot bot;

    /**
     * Creates a client.
     *
     * @param userId the id of the user; null for a reader without a key
     * @param nickname the nickname, of a user the last known one; null if there is none
     * @param bot the bot; null for any other user
     */
    KeyHolder(
            ChatServer server,
            ClientInfo clientInfo,
            @Nullable String userId,
            @Nullable Nickname nickname,
            @Nullable Bot bot) {
        this.server = server;
        this.clientInfo = clientInfo;
        this.userId = userId;
        this.nickname = nickname;
        this.bot = bot;
    }

    /** Returns the server. */
    public ChatServer chatServer() {
        return server;
    }

    /** Returns whether this is a bot. */
    public boolean isBot() {
        return bot != null;
    }

    /** Returns this client as an operator, for acts that {@link UserAction#RUN_OPERATOR_COMMAND} allows. */
    public Operator operator() {
        return new Operator(nickname == null ? clientInfo.address() : nickname.text(), userId);
    }

    /** Returns the id to which limits apply: that of the user, or the address. */
    public String limitKey() {
        return userId == null ? clientInfo.address() : userId;
    }

    /** Returns the rooms that this client may read; empty for all. */
    public Optional<List<RoomName>> rooms() {
        return Optional.ofNullable(bot).map(Bot::rooms);
    }

    /** Returns the refusal of an action that a ban or mute forbids, or that needs another right or a key. */
    public Optional<Refusal> check(UserAction action) {
        if (bot != null && server.bots().find(bot.userId()).isEmpty()) {
            return Optional.of(Refusal.loginRequired());
        }
        return server.sanctionEnforcer().check(action, Actor.of(userId, nickname, clientInfo.address()));
    }

    /** Returns why this client may not read a room, which need not exist. */
    public Optional<Refusal> checkRoom(RoomName room) {
        if (bot == null) {
            return server.roomAccess().check(room, userId == null ? "" : userId);
        }
        return bot.rooms().contains(room) ? Optional.empty() : Optional.of(KeyRefusals.otherRoom(room));
    }

    /** Finds a room that this client may read. */
    public Optional<Room> find(RoomName room) {
        return checkRoom(room).isPresent()
                ? Optional.empty()
                : server.roomRegistry().find(room);
    }

    /**
     * Sends a message, or changes one. A user who is offline has the last nickname meanwhile, unless another user has it.
     *
     * @return the result, or the refusal; never fails
     */
    public CompletionStage<RequestResult> send(Function<MessageRequests, CompletionStage<RequestResult>> request) {
        if (bot != null) {
            User user = new User(bot.userId(), bot.nickname(), clientInfo, server.now());
            return bot.writes()
                    ? request.apply(requests(user))
                    : CompletableFuture.completedFuture(refuse(user, null, KeyRefusals.readOnly()));
        } else if (userId == null || nickname == null) {
            return CompletableFuture.completedFuture(Refusal.loginRequired());
        }
        return withNickname(userId, nickname, request);
    }

    private CompletionStage<RequestResult> withNickname(
            String id, Nickname last, Function<MessageRequests, CompletionStage<RequestResult>> request) {
        String holder = server.bearerAuthenticator().newHolder();
        return server.bearerAuthenticator()
                .nicknames()
                .claim(last.text(), id, holder)
                .thenCompose(claimed -> claimed instanceof NicknameAllocator.Granted granted
                        ? request.apply(requests(new User(id, granted.claim().nickname(), clientInfo, server.now())))
                        : CompletableFuture.completedFuture(refuse(
                                new User(id, last, clientInfo, server.now()),
                                null,
                                claimed instanceof NicknameAllocator.Denied denied
                                        ? Refusal.invalidNickname(denied.problem())
                                        : Refusal.shuttingDown())))
                .exceptionally(failure -> LoginHandler.refusal("A request with a token", failure))
                .whenComplete((result, failure) ->
                        server.bearerAuthenticator().nicknames().release(id, holder));
    }

    private MessageRequests requests(User user) {
        return new MessageRequests(new Sender(user), server.limits().editWindow());
    }

    private Refusal refuse(User user, @Nullable RoomName room, Refusal refusal) {
        server.events().refused(clientInfo, user, room, refusal);
        return refusal;
    }

    /** Sends the messages of one request. */
    private final class Sender extends MessageSender {

        private final User user;

        private Sender(User user) {
            this.user = user;
        }

        @Override
        User user() {
            return user;
        }

        @Override
        ClientInfo clientInfo() {
            return clientInfo;
        }

        @Override
        ChatServer chatServer() {
            return server;
        }

        @Override
        Optional<Refusal> check(UserAction action) {
            return KeyHolder.this.check(action);
        }

        /** An operator has chosen the rooms of a bot, which are created when it publishes. */
        @Override
        Optional<Refusal> enter(RoomName room) {
            Optional<Refusal> forbidden = checkRoom(room);
            if (forbidden.isPresent() || server.roomRegistry().find(room).isPresent()) {
                return forbidden;
            } else if (bot == null) {
                return Optional.of(Refusal.noSuchRoom(room.text()));
            }
            return server.roomRegistry().open(room).isPresent()
                    ? Optional.empty()
                    : Optional.of(Refusal.roomsFull(server.limits().rooms()));
        }

        @Override
        Optional<Refusal> slowedDown() {
            return server.bearerAuthenticator().tryAcquireMessage(user.id());
        }

        @Override
        Refusal refused(@Nullable RoomName room, Refusal refusal) {
            return refuse(user, room, refusal);
        }

        /** No connection waits for the result; the rooms refuse messages that take too long. */
        @Override
        void await(CompletableFuture<RequestResult> result) {}

        @Override
        void markActive(Instant at) {
            user.markActive(at);
        }
    }
}
