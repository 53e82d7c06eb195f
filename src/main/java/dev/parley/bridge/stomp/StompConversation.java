package dev.parley.bridge.stomp;

import dev.parley.bridge.stomp.Subscriptions.Subscription;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.Session;
import dev.parley.protocol.ConnectRequest;
import dev.parley.protocol.Destination;
import dev.parley.protocol.Destination.Fixed;
import dev.parley.protocol.FrameValidator;
import dev.parley.protocol.ReplayHeaders;
import dev.parley.protocol.ServerFrames;
import dev.parley.stomp.Frame;
import dev.parley.stomp.FrameLimits;
import dev.parley.stomp.Headers;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.Peer;
import dev.parley.stomp.StompCommand;
import dev.parley.stomp.StompDecoder;
import dev.parley.stomp.StompInput;
import dev.parley.stomp.StompVersion;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.TcpConnection;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One client's talk in frames: CONNECT first, then whatever {@link FrameValidator} allows. */
final class StompConversation implements DialectSession {

    private final Stomp stomp;
    private final TcpConnection tcpConnection;
    private final StompDecoder reader = new StompDecoder(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED);
    private final Subscriptions subscriptions = new Subscriptions();
    private final Unanswered unanswered;
    private final HeartBeats beats;
    private final RoomList roomList;

    private ServerFrames serverFrames = new ServerFrames(StompVersion.V1_2);
    private @Nullable Session session;

    StompConversation(Stomp stomp, TcpConnection tcpConnection) {
        this.stomp = stomp;
        this.tcpConnection = tcpConnection;
        this.unanswered = new Unanswered(tcpConnection);
        this.beats = new HeartBeats(
                tcpConnection,
                () -> tcpConnection.send(serverFrames.heartbeat()),
                () -> tcpConnection.close(CloseCause.LOST, null));
        this.roomList = new RoomList(tcpConnection, this::showRooms);
    }

    @Override
    public void read(ByteBuf input) {
        beats.heard();
        try {
            while (!tcpConnection.isHeld() && !unanswered.isFinishing() && input.isReadable()) {
                ByteBuffer bytes = input.nioBuffer();
                StompInput next = reader.decode(bytes);
                input.skipBytes(input.readableBytes() - bytes.remaining());
                if (next instanceof Frame frame) {
                    take(frame);
                }
            }
        } catch (MalformedFrameException malformed) {
            fail(malformed.sentence(), null);
        }
        if (unanswered.isFinishing()) {
            input.skipBytes(input.readableBytes());
        }
    }

    /** The reader has its own limits, and takes all there is. */
    @Override
    public int maxPendingBytes() {
        return FrameLimits.CONNECTED.maxFrameBytes();
    }

    private void take(Frame frame) {
        String written = frame.headers().get(Headers.DESTINATION);
        Destination destination =
                written == null ? null : Destination.parse(written).orElse(null);
        String receipt = frame.headers().get(Headers.RECEIPT);
        Optional<String> breach = FrameValidator.violation(frame, session != null, serverFrames.version(), destination);
        if (breach.isPresent()) {
            fail(breach.get(), receipt);
            return;
        }
        if (frame.stompCommand() == StompCommand.UNSUBSCRIBE && unanswered.isAny()) {
            // What was said before is to be heard before.
            unanswered.settle(() -> unsubscribe(frame, receipt));
            return;
        }
        switch (frame.stompCommand()) {
            case CONNECT, STOMP -> connect(frame);
            case SUBSCRIBE -> subscribe(frame, destination, receipt);
            case UNSUBSCRIBE -> unsubscribe(frame, receipt);
            case DISCONNECT ->
                unanswered.thenFinally(() ->
                        tcpConnection.close(CloseCause.QUIT, receipt == null ? null : serverFrames.receipt(receipt)));
            default -> new Sending(stomp, this, session(), unanswered).take(frame, destination, receipt);
        }
    }

    private void connect(Frame frame) {
        ConnectRequest connectRequest;
        try {
            connectRequest = ConnectRequest.parse(frame);
        } catch (MalformedFrameException malformed) {
            fail(malformed.sentence(), null);
            return;
        }
        serverFrames = new ServerFrames(connectRequest.version());
        Optional<Duration> turn = stomp.loginThrottle().nextAttemptDelay(address());
        if (turn.isEmpty()) {
            tcpConnection.pauseReads(
                    LoginThrottle.PAUSE, () -> turnAway(refused(Refusal.slowDown(LoginThrottle.PAUSE))));
        } else if (turn.get().isZero()) {
            enter(connectRequest);
        } else {
            tcpConnection.pauseReads(turn.get(), () -> enter(connectRequest));
        }
    }

    private String address() {
        return tcpConnection.clientInfo(stomp).address();
    }

    private void enter(ConnectRequest connectRequest) {
        if (!stomp.loginThrottle().verify(connectRequest.passcode(), address())) {
            tcpConnection.pauseReads(LoginThrottle.PAUSE, () -> turnAway(refused(Refusal.wrongPassword())));
            return;
        }
        LoginRequest loginRequest =
                LoginRequest.resumable(connectRequest.name(), tcpConnection.clientInfo(stomp), connectRequest.token());
        tcpConnection.login(loginRequest, loginResult -> admitted(connectRequest, loginResult));
    }

    private void admitted(ConnectRequest connectRequest, LoginResult loginResult) {
        if (loginResult instanceof LoginResult.Refused refused) {
            turnAway(refused.refusal());
        } else if (loginResult instanceof LoginResult.LoggedIn in) {
            session = in.session();
            reader.setVersion(connectRequest.version(), FrameLimits.CONNECTED);
            tcpConnection.send(serverFrames.connected(in.session()));
            beats.begin(connectRequest.beats());
        }
    }

    private void turnAway(Refusal refusal) {
        tcpConnection.close(CloseCause.CLOSED, serverFrames.loginRefused(refusal));
    }

    /** Whoever gets as far as asking this has been let in. */
    private Session session() {
        if (session == null) {
            throw new IllegalStateException("A frame passed that came before its sender was let in.");
        }
        return session;
    }

    private void subscribe(Frame frame, @Nullable Destination destination, @Nullable String receipt) {
        String id = FrameValidator.idOf(frame.headers(), serverFrames.version());
        if (destination == null || id == null) {
            return;
        } else if (destination instanceof Destination.InvalidRoom) {
            refuse(refused(Refusal.roomInvalid()), receipt, null);
            return;
        }
        int replay = tcpConnection.chatServer().limits().replay();
        Optional<ReplayFrom> replayFrom =
                ReplayHeaders.parse(frame.headers(), replay).replayFrom();
        if (replayFrom.isEmpty()) {
            refuse(refused(ReplayHeaders.unreadable()), receipt, null);
        } else if (!subscriptions.add(subscription(id, destination))) {
            fail("You have a subscription of that id, or to that destination. UNSUBSCRIBE first.", receipt);
        } else if (destination instanceof Destination.RoomTopic roomTopic) {
            join(id, roomTopic.room(), replayFrom.get(), receipt);
        } else {
            done(receipt);
            if (destination == Fixed.ROOMS) {
                stomp.looks(roomList);
                showRooms();
            }
        }
    }

    private Subscription subscription(String id, Destination destination) {
        return new Subscription(
                id,
                destination,
                destination instanceof Destination.RoomTopic roomTopic
                        ? stomp.encoderCache().encoderFor(serverFrames.version(), id, roomTopic.room())
                        : null);
    }

    /** Nothing is read until it has joined, so it counts as joined for every later frame. */
    private void join(String id, RoomName room, ReplayFrom replayFrom, @Nullable String receipt) {
        tcpConnection.await(session().join(room, replayFrom), joinResult -> {
            if (joinResult instanceof Refusal refusal) {
                subscriptions.remove(id);
                refuse(refusal, receipt, null);
            } else {
                done(receipt);
            }
        });
    }

    private void unsubscribe(Frame frame, @Nullable String receipt) {
        String id = FrameValidator.idOf(frame.headers(), serverFrames.version());
        Subscription removed = id == null ? null : subscriptions.remove(id);
        if (removed != null && removed.destination() instanceof Destination.RoomTopic roomTopic) {
            session().leave(roomTopic.room());
        } else if (removed != null && removed.destination() == Fixed.ROOMS) {
            stomp.looksAway(roomList);
        }
        done(receipt);
    }

    /** Hears no more of a room, if it did. */
    void unsubscribe(RoomName room) {
        String id = subscriptions.idOf(new Destination.RoomTopic(room));
        if (id != null) {
            subscriptions.remove(id);
        }
    }

    private void showRooms() {
        String id = subscriptions.idOf(Fixed.ROOMS);
        if (id != null) {
            tcpConnection.send(serverFrames.rooms(
                    id, tcpConnection.chatServer().roomRegistry().summaries()));
        }
    }

    /** The id under which this destination is subscribed to; null if it is not. */
    @Nullable
    String idOf(Destination destination) {
        return subscriptions.idOf(destination);
    }

    /** What the server says to this connection alone. */
    ServerFrames serverFrames() {
        return serverFrames;
    }

    void say(byte[] frame) {
        tcpConnection.send(frame);
    }

    /** A request is done that has no other answer; says so if a receipt was asked for. */
    void done(@Nullable String receipt) {
        if (receipt != null) {
            say(serverFrames.receipt(receipt));
        }
    }

    /** Puts on record what is refused here, and not by the house. */
    Refusal refused(Refusal refusal) {
        Session here = session;
        tcpConnection
                .chatServer()
                .chronicle()
                .refused(tcpConnection.clientInfo(stomp), here == null ? null : here.user(), null, refusal);
        return refusal;
    }

    /** A request was not granted; who does not hear refusals is sent off with this one. */
    void refuse(Refusal refusal, @Nullable String receipt, @Nullable String reference) {
        String hearsRefusals = idOf(Fixed.REFUSALS);
        if (hearsRefusals == null) {
            DisconnectReason disconnectReason = new DisconnectReason(refusal.code(), refusal.sentence(), false);
            tcpConnection.close(
                    CloseCause.CLOSED, disconnectReason, serverFrames.disconnect(disconnectReason, receipt));
        } else {
            say(serverFrames.refusal(hearsRefusals, receipt, reference, refusal));
        }
    }

    /** What it sent cannot be understood or is not allowed; the sentence says why. */
    private void fail(String sentence, @Nullable String receipt) {
        DisconnectReason disconnectReason = DisconnectReason.malformed(sentence);
        tcpConnection.close(CloseCause.CLOSED, disconnectReason, serverFrames.disconnect(disconnectReason, receipt));
    }

    /** The person's wish: what is still unanswered is answered first. */
    void quit() {
        unanswered.thenFinally(
                () -> tcpConnection.close(CloseCause.QUIT, DisconnectReason.quit(), encode(DisconnectReason.quit())));
    }

    /** Half a frame is dropped with the connection; what was sent before is answered. */
    @Override
    public void onInputClosed() {
        unanswered.thenFinally(() -> tcpConnection.close(CloseCause.CLOSED, null));
    }

    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        Subscription heard =
                subscriptions.to(new Destination.RoomTopic(cursor.room().name()));
        return heard == null || heard.eventEncoder() == null ? null : delivery.encodedBy(heard.eventEncoder());
    }

    @Override
    public void onDirectMessage(DirectMessage directMessage) {
        String hearsDirect = idOf(Fixed.DIRECT);
        if (hearsDirect != null) {
            say(serverFrames.direct(hearsDirect, directMessage));
        }
    }

    @Override
    public byte[] encode(DisconnectReason disconnectReason) {
        return serverFrames.disconnect(disconnectReason, null);
    }

    @Override
    public void onClosed() {
        beats.end();
        stomp.looksAway(roomList);
        roomList.close();
    }
}
