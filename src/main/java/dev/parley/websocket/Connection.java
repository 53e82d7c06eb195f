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
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/**
 * One session of the endpoint, from its opening to its end: who it is, what it has subscribed to, what it is still to be
 * told. Safe from any thread; nothing blocks.
 */
final class Connection implements Subscriber {

    private static final byte[] NOTHING = {};

    private final ChatServer chatServer;
    private final ClientInfo clientInfo;
    private final Line line;
    private final OutboundQueue outboundQueue;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Liveness liveness;

    private volatile ServerFrames serverFrames = new ServerFrames(StompVersion.V1_2);
    private volatile HeartbeatHeader beats = HeartbeatHeader.NONE;

    private @Nullable Session session; // guarded by this
    private @Nullable CloseCause closeCause; // guarded by this

    Connection(ChatServer chatServer, ClientInfo clientInfo, Line line, Liveness liveness) {
        this.chatServer = chatServer;
        this.clientInfo = clientInfo;
        this.line = line;
        this.outboundQueue = line.outboundQueue();
        this.liveness = liveness;
    }

    /** Where it speaks from. */
    ClientInfo clientInfo() {
        return clientInfo;
    }

    /** How it is written to. */
    Line line() {
        return line;
    }

    /** What it is still to be sent. */
    OutboundQueue outboundQueue() {
        return outboundQueue;
    }

    /** What it has subscribed to. */
    Subscriptions subscriptions() {
        return subscriptions;
    }

    /** When it was last heard of. */
    Liveness liveness() {
        return liveness;
    }

    /** What the server says to it alone. */
    ServerFrames serverFrames() {
        return serverFrames;
    }

    /** The heart-beats agreed upon, seen from the server. */
    HeartbeatHeader beats() {
        return beats;
    }

    /** The visit; null before it is let in. */
    synchronized @Nullable Session session() {
        return session;
    }

    /** Whether it is let in and neither it nor we have ended it. */
    synchronized boolean isIn() {
        return session != null && closeCause == null && !outboundQueue.isClosing();
    }

    /** Whether nothing that it sends counts any more. */
    synchronized boolean isOver() {
        return closeCause != null || outboundQueue.isClosing();
    }

    /** It has said CONNECT, and in which version. */
    void greeted(ConnectRequest connectRequest) {
        serverFrames = new ServerFrames(connectRequest.version());
        beats = connectRequest.beats();
    }

    /** It is let in; false if it has gone meanwhile, and the visit with it. */
    boolean admit(Session admitted) {
        CloseCause already;
        synchronized (this) {
            session = admitted;
            already = closeCause;
        }
        if (already != null) {
            admitted.close(already);
            return false;
        }
        return say(serverFrames.connected(admitted));
    }

    /** There is no place for it. */
    void turnAway(DisconnectReason disconnectReason) {
        line.closeAs(Goodbye.statusOf(disconnectReason));
        outboundQueue.close(serverFrames.disconnect(disconnectReason, null));
    }

    /** It is not let in. */
    void turnAway(Refusal refusal) {
        line.closeAs(Goodbye.statusOf(refusal));
        outboundQueue.close(serverFrames.loginRefused(refusal));
    }

    /** Says something to it alone; who does not read is sent off. */
    boolean say(byte[] frame) {
        boolean taken = outboundQueue.offer(frame);
        if (!taken) {
            disconnect(DisconnectReason.tooSlow());
        }
        return taken;
    }

    /** Says what came of a request; the receipt only if one was asked for. */
    void answer(RequestResult requestResult, @Nullable String receipt, @Nullable String reference) {
        if (requestResult instanceof Refusal refusal) {
            refuse(refusal, receipt, reference);
        } else if (receipt != null) {
            say(
                    requestResult instanceof Receipt stored
                            ? serverFrames.receipt(receipt, stored)
                            : serverFrames.receipt(receipt, (Acknowledgement) requestResult));
        }
    }

    /** A request is done that has no other answer; says so if a receipt was asked for. */
    void done(@Nullable String receipt) {
        if (receipt != null) {
            say(serverFrames.receipt(receipt));
        }
    }

    /** Puts on record what is refused here, and not by the house. */
    Refusal refused(Refusal refusal) {
        Session here = session();
        chatServer.chronicle().refused(clientInfo, here == null ? null : here.user(), null, refusal);
        return refusal;
    }

    /** A request was not granted; who does not hear refusals is sent off with this one. */
    void refuse(Refusal refusal, @Nullable String receipt, @Nullable String reference) {
        String hearsRefusals = subscriptions.idOf(Fixed.REFUSALS);
        if (hearsRefusals == null) {
            farewell(new DisconnectReason(refusal.code(), refusal.sentence(), false), receipt);
        } else {
            say(serverFrames.refusal(hearsRefusals, receipt, reference, refusal));
        }
    }

    /** What it sent cannot be read. */
    void fail(MalformedFrameException malformed) {
        farewell(DisconnectReason.malformed(malformed.sentence()), null, Goodbye.statusOf(malformed.fault()));
    }

    /** What it sent is not allowed; the sentence says why. */
    void fail(String sentence, @Nullable String receipt) {
        farewell(DisconnectReason.malformed(sentence), receipt);
    }

    @Override
    public void wake(Cursor cursor) {
        outboundQueue.wake(cursor);
    }

    @Override
    public Waker waker(Cursor cursor) {
        return line.waker(cursor);
    }

    @Override
    public void onDirectMessage(DirectMessage directMessage) {
        String hearsDirect = subscriptions.idOf(Fixed.DIRECT);
        if (hearsDirect != null) {
            say(serverFrames.direct(hearsDirect, directMessage));
        }
    }

    @Override
    public void disconnect(DisconnectReason disconnectReason) {
        farewell(disconnectReason, null);
    }

    private void farewell(DisconnectReason disconnectReason, @Nullable String receipt) {
        farewell(disconnectReason, receipt, Goodbye.statusOf(disconnectReason));
    }

    private void farewell(DisconnectReason disconnectReason, @Nullable String receipt, CloseStatus status) {
        line.closeAs(status);
        if (outboundQueue.close(serverFrames.disconnect(disconnectReason, receipt))) {
            Session here = session();
            chatServer.chronicle().sentOff(clientInfo, here == null ? null : here.user(), disconnectReason);
        }
    }

    /** Its person wants to leave, and is told goodbye. */
    void goodbye() {
        end(CloseCause.QUIT);
        disconnect(DisconnectReason.quit());
    }

    /** It has said goodbye: its name is free, and it is closed when it has been told all that is left. */
    void quit() {
        end(CloseCause.QUIT);
        outboundQueue.close(NOTHING);
    }

    /** It is gone, or taken for gone. Calls after the first do nothing. */
    void end(CloseCause how) {
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
    void cut() {
        end(CloseCause.LOST);
        outboundQueue.close(NOTHING);
        line.cut();
    }

    @Override
    public String toString() {
        return "Connection from " + clientInfo.address();
    }
}
