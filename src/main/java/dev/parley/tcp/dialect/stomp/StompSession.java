package dev.parley.tcp.dialect.stomp;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
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
import dev.parley.text.RoomName;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection of the STOMP dialect. Accepts CONNECT first, then the frames that {@link FrameValidator} allows. */
final class StompSession implements DialectSession {

    private final StompDialect dialect;
    private final TcpConnection connection;
    private final StompDecoder decoder = new StompDecoder(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED);
    private final StompSubscriptions subscriptions = new StompSubscriptions();
    private final PendingRequests pendingRequests;
    private final HeartbeatTimer heartbeatTimer;
    private final RoomListSubscription roomListSubscription;

    private ServerFrames frames = new ServerFrames(StompVersion.V1_2);
    private @Nullable Session session;

    StompSession(StompDialect dialect, TcpConnection connection) {
        this.dialect = dialect;
        this.connection = connection;
        this.pendingRequests = new PendingRequests(connection);
        this.heartbeatTimer = new HeartbeatTimer(
                connection, () -> connection.send(frames.heartbeat()), () -> connection.close(CloseCause.LOST, null));
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
        Optional<String> violation = FrameValidator.violation(frame, session != null, frames.version(), destination);
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
                pendingRequests.whenDrained(
                        () -> connection.close(CloseCause.QUIT, receipt == null ? null : frames.receipt(receipt)));
            default -> new SendHandler(dialect, this, session(), pendingRequests).handle(frame, destination, receipt);
        }
    }

    private void connect(Frame frame) {
        ConnectRequest request;
        try {
            request = ConnectRequest.parse(frame);
        } catch (MalformedFrameException e) {
            fail(e.sentence(), null);
            return;
        }
        frames = new ServerFrames(request.version());
        String address = connection.clientInfo(dialect).address();
        connection.await(
                dialect.loginThrottle().check(request.passcode(), address),
                refusal ->
                        refusal.ifPresentOrElse(refused -> refuseLogin(reportRefused(refused)), () -> login(request)));
    }

    private void login(ConnectRequest request) {
        LoginRequest loginRequest =
                LoginRequest.resumable(request.name(), connection.clientInfo(dialect), request.token());
        connection.login(loginRequest, result -> onLoginResult(request, result));
    }

    private void onLoginResult(ConnectRequest request, LoginResult result) {
        if (result instanceof LoginResult.Refused refused) {
            refuseLogin(refused.refusal());
        } else if (result instanceof LoginResult.LoggedIn in) {
            session = in.session();
            decoder.setVersion(request.version(), FrameLimits.CONNECTED);
            connection.send(frames.connected(in.session()));
            heartbeatTimer.start(request.heartbeats());
        }
    }

    private void refuseLogin(Refusal refusal) {
        connection.close(CloseCause.CLOSED, frames.loginRefused(refusal));
    }

    /** Returns the session; called only after the login. */
    private Session session() {
        if (session == null) {
            throw new IllegalStateException("A frame was accepted before the login.");
        }
        return session;
    }

    private void subscribe(Frame frame, @Nullable Destination destination, @Nullable String receipt) {
        String id = FrameValidator.idOf(frame.headers(), frames.version());
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
        } else if (!subscriptions.add(subscription(id, destination))) {
            fail("You already have a subscription with this id or to this destination. UNSUBSCRIBE first.", receipt);
        } else if (destination instanceof Destination.RoomTopic roomTopic) {
            join(id, roomTopic.room(), replayFrom.get(), receipt);
        } else {
            sendReceipt(receipt);
            if (destination == Fixed.ROOMS) {
                dialect.addRoomList(roomListSubscription);
                sendRooms();
            }
        }
    }

    private Subscription subscription(String id, Destination destination) {
        return new Subscription(
                id,
                destination,
                destination instanceof Destination.RoomTopic roomTopic
                        ? dialect.encoderCache().encoderFor(frames.version(), id, roomTopic.room())
                        : null);
    }

    /** Joins the room. Reads are held meanwhile, so that later frames find the user in the room. */
    private void join(String id, RoomName room, ReplayFrom replayFrom, @Nullable String receipt) {
        connection.await(session().join(room, replayFrom), joinResult -> {
            if (joinResult instanceof Refusal refusal) {
                subscriptions.remove(id);
                refuse(refusal, receipt, null);
            } else {
                sendReceipt(receipt);
            }
        });
    }

    private void unsubscribe(Frame frame, @Nullable String receipt) {
        String id = FrameValidator.idOf(frame.headers(), frames.version());
        Subscription subscription = id == null ? null : subscriptions.remove(id);
        if (subscription != null && subscription.destination() instanceof Destination.RoomTopic roomTopic) {
            session().leave(roomTopic.room());
        } else if (subscription != null && subscription.destination() == Fixed.ROOMS) {
            dialect.removeRoomList(roomListSubscription);
        }
        sendReceipt(receipt);
    }

    /** Removes the subscription to a room, if there is one. */
    void unsubscribe(RoomName room) {
        String id = subscriptions.idOf(new Destination.RoomTopic(room));
        if (id != null) {
            subscriptions.remove(id);
        }
    }

    private void sendRooms() {
        String id = subscriptions.idOf(Fixed.ROOMS);
        if (id != null) {
            connection.send(
                    frames.rooms(id, connection.chatServer().roomRegistry().summaries()));
        }
    }

    /** Returns the id of the subscription to this destination; null if there is none. */
    @Nullable
    String idOf(Destination destination) {
        return subscriptions.idOf(destination);
    }

    ServerFrames serverFrames() {
        return frames;
    }

    void send(byte[] frame) {
        connection.send(frame);
    }

    /** Sends a RECEIPT if the client requested one. */
    void sendReceipt(@Nullable String receipt) {
        if (receipt != null) {
            send(frames.receipt(receipt));
        }
    }

    /** Reports a refusal of this session, not of the chat server, as an event. */
    Refusal reportRefused(Refusal refusal) {
        Session current = session;
        connection
                .chatServer()
                .events()
                .refused(connection.clientInfo(dialect), current == null ? null : current.user(), null, refusal);
        return refusal;
    }

    /** Sends a refusal. Closes the connection with an ERROR if the client has no subscription to refusals. */
    void refuse(Refusal refusal, @Nullable String receipt, @Nullable String reference) {
        String refusalsId = idOf(Fixed.REFUSALS);
        if (refusalsId == null) {
            DisconnectReason reason = new DisconnectReason(refusal.code(), refusal.sentence(), false);
            connection.close(CloseCause.CLOSED, reason, frames.disconnect(reason, receipt));
        } else {
            send(frames.refusal(refusalsId, receipt, reference, refusal));
        }
    }

    /** Closes the connection because of an invalid frame. */
    private void fail(String sentence, @Nullable String receipt) {
        DisconnectReason reason = DisconnectReason.malformed(sentence);
        connection.close(CloseCause.CLOSED, reason, frames.disconnect(reason, receipt));
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
                subscriptions.to(new Destination.RoomTopic(cursor.room().name()));
        return subscription == null || subscription.eventEncoder() == null
                ? null
                : delivery.encodedBy(subscription.eventEncoder());
    }

    @Override
    public void onDirectMessage(DirectMessage message) {
        String directId = idOf(Fixed.DIRECT);
        if (directId != null) {
            send(frames.direct(directId, message));
        }
    }

    @Override
    public byte[] encode(DisconnectReason reason) {
        return frames.disconnect(reason, null);
    }

    @Override
    public void onClosed() {
        heartbeatTimer.stop();
        dialect.removeRoomList(roomListSubscription);
        roomListSubscription.close();
    }
}
