package dev.parley.tcp.dialect.line;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.session.Session;
import dev.parley.command.CommandSender;
import dev.parley.tcp.CurrentRoom;
import dev.parley.tcp.TcpConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has come in, and is in one room at a time: to join another is to move there. Confined to the
 * connection's event loop.
 */
final class LineRoomSession implements CommandSender {

    private final LineDialect lineDialect;
    private final TcpConnection tcpConnection;
    private final Session session;
    private final Runnable quit;

    /** By room: two of them while somebody moves. */
    private final Map<RoomName, ReplayState> replayState = new HashMap<>();

    /** Where it heard something last, and how: of a thousand readers each is told one thing, so looking it up would count. */
    private @Nullable Cursor latest;

    private @Nullable ReplayState latestReplayState;

    private final CurrentRoom currentRoom;
    private boolean hinted;

    LineRoomSession(LineDialect lineDialect, TcpConnection tcpConnection, Session session, Runnable quit) {
        this.lineDialect = lineDialect;
        this.tcpConnection = tcpConnection;
        this.session = session;
        this.quit = quit;
        // Somebody who is in already is in a room; all others begin in the lobby.
        RoomName room = session.rooms().stream().findFirst().orElse(RoomName.LOBBY);
        this.currentRoom = new CurrentRoom(
                tcpConnection,
                session,
                room,
                tcpConnection.chatServer().limits().replay(),
                this::left);
    }

    /** Comes into the lobby. */
    void start() {
        tcpConnection.await(currentRoom.joinFirst(), joinResult -> {
            if (joinResult instanceof Refusal refusal) {
                tcpConnection.send(LineFormat.bytes(LineFormat.notice(refusal.sentence())));
                quit.run();
            }
        });
    }

    CompletionStage<RequestResult> publish(String text) {
        return session.publish(currentRoom.room(), text, false, null);
    }

    /** The words for something that has happened in a room; null for none. */
    byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        ReplayState here = latestReplayState;
        if (here == null || cursor != latest) {
            here = replayState.computeIfAbsent(cursor.room().name(), name -> replayState(cursor.room()));
            latest = cursor;
            latestReplayState = here;
        }
        return here.encode(delivery);
    }

    private void left(RoomName room) {
        replayState.remove(room);
        latest = null;
        latestReplayState = null;
    }

    private ReplayState replayState(Room entered) {
        boolean first = !hinted;
        hinted = true;
        return new ReplayState(lineDialect.narration(entered), session.user(), first);
    }

    /** What this person says to somebody is not echoed. */
    void onDirectMessage(DirectMessage directMessage) {
        if (directMessage.to().equals(session.user().nickname().text())) {
            tcpConnection.send(LineFormat.bytes(lineDialect.lineFormat().direct(directMessage)));
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
    public CompletionStage<List<String>> leave(RoomName left) {
        return currentRoom.leave(left);
    }

    @Override
    public CompletionStage<List<String>> last(int messages) {
        return currentRoom.last(
                messages,
                (here, found) -> tcpConnection.send(
                        LineFormat.bytes(lineDialect.narration(here).replayed(found))));
    }

    @Override
    public void quit() {
        quit.run();
    }
}
