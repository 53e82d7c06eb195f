package dev.parley.tcp.dialect.line;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.Session;
import dev.parley.command.CommandSender;
import dev.parley.tcp.CurrentRoom;
import dev.parley.tcp.TcpConnection;
import dev.parley.text.RoomName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A logged-in user in one room at a time: joining another room leaves the previous one. Confined to the connection's
 * event loop.
 */
final class LineRoomSession implements CommandSender {

    private final LineDialect dialect;
    private final TcpConnection connection;
    private final Session session;
    private final Runnable quit;

    /** By room; holds two entries while the user changes rooms. */
    private final Map<RoomName, ReplayState> replayStates = new HashMap<>();

    /** The cursor of the last event, cached because a lookup per delivery is measurable with 1,000 clients. */
    private @Nullable Cursor lastCursor;

    private @Nullable ReplayState lastReplayState;

    private final CurrentRoom currentRoom;
    private boolean hintSent;

    LineRoomSession(LineDialect dialect, TcpConnection connection, Session session, Runnable quit) {
        this.dialect = dialect;
        this.connection = connection;
        this.session = session;
        this.quit = quit;
        // After a change of dialect the session is in a room already; a new one starts in the lobby.
        RoomName room = session.rooms().stream().findFirst().orElse(RoomName.LOBBY);
        this.currentRoom = new CurrentRoom(
                connection, session, room, connection.chatServer().limits().replay(), this::onLeft);
    }

    /** Joins the lobby. */
    void start() {
        connection.await(currentRoom.joinFirst(), joinResult -> {
            if (joinResult instanceof Refusal refusal) {
                connection.send(LineFormat.bytes(LineFormat.notice(refusal.sentence())));
                quit.run();
            }
        });
    }

    CompletionStage<RequestResult> publish(String text) {
        return session.publish(currentRoom.room(), text, false, null);
    }

    /** Returns the encoded event; null to send nothing. */
    byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        ReplayState state = lastReplayState;
        if (state == null || cursor != lastCursor) {
            state = replayStates.computeIfAbsent(cursor.room().name(), name -> replayState(cursor.room()));
            lastCursor = cursor;
            lastReplayState = state;
        }
        return state.encode(delivery);
    }

    private void onLeft(RoomName room) {
        replayStates.remove(room);
        lastCursor = null;
        lastReplayState = null;
    }

    private ReplayState replayState(Room room) {
        boolean first = !hintSent;
        hintSent = true;
        return new ReplayState(dialect.encoder(room), session.user(), first);
    }

    /** Sends a direct message to its recipient; the sender gets no echo. */
    void onDirectMessage(DirectMessage message) {
        if (message.to().equals(session.user().nickname().text())) {
            connection.send(LineFormat.bytes(dialect.lineFormat().direct(message)));
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

    @Override
    public CompletionStage<List<String>> join(RoomName wanted) {
        return currentRoom.join(wanted);
    }

    @Override
    public CompletionStage<List<String>> leave(RoomName room) {
        return currentRoom.leave(room);
    }

    @Override
    public CompletionStage<List<String>> last(int messages) {
        return currentRoom.last(
                messages,
                (room, found) ->
                        connection.send(LineFormat.bytes(dialect.encoder(room).replayed(found))));
    }

    @Override
    public void quit() {
        quit.run();
    }
}
