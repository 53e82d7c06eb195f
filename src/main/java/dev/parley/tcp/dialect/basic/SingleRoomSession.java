package dev.parley.tcp.dialect.basic;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.command.CommandRegistry;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.TcpConnection;
import dev.parley.text.RoomName;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a dialect whose user is in one room at a time. The dialect decodes the input and passes it to {@link
 * #login} and {@link #publish}; it overrides how output is written where it differs. Confined to the connection's event
 * loop.
 */
public abstract class SingleRoomSession implements DialectSession {

    private static final int MAX_PENDING_BYTES = 64 * 1024;

    /** The time for which reactions are collected. */
    private static final Duration GATHERING = Duration.ofSeconds(2);

    private static final String PASSWORD_REQUIRED =
            "This server requires a password, which this client cannot send." + " Use the web page, nc or parley join.";

    /** The connection. */
    protected final TcpConnection connection;

    private final DialectContext context;

    /** By room; holds two entries while the user changes rooms. */
    private final Map<RoomName, ReplayState> replayStates = new HashMap<>();

    private boolean isFirstRoom = true;
    private boolean reactionsDue;
    private @Nullable CursorState lastCursor;
    private @Nullable CurrentRoom currentRoom;
    private String requestedName = "";
    private final ClientText clientText = new ClientText();

    /** Creates the state of a connection, whose user may have logged in before the dialect was detected. */
    @SuppressWarnings("this-escape") // the room keeps the reference, and uses it after the subclass is initialized
    protected SingleRoomSession(DialectContext context, TcpConnection connection) {
        this.context = context;
        this.connection = connection;
        Session session = connection.session();
        if (session != null) {
            currentRoom = currentRoom(session);
        }
    }

    /** The encoder of a cursor and its state; cached because a lookup per delivery is measurable with 1,000 clients. */
    private record CursorState(Cursor cursor, ReplayState replayState, RoomEventEncoder encoder) {}

    private CurrentRoom currentRoom(Session session) {
        int replay = Math.min(context.replay(), connection.chatServer().limits().replay());
        return new CurrentRoom(this, session, replay);
    }

    /** Called when the user has left a room for another one. */
    final void onLeft(RoomName room) {
        replayStates.remove(room);
        lastCursor = null;
    }

    /** Moves the user of a removed room to the lobby. Reads are held meanwhile. */
    @Override
    public void onRoomRemoved(RoomName room) {
        CurrentRoom current = currentRoom;
        if (current != null && current.room().equals(room) && !connection.isClosed()) {
            onLeft(room);
            sendNotice("The operator removed the room " + room + ". You are back in the lobby.");
            joinLobby(current);
        }
    }

    private void joinLobby(CurrentRoom current) {
        connection.await(current.joinFirst(), joinResult -> {
            Duration wait = joinResult instanceof Refusal refusal ? refusal.retryAfter() : null;
            if (wait != null) {
                connection.pauseReads(wait, () -> joinLobby(current));
            } else if (joinResult instanceof Refusal refusal) {
                disconnect(CloseCause.CLOSED, refusal.sentence());
            }
        });
    }

    /** Returns whether the user is logged in. */
    protected final boolean isLoggedIn() {
        return currentRoom != null;
    }

    /**
     * Logs in with the free nickname nearest to the given one and notifies the user if it differs. Reads are held
     * meanwhile. If the login is refused, sends the reason and closes the connection.
     *
     * @param name the nickname as received
     * @param onJoined runs once the user has joined the lobby
     */
    protected final void login(String name, Runnable onJoined) {
        requestedName = name.strip();
        if (context.serverPassword().isRequired()) {
            disconnect(CloseCause.CLOSED, PASSWORD_REQUIRED);
            return;
        }
        LoginRequest request =
                LoginRequest.autoNamed(name, connection.clientInfo(context.dialect()), context.maxNicknameLength());
        connection.login(request, result -> {
            if (result instanceof LoginResult.LoggedIn in) {
                String given = in.session().user().nickname().text();
                if (!given.equals(name.strip())) {
                    sendNotice("That nickname is taken or not allowed. You are now " + given + ".");
                }
                start(in.session(), onJoined);
            } else if (result instanceof LoginResult.Refused refused) {
                disconnect(CloseCause.CLOSED, refused.refusal().sentence());
            }
        });
    }

    /**
     * Joins the lobby with a new session. If that is refused, sends the reason and closes the connection.
     *
     * @param onJoined runs once the user has joined the lobby
     */
    protected final void start(Session session, Runnable onJoined) {
        CurrentRoom room = currentRoom(session);
        currentRoom = room;
        connection.await(
                session.subscribeDirect(new ReplayFrom.Last(DirectMessageStore.MAX_REPLAY)),
                refusal -> refusal.ifPresent(why -> disconnect(CloseCause.CLOSED, why.sentence())));
        connection.await(room.joinFirst(), joinResult -> {
            if (joinResult instanceof Refusal refusal) {
                disconnect(CloseCause.CLOSED, refusal.sentence());
            } else {
                reportFallback();
                onJoined.run();
            }
        });
    }

    /**
     * Publishes a message to the current room or runs a command. Reads are held meanwhile. Has no effect before the
     * login.
     *
     * @param then runs when the input has been processed
     */
    protected final void publish(String typed, Runnable then) {
        CurrentRoom room = currentRoom;
        if (room == null || typed.isBlank()) {
            then.run();
            return;
        }
        reportFallback();
        Duration wait = room.session().nextMessageDelay();
        if (!wait.isZero()) {
            // Pausing reads, instead of refusing, keeps all lines of pasted or piped input.
            connection.pauseReads(wait, () -> publish(typed, then));
        } else if (CommandRegistry.isCommand(typed)) {
            connection.await(context.commandRegistry().run(room, typed), reply -> {
                if (!reply.lines().isEmpty()) {
                    send(List.of(format().answer(reply.lines())));
                }
                then.run();
            });
        } else {
            String text = CommandRegistry.literal(typed);
            post(room, context.truncates() ? truncate(text) : text, then);
        }
    }

    private String truncate(String text) {
        int maxLength = Math.min(connection.chatServer().limits().messageLength(), context.maxMessageLength());
        String message = text.strip();
        if (message.codePointCount(0, message.length()) <= maxLength) {
            return message;
        }
        sendNotice("Your message was too long. Only the first " + maxLength + " characters were sent.");
        return message.substring(0, message.offsetByCodePoints(0, maxLength));
    }

    private void post(CurrentRoom room, String text, Runnable then) {
        connection.await(
                room.session().publish(room.room(), text, false, null), result -> onResult(room, text, result, then));
    }

    private void onResult(CurrentRoom room, String text, RequestResult result, Runnable then) {
        Duration wait = result instanceof Refusal refusal ? refusal.retryAfter() : null;
        if (wait != null) {
            connection.pauseReads(wait, () -> post(room, text, then));
            return;
        }
        if (result instanceof Refusal refusal) {
            sendNotice(refusal.sentence());
        }
        then.run();
    }

    /** Returns the decoder of the text of this client. */
    protected final ClientText clientText() {
        return clientText;
    }

    private void reportFallback() {
        if (clientText.consumeFallback()) {
            sendNotice(
                    "Your client sends text that is not UTF-8. The server reads it as Windows-1252 and sends UTF-8.");
        }
    }

    /** Sets the nickname that the client requested, which it may put in front of its messages. */
    protected final void setRequestedName(String name) {
        requestedName = name;
    }

    /** Returns a message of this client without its own name in front, as requested or as assigned. */
    protected final String withoutOwnName(String message) {
        CurrentRoom room = currentRoom;
        return room == null
                ? message
                : SenderPrefix.remove(
                        message,
                        List.of(requestedName, room.session().user().nickname().text()));
    }

    /** Returns the encoders in the format of this connection. */
    protected RoomEncoders encoders() {
        return context.encoders();
    }

    /** Returns the format of this connection. */
    protected final EventFormat format() {
        return encoders().format();
    }

    /** Sends encoded lines, at least one, in order with all other output. */
    protected void send(List<byte[]> lines) {
        connection.send(concatenate(lines));
    }

    /**
     * Closes the connection.
     *
     * @param sentence the server's last notice; null if the user has quit
     */
    protected void disconnect(CloseCause cause, @Nullable String sentence) {
        connection.close(
                cause,
                format().notice(sentence == null ? DisconnectReason.quit().sentence() : sentence));
    }

    @Override
    public byte @Nullable [] encode(DisconnectReason reason) {
        return format().notice(reason.sentence());
    }

    @Override
    public int maxPendingBytes() {
        return MAX_PENDING_BYTES;
    }

    /** Closes the connection; an incomplete last message is dropped. */
    @Override
    public void onInputClosed() {
        connection.close(CloseCause.CLOSED, null);
    }

    private void sendNotice(String sentence) {
        send(List.of(format().notice(sentence)));
    }

    /** Returns the lines of an event, which may be none. */
    protected final List<byte[]> encodeLines(Cursor cursor, Delivery delivery) {
        CurrentRoom current = currentRoom;
        if (current == null) {
            return List.of();
        }
        CursorState state = lastCursor;
        if (state == null || state.cursor() != cursor) {
            state = new CursorState(
                    cursor,
                    replayStates.computeIfAbsent(cursor.room().name(), name -> replayState(current)),
                    encoders().encoder(cursor.room()));
            lastCursor = state;
        }
        List<byte[]> lines = state.replayState().encode(delivery, state.encoder());
        if (state.replayState().hasReactions() && !reactionsDue) {
            reactionsDue = true;
            Future<?> unused = connection.schedule(GATHERING, this::sendReactions);
        }
        return lines;
    }

    /** Sends the reactions of some seconds together. */
    private void sendReactions() {
        reactionsDue = false;
        CursorState state = lastCursor;
        if (state != null && !connection.isClosed()) {
            List<byte[]> lines = state.replayState().takeReactions(state.encoder());
            if (!lines.isEmpty()) {
                send(lines);
            }
        }
    }

    private ReplayState replayState(CurrentRoom current) {
        boolean first = isFirstRoom;
        isFirstRoom = false;
        return new ReplayState(current.session().user(), first);
    }

    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        List<byte[]> lines = encodeLines(cursor, delivery);
        return lines.isEmpty() ? null : concatenate(lines);
    }

    /** Returns the lines in one array. Does not copy a single line, which other connections receive as well. */
    private static byte[] concatenate(List<byte[]> lines) {
        if (lines.size() == 1) {
            return lines.get(0);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        lines.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** Uses the {@link #encoders encoders} of the connection from now on, which have changed. */
    protected final void onEncodersChanged() {
        lastCursor = null;
    }

    /** Sends a direct message to its recipient; the sender gets no echo. */
    @Override
    public final void onDirectMessage(DirectMessage message) {
        CurrentRoom current = currentRoom;
        if (current != null
                && message.recipientId().equals(current.session().user().id())) {
            send(List.of(format().direct(message)));
        }
    }

    /** Returns the number of users in the current room. */
    protected final int userCount() {
        return currentRoom == null ? 0 : currentRoom.userCount();
    }
}
