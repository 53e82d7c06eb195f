package dev.parley.bridge.line;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.session.Session;
import dev.parley.command.Caller;
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
final class Stay implements Caller {

    private final Line line;
    private final TcpConnection tcpConnection;
    private final Session session;
    private final Runnable quit;

    /** By room: two of them while somebody moves. */
    private final Map<RoomName, Listening> listening = new HashMap<>();

    /** Where it heard something last, and how: of a thousand readers each is told one thing, so looking it up would count. */
    private @Nullable Cursor latest;

    private @Nullable Listening latestListening;

    private final CurrentRoom currentRoom;
    private boolean hinted;

    Stay(Line line, TcpConnection tcpConnection, Session session, Runnable quit) {
        this.line = line;
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
    void begin() {
        tcpConnection.await(currentRoom.joinFirst(), joinResult -> {
            if (joinResult instanceof Refusal refusal) {
                tcpConnection.send(Wording.bytes(Wording.notice(refusal.sentence())));
                quit.run();
            }
        });
    }

    CompletionStage<RequestResult> post(String text) {
        return session.publish(currentRoom.room(), text, false, null);
    }

    /** The words for something that has happened in a room; null for none. */
    byte @Nullable [] words(Cursor cursor, Delivery delivery) {
        Listening here = latestListening;
        if (here == null || cursor != latest) {
            here = listening.computeIfAbsent(cursor.room().name(), name -> listening(cursor.room()));
            latest = cursor;
            latestListening = here;
        }
        return here.words(delivery);
    }

    /** Looks at what the next words will need. */
    int look() {
        return latestListening == null ? 0 : latestListening.look();
    }

    private void left(RoomName room) {
        listening.remove(room);
        latest = null;
        latestListening = null;
    }

    private Listening listening(Room entered) {
        boolean first = !hinted;
        hinted = true;
        return new Listening(line.narration(entered), session.user(), first);
    }

    /** What this person says to somebody is not echoed. */
    void direct(DirectMessage directMessage) {
        if (directMessage.to().equals(session.user().nickname().text())) {
            tcpConnection.send(Wording.bytes(line.wording().direct(directMessage)));
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
                (here, found) ->
                        tcpConnection.send(Wording.bytes(line.narration(here).replayed(found))));
    }

    @Override
    public void quit() {
        quit.run();
    }
}
