package dev.parley.protocol;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.command.Reply;
import dev.parley.protocol.Destination.Fixed;
import dev.parley.protocol.StompSubscriptions.Subscription;
import dev.parley.protocol.api.ChatHeaders;
import dev.parley.stomp.Frame;
import dev.parley.stomp.FrameLimits;
import dev.parley.stomp.Headers;
import dev.parley.stomp.HeartbeatHeader;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.Peer;
import dev.parley.stomp.StompCommand;
import dev.parley.stomp.StompDecoder;
import dev.parley.stomp.StompInput;
import dev.parley.stomp.StompVersion;
import dev.parley.text.RoomName;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chat over one STOMP connection, on any transport: accepts CONNECT first, then the frames that {@link FrameValidator}
 * allows, and answers them in their order.
 *
 * <p>{@link #read} and {@link #handle} are confined to one thread at a time, each of which sees the writes of the one
 * before. All other methods are safe from any thread. Nothing blocks.
 */
public final class StompSession {

    private static final Logger LOG = LoggerFactory.getLogger(StompSession.class);

    private final StompSessionFactory factory;
    private final FrameSink sink;
    private final StompDecoder decoder = new StompDecoder(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED);
    private final StompSubscriptions subscriptions = new StompSubscriptions();
    private final PendingRequests pendingRequests;
    private final RefusalSender refusals;

    private volatile ServerFrames frames = new ServerFrames(StompVersion.V1_2);
    private volatile HeartbeatHeader heartbeat = HeartbeatHeader.NONE;
    private volatile boolean quitting;
    private volatile @Nullable Session session; // written under this
    private volatile @Nullable CloseCause closeCause; // written under this

    StompSession(StompSessionFactory factory, FrameSink sink) {
        this.factory = factory;
        this.sink = sink;
        this.pendingRequests = new PendingRequests(sink::execute, sink::resumeReads, this::onRequestFailure);
        this.refusals = new RefusalSender(this, factory.chatServer().events());
    }

    /** Returns the session of the logged-in user; null before the login. */
    public @Nullable Session session() {
        return session;
    }

    /** Returns the agreed heart-beats from the server's point of view. */
    public HeartbeatHeader heartbeat() {
        return heartbeat;
    }

    /** Returns whether {@link #read} leaves all input, because requests wait for their results. */
    public boolean isHeld() {
        return pendingRequests.isHeld();
    }

    /** Returns whether the connection is closed. */
    public boolean isClosed() {
        return closeCause != null;
    }

    /**
     * Decodes frames and passes valid ones to the handler, which calls {@link StompRequest#handle}. Leaves the rest in the
     * buffer while reads are held by this session or its transport; discards it after the end.
     */
    public void read(ByteBuffer input, Consumer<StompRequest> handler) {
        try {
            while (!isHeld() && !sink.isHeld() && !isOver()) {
                StompInput next = decoder.decode(input);
                if (next == null) {
                    return;
                } else if (next instanceof Frame frame) {
                    accept(frame, handler);
                }
            }
        } catch (MalformedFrameException e) {
            fail(e);
        }
        if (isOver()) {
            input.position(input.limit());
        }
    }

    private boolean isOver() {
        return sink.isClosed() || pendingRequests.isFinishing();
    }

    private void accept(Frame frame, Consumer<StompRequest> handler) {
        String text = frame.headers().get(Headers.DESTINATION);
        Destination destination = text == null ? null : Destination.parse(text).orElse(null);
        StompRequest request = new StompRequest(this, frame, destination);
        Optional<String> violation = FrameValidator.violation(frame, session != null, frames.version(), destination);
        if (violation.isPresent()) {
            fail(violation.get(), request.receipt());
        } else {
            handler.accept(request);
        }
    }

    void handle(StompRequest request) {
        switch (request.frame().stompCommand()) {
            case CONNECT, STOMP -> factory.connectHandler().connect(this, request);
            case SUBSCRIBE -> factory.subscriptionHandler().subscribe(this, request);
            case UNSUBSCRIBE -> factory.subscriptionHandler().unsubscribe(this, request);
            case DISCONNECT -> disconnect(request);
            default -> factory.sendHandler().send(this, request);
        }
        if (request.frame().stompCommand() != StompCommand.DISCONNECT) {
            holdIfTooFast();
        }
    }

    /**
     * Holds reads after a request that exceeds the rate limit of the user. Each request makes an answer, a refusal too, so
     * that a client which sends too many is read more slowly; none is refused or lost.
     */
    private void holdIfTooFast() {
        Session current = session;
        Duration wait = current == null ? Duration.ZERO : current.reserveRequest();
        if (!wait.isZero()) {
            CompletableFuture<Boolean> due = new CompletableFuture<>();
            sink.schedule(wait, () -> due.complete(true));
            pendingRequests.answerHeld(due, done -> {});
        }
    }

    /** Records the version and the heart-beats of a CONNECT frame. */
    void onConnect(ConnectRequest request) {
        frames = new ServerFrames(request.version());
        heartbeat = request.heartbeats();
    }

    /** Sends CONNECTED or the refusal. A session whose connection has closed meanwhile ends. */
    void onLoginResult(StompVersion version, LoginResult result) {
        if (result instanceof LoginResult.Refused refused) {
            sink.refuse(refused.refusal(), frames.loginRefused(refused.refusal()));
        } else if (result instanceof LoginResult.LoggedIn in) {
            CloseCause already;
            synchronized (this) {
                session = in.session();
                already = closeCause;
            }
            if (already == null) {
                decoder.setVersion(version, FrameLimits.CONNECTED);
                send(frames.connected(in.session()));
            } else {
                in.session().close(already);
            }
        }
    }

    /**
     * Answers all earlier requests, then this one, and closes the connection. The user logs out, unless the client wants to
     * resume.
     */
    private void disconnect(StompRequest request) {
        String receipt = request.receipt();
        String resumeWithin = request.frame().headers().get(ChatHeaders.RESUME_WITHIN);
        quitting = resumeWithin == null;
        if (resumeWithin != null) {
            loggedIn().limitResumeWindow(Duration.ofMillis(Long.parseLong(resumeWithin)));
        }
        CloseCause cause = quitting ? CloseCause.QUIT : CloseCause.CLOSED;
        pendingRequests.finish(() -> sink.close(cause, null, receipt == null ? null : frames.receipt(receipt)));
    }

    /**
     * Sends a reply to a command, or a part of it, unless the connection is closed; a closed one needs no encoding.
     *
     * @param receipt the receipt id of the request; null for none
     * @return whether the client subscribes to replies
     */
    boolean sendReply(Reply reply, @Nullable String receipt) {
        String id = subscriptions.idOf(Fixed.ANSWERS);
        if (id != null && !isClosed()) {
            send(serverFrames().reply(id, receipt, reply));
        }
        return id != null;
    }

    /** Sends a sentence of the server, if the client subscribes to replies. */
    public void onNotice(String sentence) {
        sink.execute(() -> sendReply(Reply.notice(sentence), null));
    }

    /** Sends the current rights of the user, if the client subscribes to them. */
    public void onOwnStateChanged() {
        sink.execute(this::sendRights);
    }

    void sendRights() {
        String id = subscriptions.idOf(Fixed.SESSION);
        Session current = session;
        if (id != null && current != null && !isClosed()) {
            send(frames.rights(id, current));
        }
    }

    /** Completes when all frames that were sent are handed to the socket; with false if the connection is closed. */
    CompletionStage<Boolean> written() {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        sink.whenWritten(() -> written.complete(!isClosed()));
        return written;
    }

    /** Notes that the user has quit by a command. */
    void markQuitting() {
        quitting = true;
    }

    /** Closes the connection of a user who has quit, after the answers to all requests. */
    void closeIfQuitting() {
        if (quitting) {
            DisconnectReason reason = DisconnectReason.quit();
            pendingRequests.finish(() -> sink.close(CloseCause.QUIT, reason, encode(reason)));
        }
    }

    /** Runs a task when all requests are answered, possibly at once; discards further input. Only the first call counts. */
    public void finish(Runnable task) {
        pendingRequests.finish(task);
    }

    /**
     * Ends the session with its connection. Only the first call counts. A user who logged out has quit, even if the connection
     * breaks before all receipts are written.
     */
    public void close(CloseCause cause) {
        Session left;
        CloseCause effective = quitting ? CloseCause.QUIT : cause;
        synchronized (this) {
            if (closeCause != null) {
                return;
            }
            closeCause = effective;
            left = session;
        }
        factory.roomListBroadcaster().forget(this);
        if (left != null) {
            left.close(effective);
        }
    }

    /** Removes the subscription to a room; returns null if there was none. */
    @Nullable
    Subscription unsubscribe(RoomName room) {
        Subscription subscription = subscriptions.to(new Destination.RoomTopic(room));
        if (subscription != null) {
            subscriptions.remove(subscription.id());
            endDelivery(subscription);
        }
        return subscription;
    }

    /** Ends the subscription to a room that the operator has removed, with a last event. */
    public void onRoomRemoved(RoomName room) {
        sink.execute(() -> {
            Subscription ended = unsubscribe(room);
            if (ended != null) {
                send(frames.roomRemoved(ended.id(), room));
            }
        });
    }

    void endDelivery(Subscription subscription) {
        Cursor cursor = subscription.cursor();
        if (cursor != null) {
            sink.unsubscribe(cursor);
        }
    }

    /** Encodes a room event; returns null if the client does not subscribe to the room. */
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        Subscription subscription =
                subscriptions.to(new Destination.RoomTopic(cursor.room().name()));
        return subscription == null || subscription.encoder() == null
                ? null
                : delivery.encodedBy(subscription.encoder());
    }

    /** Encodes the reason for a disconnect. */
    public byte[] encode(DisconnectReason reason) {
        return frames.disconnect(reason, null);
    }

    /** Sends a direct message, if the client subscribes to them. */
    public void onDirectMessage(DirectMessage message) {
        String directId = subscriptions.idOf(Fixed.DIRECT);
        if (directId != null) {
            send(frames.direct(directId, message));
        }
    }

    /** Sends a heart-beat. */
    public void sendHeartbeat() {
        send(frames.heartbeat());
    }

    /** Sends frames of the room list, if the client subscribes to it. */
    void sendRooms(BiFunction<ServerFrames, String, List<byte[]>> rooms) {
        sink.execute(() -> {
            String id = subscriptions.idOf(Fixed.ROOMS);
            if (id != null) {
                sink.sendLatest(() -> rooms.apply(frames, id));
            }
        });
    }

    void send(byte[] frame) {
        sink.send(frame);
    }

    /** Sends a RECEIPT if the client requested one. */
    void sendReceipt(@Nullable String receipt) {
        if (receipt != null) {
            send(frames.receipt(receipt));
        }
    }

    /** Closes the connection because of malformed input. */
    public void fail(MalformedFrameException malformed) {
        sink.close(malformed, encode(DisconnectReason.malformed(malformed.sentence())));
    }

    /** Closes the connection because of an invalid frame. */
    void fail(String sentence, @Nullable String receipt) {
        disconnect(DisconnectReason.malformed(sentence), receipt);
    }

    /** Closes the connection with an ERROR. */
    void disconnect(DisconnectReason reason, @Nullable String receipt) {
        sink.close(CloseCause.CLOSED, reason, frames.disconnect(reason, receipt));
    }

    private void onRequestFailure(Throwable failure) {
        LOG.error("A request over STOMP failed.", failure);
        disconnect(DisconnectReason.storageFailed(), null);
    }

    /** Returns the session; called only after the login. */
    Session loggedIn() {
        Session current = session;
        if (current == null) {
            throw new IllegalStateException("A frame was accepted before the login.");
        }
        return current;
    }

    FrameSink frameSink() {
        return sink;
    }

    /** Returns the sender of refusals. */
    RefusalSender refusals() {
        return refusals;
    }

    PendingRequests pendingRequests() {
        return pendingRequests;
    }

    StompSubscriptions subscriptions() {
        return subscriptions;
    }

    ServerFrames serverFrames() {
        return frames;
    }
}
