package dev.parley.bridge.stomp;

import dev.parley.bridge.Connection;
import dev.parley.bridge.Conversation;
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
import dev.parley.stomp.Command;
import dev.parley.stomp.Frame;
import dev.parley.stomp.FrameLimits;
import dev.parley.stomp.FrameReader;
import dev.parley.stomp.Headers;
import dev.parley.stomp.Incoming;
import dev.parley.stomp.MalformedFrame;
import dev.parley.stomp.Peer;
import dev.parley.stomp.StompVersion;
import dev.parley.wire.Destination;
import dev.parley.wire.Destination.Plain;
import dev.parley.wire.Etiquette;
import dev.parley.wire.Greeting;
import dev.parley.wire.Phrasebook;
import dev.parley.wire.Wish;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One client's talk in frames: CONNECT first, then whatever {@link Etiquette} allows. */
final class StompConversation implements Conversation {

    private final Stomp stomp;
    private final Connection connection;
    private final FrameReader reader = new FrameReader(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED);
    private final Subscriptions subscriptions = new Subscriptions();
    private final Unanswered unanswered;
    private final HeartBeats beats;
    private final RoomList roomList;

    private Phrasebook phrasebook = new Phrasebook(StompVersion.V1_2);
    private @Nullable Session session;

    StompConversation(Stomp stomp, Connection connection) {
        this.stomp = stomp;
        this.connection = connection;
        this.unanswered = new Unanswered(connection);
        this.beats = new HeartBeats(
                connection, () -> connection.say(phrasebook.beat()), () -> connection.close(CloseCause.LOST, null));
        this.roomList = new RoomList(connection, this::showRooms);
    }

    @Override
    public void read(ByteBuf input) {
        beats.heard();
        try {
            while (!connection.isHeld() && !unanswered.isFinishing() && input.isReadable()) {
                ByteBuffer bytes = input.nioBuffer();
                Incoming next = reader.read(bytes);
                input.skipBytes(input.readableBytes() - bytes.remaining());
                if (next instanceof Frame frame) {
                    take(frame);
                }
            }
        } catch (MalformedFrame malformed) {
            fail(malformed.sentence(), null);
        }
        if (unanswered.isFinishing()) {
            input.skipBytes(input.readableBytes());
        }
    }

    /** The reader has its own limits, and takes all there is. */
    @Override
    public int longest() {
        return FrameLimits.CONNECTED.maxFrameBytes();
    }

    private void take(Frame frame) {
        String written = frame.headers().get(Headers.DESTINATION);
        Destination destination =
                written == null ? null : Destination.read(written).orElse(null);
        String receipt = frame.headers().get(Headers.RECEIPT);
        Optional<String> breach = Etiquette.breach(frame, session != null, phrasebook.version(), destination);
        if (breach.isPresent()) {
            fail(breach.get(), receipt);
            return;
        }
        if (frame.command() == Command.UNSUBSCRIBE && unanswered.isAny()) {
            // What was said before is to be heard before.
            unanswered.settle(() -> unsubscribe(frame, receipt));
            return;
        }
        switch (frame.command()) {
            case CONNECT, STOMP -> connect(frame);
            case SUBSCRIBE -> subscribe(frame, destination, receipt);
            case UNSUBSCRIBE -> unsubscribe(frame, receipt);
            case DISCONNECT ->
                unanswered.thenFinally(
                        () -> connection.close(CloseCause.QUIT, receipt == null ? null : phrasebook.receipt(receipt)));
            default -> new Sending(stomp, this, session(), unanswered).take(frame, destination, receipt);
        }
    }

    private void connect(Frame frame) {
        Greeting greeting;
        try {
            greeting = Greeting.read(frame);
        } catch (MalformedFrame malformed) {
            fail(malformed.sentence(), null);
            return;
        }
        phrasebook = new Phrasebook(greeting.version());
        Optional<Duration> turn = stomp.loginThrottle().nextAttemptDelay(address());
        if (turn.isEmpty()) {
            connection.rest(LoginThrottle.PAUSE, () -> turnAway(refused(Refusal.slowDown(LoginThrottle.PAUSE))));
        } else if (turn.get().isZero()) {
            enter(greeting);
        } else {
            connection.rest(turn.get(), () -> enter(greeting));
        }
    }

    private String address() {
        return connection.clientInfo(stomp).address();
    }

    private void enter(Greeting greeting) {
        if (!stomp.loginThrottle().verify(greeting.passcode(), address())) {
            connection.rest(LoginThrottle.PAUSE, () -> turnAway(refused(Refusal.wrongPassword())));
            return;
        }
        LoginRequest loginRequest =
                LoginRequest.resumable(greeting.name(), connection.clientInfo(stomp), greeting.token());
        connection.enter(loginRequest, loginResult -> admitted(greeting, loginResult));
    }

    private void admitted(Greeting greeting, LoginResult loginResult) {
        if (loginResult instanceof LoginResult.Refused refused) {
            turnAway(refused.refusal());
        } else if (loginResult instanceof LoginResult.LoggedIn in) {
            session = in.session();
            reader.agreed(greeting.version(), FrameLimits.CONNECTED);
            connection.say(phrasebook.connected(in.session()));
            beats.begin(greeting.beats());
        }
    }

    private void turnAway(Refusal refusal) {
        connection.close(CloseCause.CLOSED, phrasebook.turnedAway(refusal));
    }

    /** Whoever gets as far as asking this has been let in. */
    private Session session() {
        if (session == null) {
            throw new IllegalStateException("A frame passed that came before its sender was let in.");
        }
        return session;
    }

    private void subscribe(Frame frame, @Nullable Destination destination, @Nullable String receipt) {
        String id = Etiquette.idOf(frame.headers(), phrasebook.version());
        if (destination == null || id == null) {
            return;
        } else if (destination instanceof Destination.NoRoom) {
            refuse(refused(Refusal.roomInvalid()), receipt, null);
            return;
        }
        int replay = connection.chatServer().limits().replay();
        Optional<ReplayFrom> replayFrom = Wish.read(frame.headers(), replay).replayFrom();
        if (replayFrom.isEmpty()) {
            refuse(refused(Wish.unreadable()), receipt, null);
        } else if (!subscriptions.add(subscription(id, destination))) {
            fail("You have a subscription of that id, or to that destination. UNSUBSCRIBE first.", receipt);
        } else if (destination instanceof Destination.Hear hear) {
            join(id, hear.room(), replayFrom.get(), receipt);
        } else {
            done(receipt);
            if (destination == Plain.ROOMS) {
                stomp.looks(roomList);
                showRooms();
            }
        }
    }

    private Subscription subscription(String id, Destination destination) {
        return new Subscription(
                id,
                destination,
                destination instanceof Destination.Hear hear
                        ? stomp.narrations().of(phrasebook.version(), id, hear.room())
                        : null);
    }

    /** Nothing is read until it has joined, so it counts as joined for every later frame. */
    private void join(String id, RoomName room, ReplayFrom replayFrom, @Nullable String receipt) {
        connection.await(session().join(room, replayFrom), joinResult -> {
            if (joinResult instanceof Refusal refusal) {
                subscriptions.remove(id);
                refuse(refusal, receipt, null);
            } else {
                done(receipt);
            }
        });
    }

    private void unsubscribe(Frame frame, @Nullable String receipt) {
        String id = Etiquette.idOf(frame.headers(), phrasebook.version());
        Subscription removed = id == null ? null : subscriptions.remove(id);
        if (removed != null && removed.destination() instanceof Destination.Hear hear) {
            session().leave(hear.room());
        } else if (removed != null && removed.destination() == Plain.ROOMS) {
            stomp.looksAway(roomList);
        }
        done(receipt);
    }

    /** Hears no more of a room, if it did. */
    void unsubscribe(RoomName room) {
        String id = subscriptions.idOf(new Destination.Hear(room));
        if (id != null) {
            subscriptions.remove(id);
        }
    }

    private void showRooms() {
        String id = subscriptions.idOf(Plain.ROOMS);
        if (id != null) {
            connection.say(
                    phrasebook.rooms(id, connection.chatServer().roomRegistry().summaries()));
        }
    }

    /** The id under which this destination is subscribed to; null if it is not. */
    @Nullable
    String idOf(Destination destination) {
        return subscriptions.idOf(destination);
    }

    /** What the server says to this connection alone. */
    Phrasebook phrasebook() {
        return phrasebook;
    }

    void say(byte[] frame) {
        connection.say(frame);
    }

    /** A request is done that has no other answer; says so if a receipt was asked for. */
    void done(@Nullable String receipt) {
        if (receipt != null) {
            say(phrasebook.receipt(receipt));
        }
    }

    /** Puts on record what is refused here, and not by the house. */
    Refusal refused(Refusal refusal) {
        Session here = session;
        connection
                .chatServer()
                .chronicle()
                .refused(connection.clientInfo(stomp), here == null ? null : here.user(), null, refusal);
        return refusal;
    }

    /** A request was not granted; who does not hear refusals is sent off with this one. */
    void refuse(Refusal refusal, @Nullable String receipt, @Nullable String reference) {
        String hearsRefusals = idOf(Plain.REFUSALS);
        if (hearsRefusals == null) {
            DisconnectReason disconnectReason = new DisconnectReason(refusal.code(), refusal.sentence(), false);
            connection.close(CloseCause.CLOSED, disconnectReason, phrasebook.farewell(disconnectReason, receipt));
        } else {
            say(phrasebook.refusal(hearsRefusals, receipt, reference, refusal));
        }
    }

    /** What it sent cannot be understood or is not allowed; the sentence says why. */
    private void fail(String sentence, @Nullable String receipt) {
        DisconnectReason disconnectReason = DisconnectReason.malformed(sentence);
        connection.close(CloseCause.CLOSED, disconnectReason, phrasebook.farewell(disconnectReason, receipt));
    }

    /** The person's wish: what is still unanswered is answered first. */
    void quit() {
        unanswered.thenFinally(
                () -> connection.close(CloseCause.QUIT, DisconnectReason.quit(), words(DisconnectReason.quit())));
    }

    /** Half a frame is dropped with the connection; what was sent before is answered. */
    @Override
    public void inputEnded() {
        unanswered.thenFinally(() -> connection.close(CloseCause.CLOSED, null));
    }

    @Override
    public byte @Nullable [] words(Cursor cursor, Delivery delivery) {
        Subscription heard = subscriptions.to(new Destination.Hear(cursor.room().name()));
        return heard == null || heard.eventEncoder() == null ? null : delivery.encodedBy(heard.eventEncoder());
    }

    @Override
    public void direct(DirectMessage directMessage) {
        String hearsDirect = idOf(Plain.DIRECT);
        if (hearsDirect != null) {
            say(phrasebook.direct(hearsDirect, directMessage));
        }
    }

    @Override
    public byte[] words(DisconnectReason disconnectReason) {
        return phrasebook.farewell(disconnectReason, null);
    }

    @Override
    public void ended() {
        beats.end();
        stomp.looksAway(roomList);
        roomList.close();
    }
}
