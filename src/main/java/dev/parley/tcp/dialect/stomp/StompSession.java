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

/** One connection of the STOMP dialect. Accepts CONNECT first, then the frames that {@link FrameValidator} allows. */
final class StompSession implements DialectSession {

    private final StompDialect stompDialect;
    private final TcpConnection connection;
    private final StompDecoder decoder = new StompDecoder(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED);
    private final StompSubscriptions stompSubscriptions = new StompSubscriptions();
    private final PendingRequests pendingRequests;
    private final HeartbeatTimer heartbeatTimer;
    private final RoomListSubscription roomListSubscription;

    private ServerFrames serverFrames = new ServerFrames(StompVersion.V1_2);
    private @Nullable Session session;

    StompSession(StompDialect stompDialect, TcpConnection connection) {
        this.stompDialect = stompDialect;
        this.connection = connection;
        this.pendingRequests = new PendingRequests(connection);
        this.heartbeatTimer = new HeartbeatTimer(
                connection,
                () -> connection.send(serverFrames.heartbeat()),
                () -> connection.close(CloseCause.LOST, null));
        this.roomListSubscription = new RoomListSubscription(connection, this::sendRooms);
    }

    @Override
    public void read(ByteBuf input) {
        heartbeatTimer.onReceived();
        try {
            while (!connection.isHeld() && !pendingRequests.isFinishing() && input.isReadable()) {
                ByteBuffer bytes = input.nioBuffer();
                StompInput next = decoder.decode(bytes);
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

    /** The decoder consumes all input and enforces its own limits. */
    @Override
    public int maxPendingBytes() {
        return FrameLimits.CONNECTED.maxFrameBytes();
    }

    private void handle(Frame frame) {
        String destinationHeader = frame.headers().get(Headers.DESTINATION);
        Destination destination = destinationHeader == null
                ? null
                : Destination.parse(destinationHeader).orElse(null);
        String receipt = frame.headers().get(Headers.RECEIPT);
        Optional<String> violation =
                FrameValidator.violation(frame, session != null, serverFrames.version(), destination);
        if (violation.isPresent()) {
            fail(violation.get(), receipt);
            return;
        }
        if (frame.stompCommand() == StompCommand.UNSUBSCRIBE && pendingRequests.hasPending()) {
            // Messages sent before UNSUBSCRIBE are delivered before it takes effect.
            pendingRequests.settle(() -> unsubscribe(frame, receipt));
            return;
        }
        switch (frame.stompCommand()) {
            case CONNECT, STOMP -> connect(frame);
            case SUBSCRIBE -> subscribe(frame, destination, receipt);
            case UNSUBSCRIBE -> unsubscribe(frame, receipt);
            case DISCONNECT ->
                pendingRequests.whenDrained(() ->
                        connection.close(CloseCause.QUIT, receipt == null ? null : serverFrames.receipt(receipt)));
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
        Optional<Duration> delay = stompDialect.loginThrottle().nextAttemptDelay(address());
        if (delay.isEmpty()) {
            connection.pauseReads(
                    LoginThrottle.PAUSE, () -> refuseLogin(reportRefused(Refusal.slowDown(LoginThrottle.PAUSE))));
        } else if (delay.get().isZero()) {
            login(connectRequest);
        } else {
            connection.pauseReads(delay.get(), () -> login(connectRequest));
        }
    }

    private String address() {
        return connection.clientInfo(stompDialect).address();
    }

    private void login(ConnectRequest connectRequest) {
        if (!stompDialect.loginThrottle().verify(connectRequest.passcode(), address())) {
            connection.pauseReads(LoginThrottle.PAUSE, () -> refuseLogin(reportRefused(Refusal.wrongPassword())));
            return;
        }
        LoginRequest loginRequest = LoginRequest.resumable(
                connectRequest.name(), connection.clientInfo(stompDialect), connectRequest.token());
        connection.login(loginRequest, loginResult -> onLoginResult(connectRequest, loginResult));
    }

    private void onLoginResult(ConnectRequest connectRequest, LoginResult loginResult) {
        if (loginResult instanceof LoginResult.Refused refused) {
            refuseLogin(refused.refusal());
        } else if (loginResult instanceof LoginResult.LoggedIn in) {
            session = in.session();
            decoder.setVersion(connectRequest.version(), FrameLimits.CONNECTED);
            connection.send(serverFrames.connected(in.session()));
            heartbeatTimer.start(connectRequest.heartbeats());
        }
    }

    private void refuseLogin(Refusal refusal) {
        connection.close(CloseCause.CLOSED, serverFrames.loginRefused(refusal));
    }

    /** Returns the session; called only after the login. */
    private Session session() {
        if (session == null) {
            throw new IllegalStateException("A frame was accepted before the login.");
        }
        return session;
    }

    private void subscribe(Frame frame, @Nullable Destination destination, @Nullable String receipt) {
        String id = FrameValidator.idOf(frame.headers(), serverFrames.version());
        if (destination == null || id == null) {
            return;
        } else if (destination instanceof Destination.InvalidRoom) {
            refuse(reportRefused(Refusal.roomInvalid()), receipt, null);
            return;
        }
        int replay = connection.chatServer().limits().replay();
        Optional<ReplayFrom> replayFrom =
                ReplayHeaders.parse(frame.headers(), replay).replayFrom();
        if (replayFrom.isEmpty()) {
            refuse(reportRefused(ReplayHeaders.invalidHeaders()), receipt, null);
        } else if (!stompSubscriptions.add(subscription(id, destination))) {
            fail("You already have a subscription with this id or to this destination. UNSUBSCRIBE first.", receipt);
        } else if (destination instanceof Destination.RoomTopic roomTopic) {
            join(id, roomTopic.room(), replayFrom.get(), receipt);
        } else {
            sendReceipt(receipt);
            if (destination == Fixed.ROOMS) {
                stompDialect.addRoomList(roomListSubscription);
                sendRooms();
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

    /** Joins the room. Reads are held meanwhile, so that later frames find the user in the room. */
    private void join(String id, RoomName room, ReplayFrom replayFrom, @Nullable String receipt) {
        connection.await(session().join(room, replayFrom), joinResult -> {
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
        Subscription subscription = id == null ? null : stompSubscriptions.remove(id);
        if (subscription != null && subscription.destination() instanceof Destination.RoomTopic roomTopic) {
            session().leave(roomTopic.room());
        } else if (subscription != null && subscription.destination() == Fixed.ROOMS) {
            stompDialect.removeRoomList(roomListSubscription);
        }
        sendReceipt(receipt);
    }

    /** Removes the subscription to a room, if there is one. */
    void unsubscribe(RoomName room) {
        String id = stompSubscriptions.idOf(new Destination.RoomTopic(room));
        if (id != null) {
            stompSubscriptions.remove(id);
        }
    }

    private void sendRooms() {
        String id = stompSubscriptions.idOf(Fixed.ROOMS);
        if (id != null) {
            connection.send(serverFrames.rooms(
                    id, connection.chatServer().roomRegistry().summaries()));
        }
    }

    /** Returns the id of the subscription to this destination; null if there is none. */
    @Nullable
    String idOf(Destination destination) {
        return stompSubscriptions.idOf(destination);
    }

    ServerFrames serverFrames() {
        return serverFrames;
    }

    void send(byte[] frame) {
        connection.send(frame);
    }

    /** Sends a RECEIPT if the client requested one. */
    void sendReceipt(@Nullable String receipt) {
        if (receipt != null) {
            send(serverFrames.receipt(receipt));
        }
    }

    /** Reports a refusal of this session, not of the chat server, as an event. */
    Refusal reportRefused(Refusal refusal) {
        Session current = session;
        connection
                .chatServer()
                .events()
                .refused(connection.clientInfo(stompDialect), current == null ? null : current.user(), null, refusal);
        return refusal;
    }

    /** Sends a refusal. Closes the connection with an ERROR if the client has no subscription to refusals. */
    void refuse(Refusal refusal, @Nullable String receipt, @Nullable String reference) {
        String refusalsId = idOf(Fixed.REFUSALS);
        if (refusalsId == null) {
            DisconnectReason disconnectReason = new DisconnectReason(refusal.code(), refusal.sentence(), false);
            connection.close(CloseCause.CLOSED, disconnectReason, serverFrames.disconnect(disconnectReason, receipt));
        } else {
            send(serverFrames.refusal(refusalsId, receipt, reference, refusal));
        }
    }

    /** Closes the connection because of an invalid frame. */
    private void fail(String sentence, @Nullable String receipt) {
        DisconnectReason disconnectReason = DisconnectReason.malformed(sentence);
        connection.close(CloseCause.CLOSED, disconnectReason, serverFrames.disconnect(disconnectReason, receipt));
    }

    /** Closes the connection on the user's request, after all pending replies. */
    void quit() {
        pendingRequests.whenDrained(
                () -> connection.close(CloseCause.QUIT, DisconnectReason.quit(), encode(DisconnectReason.quit())));
    }

    /** Closes the connection after all pending replies; an incomplete last frame is dropped. */
    @Override
    public void onInputClosed() {
        pendingRequests.whenDrained(() -> connection.close(CloseCause.CLOSED, null));
    }

    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        Subscription subscription =
                stompSubscriptions.to(new Destination.RoomTopic(cursor.room().name()));
        return subscription == null || subscription.eventEncoder() == null
                ? null
                : delivery.encodedBy(subscription.eventEncoder());
    }

    @Override
    public void onDirectMessage(DirectMessage directMessage) {
        String directId = idOf(Fixed.DIRECT);
        if (directId != null) {
            send(serverFrames.direct(directId, directMessage));
        }
    }

    @Override
    public byte[] encode(DisconnectReason disconnectReason) {
        return serverFrames.disconnect(disconnectReason, null);
    }

    @Override
    public void onClosed() {
        heartbeatTimer.stop();
        stompDialect.removeRoomList(roomListSubscription);
        roomListSubscription.close();
    }
}
