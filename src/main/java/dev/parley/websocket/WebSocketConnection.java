package dev.parley.websocket;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.room.Acknowledgement;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Subscriber;
import dev.parley.chat.room.Waker;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.Session;
import dev.parley.protocol.ConnectRequest;
import dev.parley.protocol.Destination.Fixed;
import dev.parley.protocol.OutboundQueue;
import dev.parley.protocol.ServerFrames;
import dev.parley.stomp.HeartbeatHeader;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.StompVersion;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;

/** The connection of one session of the endpoint: its user, subscriptions and queue. Thread-safe; nothing blocks. */
final class WebSocketConnection implements Subscriber {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

    private static final byte[] NOTHING = {};

    private final ChatServer server;
    private final ClientInfo clientInfo;
    private final SessionWriter writer;
    private final OutboundQueue queue;
    private final WebSocketSubscriptions subscriptions = new WebSocketSubscriptions();
    private final ActivityTracker activity;
    private final PendingResults pendingResults = new PendingResults(this::onRequestFailure);

    private volatile ServerFrames frames = new ServerFrames(StompVersion.V1_2);
    private volatile HeartbeatHeader heartbeat = HeartbeatHeader.NONE;

    private @Nullable Session session; // guarded by this
    private @Nullable CloseCause closeCause; // guarded by this

    WebSocketConnection(ChatServer server, ClientInfo clientInfo, SessionWriter writer, ActivityTracker activity) {
        this.server = server;
        this.clientInfo = clientInfo;
        this.writer = writer;
        this.queue = writer.outboundQueue();
        this.activity = activity;
    }

    /** Returns the transport, dialect and address of the client. */
    ClientInfo clientInfo() {
        return clientInfo;
    }

    /** Returns the writer. */
    SessionWriter sessionWriter() {
        return writer;
    }

    /** Returns the queue. */
    OutboundQueue outboundQueue() {
        return queue;
    }

    /** Returns the subscriptions. */
    WebSocketSubscriptions webSocketSubscriptions() {
        return subscriptions;
    }

    /** Returns the times of activity. */
    ActivityTracker activityTracker() {
        return activity;
    }

    /** Returns the encoder of frames for this connection. */
    ServerFrames serverFrames() {
        return frames;
    }

    /** Returns the agreed heart-beats, as seen from the server. */
    HeartbeatHeader heartbeat() {
        return heartbeat;
    }

    /** Returns the session; null before login. */
    synchronized @Nullable Session session() {
        return session;
    }

    /** Returns whether the client is logged in and the connection is not closing. */
    synchronized boolean isLoggedIn() {
        return session != null && closeCause == null && !queue.isClosing();
    }

    /** Returns whether the connection ignores further frames of its client. */
    synchronized boolean isClosed() {
        return closeCause != null || queue.isClosing() || pendingResults.isDraining();
    }

    /** Hands the result of a request to {@code then}; a failure disconnects the client. */
    <T> void await(CompletionStage<T> result, Consumer<T> then) {
        pendingResults.await(result, then);
    }

    private void onRequestFailure(Throwable failure) {
        LOG.error("A request over STOMP failed.", failure);
        disconnect(DisconnectReason.storageFailed());
    }

    /** Records the CONNECT frame and its version. */
    void onConnect(ConnectRequest request) {
        frames = new ServerFrames(request.version());
        heartbeat = request.heartbeats();
    }

    /** Attaches the session; returns false and ends it if the connection has closed meanwhile. */
    boolean attach(Session admitted) {
        CloseCause already;
        synchronized (this) {
            session = admitted;
            already = closeCause;
        }
        if (already != null) {
            admitted.close(already);
            return false;
        }
        return send(frames.connected(admitted));
    }

    /** Closes the connection for a limit or a ban. */
    void refuse(DisconnectReason reason) {
        writer.close(CloseCodes.statusOf(reason));
        queue.close(frames.disconnect(reason, null));
    }

    /** Closes the connection for a refused login. */
    void refuse(Refusal refusal) {
        writer.close(CloseCodes.statusOf(refusal));
        queue.close(frames.loginRefused(refusal));
    }

    /** Sends a frame to this client only; disconnects a client whose queue is full. */
    boolean send(byte[] frame) {
        boolean taken = queue.offer(frame);
        if (!taken) {
            disconnect(DisconnectReason.tooSlow());
        }
        return taken;
    }

    /** Sends the result of a request; a receipt only if one was requested. */
    void sendResult(RequestResult result, @Nullable String receipt, @Nullable String reference) {
        if (result instanceof Refusal refusal) {
            refuse(refusal, receipt, reference);
        } else if (receipt != null) {
            send(
                    result instanceof Receipt stored
                            ? frames.receipt(receipt, stored)
                            : frames.receipt(receipt, (Acknowledgement) result));
        }
    }

    /** Sends a receipt, if one was requested. */
    void sendReceipt(@Nullable String receipt) {
        if (receipt != null) {
            send(frames.receipt(receipt));
        }
    }

    /** Reports a refusal that the transport decided on, and returns it. */
    Refusal refused(Refusal refusal) {
        Session here = session();
        server.events().refused(clientInfo, here == null ? null : here.user(), null, refusal);
        return refusal;
    }

    /** Sends a refusal; disconnects a client without a subscription to refusals. */
    void refuse(Refusal refusal, @Nullable String receipt, @Nullable String reference) {
        String hearsRefusals = subscriptions.idOf(Fixed.REFUSALS);
        if (hearsRefusals == null) {
            disconnect(new DisconnectReason(refusal.code(), refusal.sentence(), false), receipt);
        } else {
            send(frames.refusal(hearsRefusals, receipt, reference, refusal));
        }
    }

    /** Closes the connection for malformed input. */
    void fail(MalformedFrameException malformed) {
        disconnect(DisconnectReason.malformed(malformed.sentence()), null, CloseCodes.statusOf(malformed.fault()));
    }

    /** Closes the connection for an invalid frame; the sentence has the reason. */
    void fail(String sentence, @Nullable String receipt) {
        disconnect(DisconnectReason.malformed(sentence), receipt);
    }

    @Override
    public void wake(Cursor cursor) {
        queue.wake(cursor);
    }

    @Override
    public Waker waker(Cursor cursor) {
        return writer.waker(cursor);
    }

    @Override
    public void onDirectMessage(DirectMessage message) {
        String hearsDirect = subscriptions.idOf(Fixed.DIRECT);
        if (hearsDirect != null) {
            send(frames.direct(hearsDirect, message));
        }
    }

    @Override
    public void disconnect(DisconnectReason reason) {
        disconnect(reason, null);
    }

    private void disconnect(DisconnectReason reason, @Nullable String receipt) {
        disconnect(reason, receipt, CloseCodes.statusOf(reason));
    }

    private void disconnect(DisconnectReason reason, @Nullable String receipt, CloseStatus status) {
        writer.close(status);
        if (queue.close(frames.disconnect(reason, receipt))) {
            Session here = session();
            server.events().disconnected(clientInfo, here == null ? null : here.user(), reason);
        }
    }

    /** Closes the connection at the request of its user, after the receipts of all earlier frames. */
    void onDisconnect() {
        pendingResults.whenDrained(() -> {
            close(CloseCause.QUIT);
            disconnect(DisconnectReason.quit());
        });
    }

    /**
     * Ends the session after a DISCONNECT frame: sends the receipts of all earlier frames, then this one, and closes the
     * connection when its queue is written.
     */
    void quit(@Nullable String receipt) {
        pendingResults.whenDrained(() -> {
            sendReceipt(receipt);
            close(CloseCause.QUIT);
            queue.close(NOTHING);
        });
    }

    /**
     * Ends the session; only the first call counts. After DISCONNECT the user has quit, even if the socket closes before
     * all receipts are written.
     */
    void close(CloseCause how) {
        CloseCause cause = pendingResults.isDraining() ? CloseCause.QUIT : how;
        Session left;
        synchronized (this) {
            if (closeCause != null) {
                return;
            }
            closeCause = cause;
            left = session;
        }
        if (left != null) {
            left.close(cause);
        }
    }

    /** Aborts a connection that counts as lost, without waiting for its socket. */
    void abort() {
        close(CloseCause.LOST);
        queue.close(NOTHING);
        writer.abort();
    }

    @Override
    public String toString() {
        return "Connection from " + clientInfo.address();
    }
}
