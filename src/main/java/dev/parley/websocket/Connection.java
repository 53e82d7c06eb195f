package dev.parley.websocket;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.room.Answer;
import dev.parley.room.Cursor;
import dev.parley.room.Direct;
import dev.parley.room.Ending;
import dev.parley.room.Farewell;
import dev.parley.room.House;
import dev.parley.room.Receipt;
import dev.parley.room.Refusal;
import dev.parley.room.Subscriber;
import dev.parley.room.Told;
import dev.parley.room.Visit;
import dev.parley.room.Waker;
import dev.parley.stomp.HeartBeat;
import dev.parley.stomp.MalformedFrame;
import dev.parley.stomp.StompVersion;
import dev.parley.wire.Destination.Plain;
import dev.parley.wire.Greeting;
import dev.parley.wire.Outbox;
import dev.parley.wire.Phrasebook;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/**
 * One session of the endpoint, from its opening to its end: who it is, what it has subscribed to, what it is still to be
 * told. Safe from any thread; nothing blocks.
 */
final class Connection implements Subscriber {

    private static final byte[] NOTHING = {};

    private final House house;
    private final ClientInfo clientInfo;
    private final Line line;
    private final Outbox outbox;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Liveness liveness;

    private volatile Phrasebook phrasebook = new Phrasebook(StompVersion.V1_2);
    private volatile HeartBeat beats = HeartBeat.NONE;

    private @Nullable Visit visit; // guarded by this
    private @Nullable Ending ending; // guarded by this

    Connection(House house, ClientInfo clientInfo, Line line, Liveness liveness) {
        this.house = house;
        this.clientInfo = clientInfo;
        this.line = line;
        this.outbox = line.outbox();
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
    Outbox outbox() {
        return outbox;
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
    Phrasebook phrasebook() {
        return phrasebook;
    }

    /** The heart-beats agreed upon, seen from the server. */
    HeartBeat beats() {
        return beats;
    }

    /** The visit; null before it is let in. */
    synchronized @Nullable Visit visit() {
        return visit;
    }

    /** Whether it is let in and neither it nor we have ended it. */
    synchronized boolean isIn() {
        return visit != null && ending == null && !outbox.isEnding();
    }

    /** Whether nothing that it sends counts any more. */
    synchronized boolean isOver() {
        return ending != null || outbox.isEnding();
    }

    /** It has said CONNECT, and in which version. */
    void greeted(Greeting greeting) {
        phrasebook = new Phrasebook(greeting.version());
        beats = greeting.beats();
    }

    /** It is let in; false if it has gone meanwhile, and the visit with it. */
    boolean admit(Visit admitted) {
        Ending already;
        synchronized (this) {
            visit = admitted;
            already = ending;
        }
        if (already != null) {
            admitted.end(already);
            return false;
        }
        return say(phrasebook.connected(admitted));
    }

    /** There is no place for it. */
    void turnAway(Farewell farewell) {
        line.closeAs(Goodbye.statusOf(farewell));
        outbox.end(phrasebook.farewell(farewell, null));
    }

    /** It is not let in. */
    void turnAway(Refusal refusal) {
        line.closeAs(Goodbye.statusOf(refusal));
        outbox.end(phrasebook.turnedAway(refusal));
    }

    /** Says something to it alone; who does not read is sent off. */
    boolean say(byte[] frame) {
        boolean taken = outbox.answer(frame);
        if (!taken) {
            farewell(Farewell.tooSlow());
        }
        return taken;
    }

    /** Says what came of a request; the receipt only if one was asked for. */
    void answer(Answer answer, @Nullable String receipt, @Nullable String reference) {
        if (answer instanceof Refusal refusal) {
            refuse(refusal, receipt, reference);
        } else if (receipt != null) {
            say(
                    answer instanceof Receipt stored
                            ? phrasebook.receipt(receipt, stored)
                            : phrasebook.receipt(receipt, (Told) answer));
        }
    }

    /** A request is done that has no other answer; says so if a receipt was asked for. */
    void done(@Nullable String receipt) {
        if (receipt != null) {
            say(phrasebook.receipt(receipt));
        }
    }

    /** Puts on record what is refused here, and not by the house. */
    Refusal refused(Refusal refusal) {
        Visit here = visit();
        house.chronicle().refused(clientInfo, here == null ? null : here.user(), null, refusal);
        return refusal;
    }

    /** A request was not granted; who does not hear refusals is sent off with this one. */
    void refuse(Refusal refusal, @Nullable String receipt, @Nullable String reference) {
        String hearsRefusals = subscriptions.idOf(Plain.REFUSALS);
        if (hearsRefusals == null) {
            farewell(new Farewell(refusal.code(), refusal.sentence(), false), receipt);
        } else {
            say(phrasebook.refusal(hearsRefusals, receipt, reference, refusal));
        }
    }

    /** What it sent cannot be read. */
    void fail(MalformedFrame malformed) {
        farewell(Farewell.malformed(malformed.sentence()), null, Goodbye.statusOf(malformed.fault()));
    }

    /** What it sent is not allowed; the sentence says why. */
    void fail(String sentence, @Nullable String receipt) {
        farewell(Farewell.malformed(sentence), receipt);
    }

    @Override
    public void wake(Cursor cursor) {
        outbox.wake(cursor);
    }

    @Override
    public Waker waker(Cursor cursor) {
        return line.waker(cursor);
    }

    @Override
    public void direct(Direct direct) {
        String hearsDirect = subscriptions.idOf(Plain.DIRECT);
        if (hearsDirect != null) {
            say(phrasebook.direct(hearsDirect, direct));
        }
    }

    @Override
    public void farewell(Farewell farewell) {
        farewell(farewell, null);
    }

    private void farewell(Farewell farewell, @Nullable String receipt) {
        farewell(farewell, receipt, Goodbye.statusOf(farewell));
    }

    private void farewell(Farewell farewell, @Nullable String receipt, CloseStatus status) {
        line.closeAs(status);
        if (outbox.end(phrasebook.farewell(farewell, receipt))) {
            Visit here = visit();
            house.chronicle().sentOff(clientInfo, here == null ? null : here.user(), farewell);
        }
    }

    /** Its person wants to leave, and is told goodbye. */
    void goodbye() {
        end(Ending.QUIT);
        farewell(Farewell.quit());
    }

    /** It has said goodbye: its name is free, and it is closed when it has been told all that is left. */
    void quit() {
        end(Ending.QUIT);
        outbox.end(NOTHING);
    }

    /** It is gone, or taken for gone. Calls after the first do nothing. */
    void end(Ending how) {
        Visit left;
        synchronized (this) {
            if (ending != null) {
                return;
            }
            ending = how;
            left = visit;
        }
        if (left != null) {
            left.end(how);
        }
    }

    /** It is taken for lost: the others need not wait for the socket to notice. */
    void cut() {
        end(Ending.LOST);
        outbox.end(NOTHING);
        line.cut();
    }

    @Override
    public String toString() {
        return "Connection from " + clientInfo.address();
    }
}
