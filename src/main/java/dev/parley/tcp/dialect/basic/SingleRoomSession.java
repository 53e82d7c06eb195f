package dev.parley.tcp.dialect.basic;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.tcp.CurrentRoom;
import dev.parley.tcp.TcpConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has come in and cannot be asked again, in one room at a time: to join another is to move there. Confined
 * to the connection's event loop.
 */
public final class SingleRoomSession implements CommandSender {

    private static final String LOCKED = "This server has a password, which cannot be asked for here."
            + " Come in by the page, or by a client that knows it.";

    private final DialectContext dialectContext;
    private final TcpConnection tcpConnection;
    private final ReplyWriter replyWriter;
    private final Session session;

    /** By room: two of them while somebody moves. */
    private final Map<RoomName, BasicReplayState> basicReplayStates = new HashMap<>();

    private final CurrentRoom currentRoom;

    private SingleRoomSession(
            DialectContext dialectContext, TcpConnection tcpConnection, ReplyWriter replyWriter, Session session) {
        this.dialectContext = dialectContext;
        this.tcpConnection = tcpConnection;
        this.replyWriter = replyWriter;
        this.session = session;
        int replay = Math.min(
                dialectContext.replay(), tcpConnection.chatServer().limits().replay());
        this.currentRoom = new CurrentRoom(tcpConnection, session, RoomName.LOBBY, replay, basicReplayStates::remove);
    }

    /**
     * Comes in under the free name that is nearest, of which the person is told if it is another. Nothing is read
     * meanwhile. Whoever is not let in is told why, and the connection ends.
     *
     * @param name as it was sent
     * @param then gets the talk before anything is told
     * @param seated done when the person is in the lobby
     */
    public static void start(
            DialectContext dialectContext,
            TcpConnection tcpConnection,
            ReplyWriter replyWriter,
            String name,
            Consumer<? super SingleRoomSession> then,
            Runnable seated) {
        if (dialectContext.serverPassword().isRequired()) {
            replyWriter.disconnect(CloseCause.CLOSED, LOCKED);
            return;
        }
        LoginRequest loginRequest = LoginRequest.autoNamed(
                name, tcpConnection.clientInfo(dialectContext.dialect()), dialectContext.maxNicknameLength());
        tcpConnection.login(loginRequest, loginResult -> {
            if (loginResult instanceof LoginResult.LoggedIn in) {
                SingleRoomSession singleRoomSession =
                        new SingleRoomSession(dialectContext, tcpConnection, replyWriter, in.session());
                then.accept(singleRoomSession);
                singleRoomSession.join(name, seated);
            } else {
                replyWriter.disconnect(CloseCause.CLOSED, why(loginResult));
            }
        });
    }

    private static @Nullable String why(LoginResult loginResult) {
        return loginResult instanceof LoginResult.Refused refused
                ? refused.refusal().sentence()
                : null;
    }

    private void join(String wished, Runnable seated) {
        String name = session.user().nickname().text();
        if (!name.equals(wished.strip())) {
            replyWriter.send(
                    PrefixedLineEncoder.SERVER,
                    "The name you gave is taken or cannot be had. You are " + name + " here.");
        }
        tcpConnection.await(currentRoom.joinFirst(), joinResult -> {
            if (joinResult instanceof Refusal refusal) {
                replyWriter.disconnect(CloseCause.CLOSED, refusal.sentence());
            } else {
                seated.run();
            }
        });
    }

    /**
     * Says something in the room, or does what it says if it is a command. What is too long is cut, and the person is
     * told so. Nothing is read meanwhile.
     *
     * @param then done when it has been dealt with
     */
    public void publish(String typed, Runnable then) {
        if (typed.isBlank()) {
            then.run();
            return;
        }
        Duration wait = session.nextMessageDelay();
        if (!wait.isZero()) {
            // Reading no faster than people may speak loses nothing of what was pasted or comes out of a pipe.
            tcpConnection.pauseReads(wait, () -> publish(typed, then));
        } else if (CommandRegistry.isCommand(typed)) {
            tcpConnection.await(dialectContext.commandRegistry().run(this, typed), reply -> {
                sendNotices(String.join("\n", reply.lines()));
                then.run();
            });
        } else {
            post(cut(CommandRegistry.literal(typed)), then);
        }
    }

    private String cut(String text) {
        int longest = Math.min(tcpConnection.chatServer().limits().messageLength(), dialectContext.maxMessageLength());
        String said = text.strip();
        if (said.codePointCount(0, said.length()) <= longest) {
            return said;
        }
        sendNotices("That was too long: only its first " + longest + " characters were sent.");
        return said.substring(0, said.offsetByCodePoints(0, longest));
    }

    private void post(String text, Runnable then) {
        tcpConnection.await(
                session.publish(currentRoom.room(), text, false, null),
                requestResult -> answered(text, requestResult, then));
    }

    private void answered(String text, RequestResult requestResult, Runnable then) {
        Duration wait = requestResult instanceof Refusal refusal ? refusal.retryAfter() : null;
        if (wait != null) {
            tcpConnection.pauseReads(wait, () -> post(text, then));
            return;
        }
        if (requestResult instanceof Refusal refusal) {
            sendNotices(refusal.sentence());
        }
        then.run();
    }

    private void sendNotices(String sentence) {
        if (!sentence.isEmpty()) {
            replyWriter.send(PrefixedLineEncoder.SERVER, sentence);
        }
    }

    /** The words for something that has happened in a room. */
    public <T> List<T> onDelivery(Cursor cursor, Delivery delivery, PrefixedLineEncoder<T> prefixedLineEncoder) {
        return basicReplayStates
                .computeIfAbsent(cursor.room().name(), name -> new BasicReplayState(session.user()))
                .encode(delivery, prefixedLineEncoder);
    }

    /** Somebody has a word with this person; what the person says to somebody is not echoed. */
    public void onDelivery(DirectMessage directMessage) {
        if (directMessage.to().equals(session.user().nickname().text())) {
            replyWriter.send(directMessage.from(), "(to you) " + directMessage.text());
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

    /** How many people are in the room. */
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
                (here, found) ->
                        found.forEach(message -> replyWriter.send(message.name(), PrefixedLineEncoder.text(message))));
    }

    @Override
    public void quit() {
        replyWriter.disconnect(CloseCause.QUIT, null);
    }
}
