package dev.parley.tcp.dialect.stomp;

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
import dev.parley.tcp.dialect.stomp.StompSubscriptions.Subscription;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One client's talk in frames: CONNECT first, then whatever {@link FrameValidator} allows. */
final class StompSession implements DialectSession {

    private final StompDialect stompDialect;
    private final TcpConnection tcpConnection;
    private final StompDecoder reader = new StompDecoder(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED);
    private final StompSubscriptions stompSubscriptions = new StompSubscriptions();
    private final PendingRequests pendingRequests;
    private final HeartbeatTimer beats;
    private final RoomListSubscription roomListSubscription;

    private ServerFrames serverFrames = new ServerFrames(StompVersion.V1_2);
    private @Nullable Session session;

    StompSession(StompDialect stompDialect, TcpConnection tcpConnection) {
        this.stompDialect = stompDialect;
        this.tcpConnection = tcpConnection;
        this.pendingRequests = new PendingRequests(tcpConnection);
        this.beats = new HeartbeatTimer(
                tcpConnection,
                () -> tcpConnection.send(serverFrames.heartbeat()),
                () -> tcpConnection.close(CloseCause.LOST, null));
        this.roomListSubscription = new RoomListSubscription(tcpConnection, this::showRooms);
    }

    @Override
    public void read(ByteBuf input) {
        beats.onReceived();
        try {
            while (!tcpConnection.isHeld() && !pendingRequests.isFinishing() && input.isReadable()) {
                ByteBuffer bytes = input.nioBuffer();
                StompInput next = reader.decode(bytes);
                input.skipBytes(input.readableBytes() - bytes.remaining());
                if (next instanceof Frame frame) {
                    handle(frame);
                }
            }
        } catch (MalformedFrameException e) {
            fail(e.sentence(), null);
        }
        if (pendingRequests.isFinishing()) {
            input.skipBytes(input.readableBytes());
        }
    }

    /** The reader has its own limits, and takes all there is. */
    @Override
    public int maxPendingBytes() {
        return FrameLimits.CONNECTED.maxFrameBytes();
    }

    private void handle(Frame frame) {
        String written = frame.headers().get(Headers.DESTINATION);
        Destination destination =
                written == null ? null : Destination.parse(written).orElse(null);
        String receipt = frame.headers().get(Headers.RECEIPT);
        Optional<String> breach = FrameValidator.violation(frame, session != null, serverFrames.version(), destination);
        if (breach.isPresent()) {
            fail(breach.get(), receipt);
            return;
        }
        if (frame.stompCommand() == StompCommand.UNSUBSCRIBE && pendingRequests.hasPending()) {
            // What was said before is to be heard before.
            pendingRequests.settle(() -> unsubscribe(frame, receipt));
            return;
        }
        switch (frame.stompCommand()) {
            case CONNECT, STOMP -> connect(frame);
            case SUBSCRIBE -> subscribe(frame, destination, receipt);
            case UNSUBSCRIBE -> unsubscribe(frame, receipt);
            case DISCONNECT ->
                pendingRequests.whenDrained(() ->
                        tcpConnection.close(CloseCause.QUIT, receipt == null ? null : serverFrames.receipt(receipt)));
            default ->
                new SendHandler(stompDialect, this, session(), pendingRequests).handle(frame, destination, receipt);
        }
    }

    private void connect(Frame frame) {
        ConnectRequest connectRequest;
        try {
            connectRequest = ConnectRequest.parse(frame);
        } catch (MalformedFrameException e) {
            fail(e.sentence(), null);
            return;
        }
        serverFrames = new ServerFrames(connectRequest.version());
        Optional<Duration> turn = stompDialect.loginThrottle().nextAttemptDelay(address());
        if (turn.isEmpty()) {
            tcpConnection.pauseReads(
                    LoginThrottle.PAUSE, () -> refuseLogin(refused(Refusal.slowDown(LoginThrottle.PAUSE))));
        } else if (turn.get().isZero()) {
            login(connectRequest);
        } else {
            tcpConnection.pauseReads(turn.get(), () -> login(connectRequest));
        }
    }

    private String address() {
        return tcpConnection.clientInfo(stompDialect).address();
    }

    private void login(ConnectRequest connectRequest) {
        if (!stompDialect.loginThrottle().verify(connectRequest.passcode(), address())) {
            tcpConnection.pauseReads(LoginThrottle.PAUSE, () -> refuseLogin(refused(Refusal.wrongPassword())));
            return;
        }
        LoginRequest loginRequest = LoginRequest.resumable(
                connectRequest.name(), tcpConnection.clientInfo(stompDialect), connectRequest.token());
        tcpConnection.login(loginRequest, loginResult -> admitted(connectRequest, loginResult));
    }

    private void admitted(ConnectRequest connectRequest, LoginResult loginResult) {
        if (loginResult instanceof LoginResult.Refused refused) {
            refuseLogin(refused.refusal());
        } else if (loginResult instanceof LoginResult.LoggedIn in) {
            session = in.session();
            reader.setVersion(connectRequest.version(), FrameLimits.CONNECTED);
            tcpConnection.send(serverFrames.connected(in.session()));
            beats.start(connectRequest.beats());
        }
    }

    private void refuseLogin(Refusal refusal) {
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
        } else if (!stompSubscriptions.add(subscription(id, destination))) {
            fail("You have a subscription of that id, or to that destination. UNSUBSCRIBE first.", receipt);
        } else if (destination instanceof Destination.RoomTopic roomTopic) {
            join(id, roomTopic.room(), replayFrom.get(), receipt);
        } else {
            sendReceipt(receipt);
            if (destination == Fixed.ROOMS) {
                stompDialect.addRoomList(roomListSubscription);
                showRooms();
            }
        }
    }

    private Subscription subscription(String id, Destination destination) {
        return new Subscription(
                id,
                destination,
                destination instanceof Destination.RoomTopic roomTopic
                        ? stompDialect.encoderCache().encoderFor(serverFrames.version(), id, roomTopic.room())
                        : null);
    }

    /** Nothing is read until it has joined, so it counts as joined for every later frame. */
    private void join(String id, RoomName room, ReplayFrom replayFrom, @Nullable String receipt) {
        tcpConnection.await(session().join(room, replayFrom), joinResult -> {
            if (joinResult instanceof Refusal refusal) {
                stompSubscriptions.remove(id);
                refuse(refusal, receipt, null);
            } else {
                sendReceipt(receipt);
            }
        });
    }

    private void unsubscribe(Frame frame, @Nullable String receipt) {
        String id = FrameValidator.idOf(frame.headers(), serverFrames.version());
        Subscription removed = id == null ? null : stompSubscriptions.remove(id);
        if (removed != null && removed.destination() instanceof Destination.RoomTopic roomTopic) {
            session().leave(roomTopic.room());
        } else if (removed != null && removed.destination() == Fixed.ROOMS) {
            stompDialect.removeRoomList(roomListSubscription);
        }
        sendReceipt(receipt);
    }

    /** Hears no more of a room, if it did. */
    void unsubscribe(RoomName room) {
        String id = stompSubscriptions.idOf(new Destination.RoomTopic(room));
        if (id != null) {
            stompSubscriptions.remove(id);
        }
    }

    private void showRooms() {
        String id = stompSubscriptions.idOf(Fixed.ROOMS);
        if (id != null) {
            tcpConnection.send(serverFrames.rooms(
                    id, tcpConnection.chatServer().roomRegistry().summaries()));
        }
    }

    /** The id under which this destination is subscribed to; null if it is not. */
    @Nullable
    String idOf(Destination destination) {
        return stompSubscriptions.idOf(destination);
    }

    /** What the server says to this connection alone. */
    ServerFrames serverFrames() {
        return serverFrames;
    }

    void send(byte[] frame) {
        tcpConnection.send(frame);
    }

    /** A request is done that has no other answer; says so if a receipt was asked for. */
    void sendReceipt(@Nullable String receipt) {
        if (receipt != null) {
            send(serverFrames.receipt(receipt));
        }
    }

    /** Puts on record what is refused here, and not by the house. */
    Refusal refused(Refusal refusal) {
        Session here = session;
        tcpConnection
                .chatServer()
                .events()
                .refused(tcpConnection.clientInfo(stompDialect), here == null ? null : here.user(), null, refusal);
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
            send(serverFrames.refusal(hearsRefusals, receipt, reference, refusal));
        }
    }

    /** What it sent cannot be understood or is not allowed; the sentence says why. */
    private void fail(String sentence, @Nullable String receipt) {
        DisconnectReason disconnectReason = DisconnectReason.malformed(sentence);
        tcpConnection.close(CloseCause.CLOSED, disconnectReason, serverFrames.disconnect(disconnectReason, receipt));
    }

    /** The person's wish: what is still unanswered is answered first. */
    void quit() {
        pendingRequests.whenDrained(
                () -> tcpConnection.close(CloseCause.QUIT, DisconnectReason.quit(), encode(DisconnectReason.quit())));
    }

    /** Half a frame is dropped with the connection; what was sent before is answered. */
    @Override
    public void onInputClosed() {
        pendingRequests.whenDrained(() -> tcpConnection.close(CloseCause.CLOSED, null));
    }

    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        Subscription heard =
                stompSubscriptions.to(new Destination.RoomTopic(cursor.room().name()));
        return heard == null || heard.eventEncoder() == null ? null : delivery.encodedBy(heard.eventEncoder());
    }

    @Override
    public void onDirectMessage(DirectMessage directMessage) {
        String hearsDirect = idOf(Fixed.DIRECT);
        if (hearsDirect != null) {
            send(serverFrames.direct(hearsDirect, directMessage));
        }
    }

    @Override
    public byte[] encode(DisconnectReason disconnectReason) {
        return serverFrames.disconnect(disconnectReason, null);
    }

    @Override
    public void onClosed() {
        beats.stop();
        stompDialect.removeRoomList(roomListSubscription);
        roomListSubscription.close();
    }
}
