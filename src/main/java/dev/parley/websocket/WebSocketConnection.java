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

/**
 * One session of the endpoint, from its opening to its end: who it is, what it has subscribed to, what it is still to be
 * told. Safe from any thread; nothing blocks.
 */
final class WebSocketConnection implements Subscriber {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

    private static final byte[] NOTHING = {};

    private final ChatServer chatServer;
    private final ClientInfo clientInfo;
    private final SessionWriter sessionWriter;
    private final OutboundQueue outboundQueue;
    private final WebSocketSubscriptions webSocketSubscriptions = new WebSocketSubscriptions();
    private final ActivityTracker activityTracker;
    private final PendingResults pendingResults = new PendingResults(this::onRequestFailure);

    private volatile ServerFrames serverFrames = new ServerFrames(StompVersion.V1_2);
    private volatile HeartbeatHeader heartbeat = HeartbeatHeader.NONE;

    private @Nullable Session session; // guarded by this
    private @Nullable CloseCause closeCause; // guarded by this

    WebSocketConnection(
            ChatServer chatServer,
            ClientInfo clientInfo,
            SessionWriter sessionWriter,
            ActivityTracker activityTracker) {
        this.chatServer = chatServer;
        this.clientInfo = clientInfo;
        this.sessionWriter = sessionWriter;
        this.outboundQueue = sessionWriter.outboundQueue();
        this.activityTracker = activityTracker;
    }

    /** Where it speaks from. */
    ClientInfo clientInfo() {
        return clientInfo;
    }

    /** How it is written to. */
    SessionWriter sessionWriter() {
        return sessionWriter;
    }

    /** What it is still to be sent. */
    OutboundQueue outboundQueue() {
        return outboundQueue;
    }

    /** What it has subscribed to. */
    WebSocketSubscriptions webSocketSubscriptions() {
        return webSocketSubscriptions;
    }

    /** When it was last heard of. */
    ActivityTracker activityTracker() {
        return activityTracker;
    }

    /** What the server says to it alone. */
    ServerFrames serverFrames() {
        return serverFrames;
    }

    /** The heart-beats agreed upon, seen from the server. */
    HeartbeatHeader heartbeat() {
        return heartbeat;
    }

    /** The visit; null before it is let in. */
    synchronized @Nullable Session session() {
        return session;
    }

    /** Whether it is let in and neither it nor we have ended it. */
    synchronized boolean isLoggedIn() {
        return session != null && closeCause == null && !outboundQueue.isClosing();
    }

    /** Returns whether the connection ignores further frames of its client. */
    synchronized boolean isClosed() {
        return closeCause != null || outboundQueue.isClosing() || pendingResults.isDraining();
    }

    /** Hands the result of a request to {@code then}; a failure disconnects the client. */
    <T> void await(CompletionStage<T> result, Consumer<T> then) {
        pendingResults.await(result, then);
    }

    private void onRequestFailure(Throwable failure) {
        LOG.error("A request over STOMP failed.", failure);
        disconnect(DisconnectReason.storageFailed());
    }

    /** It has said CONNECT, and in which version. */
    void onConnect(ConnectRequest connectRequest) {
        serverFrames = new ServerFrames(connectRequest.version());
        heartbeat = connectRequest.beats();
    }

    /** It is let in; false if it has gone meanwhile, and the visit with it. */
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
        return send(serverFrames.connected(admitted));
    }

    /** There is no place for it. */
    void refuse(DisconnectReason disconnectReason) {
        sessionWriter.close(CloseCodes.statusOf(disconnectReason));
        outboundQueue.close(serverFrames.disconnect(disconnectReason, null));
    }

    /** It is not let in. */
    void refuse(Refusal refusal) {
        sessionWriter.close(CloseCodes.statusOf(refusal));
        outboundQueue.close(serverFrames.loginRefused(refusal));
    }

    /** Says something to it alone; who does not read is sent off. */
    boolean send(byte[] frame) {
        boolean taken = outboundQueue.offer(frame);
        if (!taken) {
            disconnect(DisconnectReason.tooSlow());
        }
        return taken;
    }

    /** Says what came of a request; the receipt only if one was asked for. */
    void sendResult(RequestResult requestResult, @Nullable String receipt, @Nullable String reference) {
        if (requestResult instanceof Refusal refusal) {
            refuse(refusal, receipt, reference);
        } else if (receipt != null) {
            send(
                    requestResult instanceof Receipt stored
                            ? serverFrames.receipt(receipt, stored)
                            : serverFrames.receipt(receipt, (Acknowledgement) requestResult));
        }
    }

    /** A request is done that has no other answer; says so if a receipt was asked for. */
    void sendReceipt(@Nullable String receipt) {
        if (receipt != null) {
            send(serverFrames.receipt(receipt));
        }
    }

    /** Puts on record what is refused here, and not by the house. */
    Refusal refused(Refusal refusal) {
        Session here = session();
        chatServer.events().refused(clientInfo, here == null ? null : here.user(), null, refusal);
        return refusal;
    }

    /** A request was not granted; who does not hear refusals is sent off with this one. */
    void refuse(Refusal refusal, @Nullable String receipt, @Nullable String reference) {
        String hearsRefusals = webSocketSubscriptions.idOf(Fixed.REFUSALS);
        if (hearsRefusals == null) {
            disconnect(new DisconnectReason(refusal.code(), refusal.sentence(), false), receipt);
        } else {
            send(serverFrames.refusal(hearsRefusals, receipt, reference, refusal));
        }
    }

    /** What it sent cannot be read. */
    void fail(MalformedFrameException malformed) {
        disconnect(DisconnectReason.malformed(malformed.sentence()), null, CloseCodes.statusOf(malformed.fault()));
    }

    /** What it sent is not allowed; the sentence says why. */
    void fail(String sentence, @Nullable String receipt) {
        disconnect(DisconnectReason.malformed(sentence), receipt);
    }

    @Override
    public void wake(Cursor cursor) {
        outboundQueue.wake(cursor);
    }

    @Override
    public Waker waker(Cursor cursor) {
        return sessionWriter.waker(cursor);
    }

    @Override
    public void onDirectMessage(DirectMessage directMessage) {
        String hearsDirect = webSocketSubscriptions.idOf(Fixed.DIRECT);
        if (hearsDirect != null) {
            send(serverFrames.direct(hearsDirect, directMessage));
        }
    }

    @Override
    public void disconnect(DisconnectReason disconnectReason) {
        disconnect(disconnectReason, null);
    }

    private void disconnect(DisconnectReason disconnectReason, @Nullable String receipt) {
        disconnect(disconnectReason, receipt, CloseCodes.statusOf(disconnectReason));
    }

    private void disconnect(DisconnectReason disconnectReason, @Nullable String receipt, CloseStatus status) {
        sessionWriter.close(status);
        if (outboundQueue.close(serverFrames.disconnect(disconnectReason, receipt))) {
            Session here = session();
            chatServer.events().disconnected(clientInfo, here == null ? null : here.user(), disconnectReason);
        }
    }

    /** Its person wants to leave, and is told goodbye. */
    void onDisconnect() {
        close(CloseCause.QUIT);
        disconnect(DisconnectReason.quit());
    }

    /**
     * Ends the session after a DISCONNECT frame: sends the receipts of all earlier frames, then this one, and closes the
     * connection when its queue is written.
     */
    void quit(@Nullable String receipt) {
        pendingResults.whenDrained(() -> {
            sendReceipt(receipt);
            close(CloseCause.QUIT);
            outboundQueue.close(NOTHING);
        });
    }

    /** It is gone, or taken for gone. Calls after the first do nothing. */
    void close(CloseCause how) {
        Session left;
        synchronized (this) {
            if (closeCause != null) {
                return;
            }
            closeCause = how;
            left = session;
        }
        if (left != null) {
            left.close(how);
        }
    }

    /** It is taken for lost: the others need not wait for the socket to notice. */
    void abort() {
        close(CloseCause.LOST);
        outboundQueue.close(NOTHING);
        sessionWriter.abort();
    }

    @Override
    public String toString() {
        return "Connection from " + clientInfo.address();
    }
}
