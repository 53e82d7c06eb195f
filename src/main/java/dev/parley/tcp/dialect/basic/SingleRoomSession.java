package dev.parley.tcp.dialect.basic;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.tcp.CurrentRoom;
import dev.parley.tcp.TcpConnection;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A logged-in user in one room at a time, for clients that cannot be prompted: joining another room leaves the
 * previous one. Confined to the connection's event loop.
 */
public final class SingleRoomSession implements CommandSender {

    private static final String PASSWORD_REQUIRED =
            "This server requires a password, which this client cannot send." + " Use the web page, nc or parley join.";

    private final DialectContext context;
    private final TcpConnection connection;
    private final ReplyWriter replies;
    private final Session session;

    /** By room; holds two entries while the user changes rooms. */
    private final Map<RoomName, BasicReplayState> replayStates = new HashMap<>();

    private final CurrentRoom currentRoom;

    private SingleRoomSession(DialectContext context, TcpConnection connection, ReplyWriter replies, Session session) {
        this.context = context;
        this.connection = connection;
        this.replies = replies;
        this.session = session;
        int replay = Math.min(context.replay(), connection.chatServer().limits().replay());
        this.currentRoom = new CurrentRoom(connection, session, RoomName.LOBBY, replay, replayStates::remove);
    }

    /**
     * Logs in with the free nickname nearest to the given one and notifies the user if it differs. Reads are held
     * meanwhile. If the login is refused, sends the reason and closes the connection.
     *
     * @param name the nickname as received
     * @param then receives the session before anything is sent
     * @param onJoined runs once the user has joined the lobby
     */
    public static void start(
            DialectContext context,
            TcpConnection connection,
            ReplyWriter replies,
            String name,
            Consumer<? super SingleRoomSession> then,
            Runnable onJoined) {
        if (context.serverPassword().isRequired()) {
            replies.disconnect(CloseCause.CLOSED, PASSWORD_REQUIRED);
            return;
        }
        LoginRequest request =
                LoginRequest.autoNamed(name, connection.clientInfo(context.dialect()), context.maxNicknameLength());
        connection.login(request, result -> {
            if (result instanceof LoginResult.LoggedIn in) {
                SingleRoomSession roomSession = new SingleRoomSession(context, connection, replies, in.session());
                then.accept(roomSession);
                roomSession.join(name, onJoined);
            } else {
                replies.disconnect(CloseCause.CLOSED, reason(result));
            }
        });
    }

    private static @Nullable String reason(LoginResult result) {
        return result instanceof LoginResult.Refused refused ? refused.refusal().sentence() : null;
    }

    private void join(String requestedName, Runnable onJoined) {
        String name = session.user().nickname().text();
        if (!name.equals(requestedName.strip())) {
            replies.send(
                    PrefixedLineEncoder.SERVER, "That nickname is taken or not allowed. You are now " + name + ".");
        }
        connection.await(currentRoom.joinFirst(), joinResult -> {
            if (joinResult instanceof Refusal refusal) {
                replies.disconnect(CloseCause.CLOSED, refusal.sentence());
            } else {
                onJoined.run();
            }
        });
    }

    /**
     * Publishes a message to the current room or runs a command. Truncates a message that is too long and notifies the
     * user. Reads are held meanwhile.
     *
     * @param then runs when the input has been processed
     */
    public void publish(String typed, Runnable then) {
        if (typed.isBlank()) {
            then.run();
            return;
        }
        Duration wait = session.nextMessageDelay();
        if (!wait.isZero()) {
            // Pausing reads, instead of refusing, keeps all lines of pasted or piped input.
            connection.pauseReads(wait, () -> publish(typed, then));
        } else if (CommandRegistry.isCommand(typed)) {
            connection.await(context.commandRegistry().run(this, typed), reply -> {
                sendNotices(String.join("\n", reply.lines()));
                then.run();
            });
        } else {
            post(truncate(CommandRegistry.literal(typed)), then);
        }
    }

    private String truncate(String text) {
        int maxLength = Math.min(connection.chatServer().limits().messageLength(), context.maxMessageLength());
        String message = text.strip();
        if (message.codePointCount(0, message.length()) <= maxLength) {
            return message;
        }
        sendNotices("Your message was too long. Only the first " + maxLength + " characters were sent.");
        return message.substring(0, message.offsetByCodePoints(0, maxLength));
    }

    private void post(String text, Runnable then) {
        connection.await(
                session.publish(currentRoom.room(), text, false, null), result -> onResult(text, result, then));
    }

    private void onResult(String text, RequestResult result, Runnable then) {
        Duration wait = result instanceof Refusal refusal ? refusal.retryAfter() : null;
        if (wait != null) {
            connection.pauseReads(wait, () -> post(text, then));
            return;
        }
        if (result instanceof Refusal refusal) {
            sendNotices(refusal.sentence());
        }
        then.run();
    }

    private void sendNotices(String sentence) {
        if (!sentence.isEmpty()) {
            replies.send(PrefixedLineEncoder.SERVER, sentence);
        }
    }

    /** Returns the encoded event of a room. */
    public <T> List<T> onDelivery(Cursor cursor, Delivery delivery, PrefixedLineEncoder<T> encoder) {
        return replayStates
                .computeIfAbsent(cursor.room().name(), name -> new BasicReplayState(session.user()))
                .encode(delivery, encoder);
    }

    /** Sends a direct message to its recipient; the sender gets no echo. */
    public void onDelivery(DirectMessage message) {
        if (message.to().equals(session.user().nickname().text())) {
            replies.send(message.from(), "(to you) " + message.text());
        }
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public RoomName room() {
        return currentRoom.room();
    }

    /** Returns the number of users in the current room. */
    public int userCount() {
        return session.chatServer()
                .roomRegistry()
                .find(currentRoom.room())
                .map(found -> found.summary().people())
                .orElse(1);
    }

    @Override
    public CompletionStage<List<String>> join(RoomName wanted) {
        return currentRoom.join(wanted);
    }

    @Override
    public CompletionStage<List<String>> leave(RoomName left) {
        return currentRoom.leave(left);
    }

    @Override
    public CompletionStage<List<String>> last(int messages) {
        return currentRoom.last(
                messages,
                (room, found) ->
                        found.forEach(message -> replies.send(message.name(), PrefixedLineEncoder.text(message))));
    }

    @Override
    public void quit() {
        replies.disconnect(CloseCause.QUIT, null);
    }
}
