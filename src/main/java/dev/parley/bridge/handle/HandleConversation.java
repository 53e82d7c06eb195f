package dev.parley.bridge.handle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.bridge.talk.Sayings;
import dev.parley.bridge.talk.Talk;
import dev.parley.bridge.talk.Teller;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.CloseCause;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.TcpConnection;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One person's talk after a bare word: the handshake first, if it is one, then words or pieces. */
final class HandleConversation implements DialectSession, Teller {

    private static final int LONGEST = 64 * 1024;
    private static final int APPETITE = 8;

    /** Acknowledges the handle, and then is the server's. */
    private static final byte[] SERVER = Sayings.SERVER.getBytes(UTF_8);

    /** The client takes what it reads next for the server's handle, and what it reads so much later for words. */
    private static final Duration GAP = Duration.ofMillis(100);

    private static final String QUIT = "\\quit";

    private final Handle handle;
    private final TcpConnection tcpConnection;
    private final Chunks chunks;
    private final Words words;

    private State state = State.MET;
    private int nameLength;
    private String given = "";
    private @Nullable Future<?> waiting;
    private @Nullable Talk talk;

    /** How far the two have come. */
    private enum State {
        MET,
        ANSWERED,
        SHAKEN,
        BARE
    }

    HandleConversation(Handle handle, TcpConnection tcpConnection) {
        this.handle = handle;
        this.tcpConnection = tcpConnection;
        this.chunks = new Chunks(tcpConnection);
        this.words = new Words(tcpConnection, handle.silence());
    }

    @Override
    public void read(ByteBuf input) {
        while (!tcpConnection.isHeld() && input.isReadable()) {
            boolean isGoingOn = switch (state) {
                case MET -> meet(input);
                case ANSWERED -> shake(input);
                case SHAKEN -> hear(words.next(input));
                case BARE -> piece(input);
            };
            if (!isGoingOn) {
                return;
            }
        }
    }

    private boolean meet(ByteBuf input) {
        int hasty = input.toString(ISO_8859_1).indexOf(Handle.SEND_HANDLE, 1);
        nameLength = hasty < 0 ? input.readableBytes() : hasty;
        tcpConnection.send(SERVER);
        state = State.ANSWERED;
        if (hasty < 0) {
            waiting = tcpConnection.schedule(handle.handshake(), this::becomeBare);
        } else {
            tcpConnection.pauseReads(GAP, () -> {});
        }
        return true;
    }

    /** The name is not taken before it is known what it is the name of. */
    private boolean shake(ByteBuf input) {
        String sent = input.toString(ISO_8859_1);
        String answer = sent.substring(nameLength);
        if (sent.indexOf('\n') >= 0 || sent.indexOf('\r') >= 0) {
            return !tcpConnection.replaceDialect(handle, input);
        } else if (answer.startsWith(Handle.SEND_HANDLE)) {
            String name = name(input);
            input.skipBytes(Handle.SEND_HANDLE.length());
            state = State.SHAKEN;
            words.from(name);
            tcpConnection.send(SERVER);
            tcpConnection.pauseReads(GAP, () -> enter(name));
            return true;
        } else if (Handle.SEND_HANDLE.startsWith(answer)) {
            return false;
        }
        state = State.BARE;
        enter(name(input));
        return true;
    }

    private String name(ByteBuf input) {
        if (waiting != null) {
            waiting.cancel(false);
        }
        given = input.readCharSequence(nameLength, UTF_8).toString();
        return given;
    }

    private void becomeBare() {
        state = State.BARE;
        tcpConnection.feed();
    }

    private void enter(String name) {
        Talk.begin(handle.host(), tcpConnection, this, name, begun -> talk = begun, () -> {});
    }

    private boolean hear(@Nullable String message) {
        if (message == null) {
            return false;
        }
        if (talk != null) {
            talk.speak(message, () -> {});
        }
        return true;
    }

    private boolean piece(ByteBuf input) {
        if (talk == null) {
            enter(name(input));
            return true;
        }
        if (input.toString(ISO_8859_1).startsWith(Handle.SEND_HANDLE)) {
            // From so far away that it was taken for somebody who knows no handshake.
            input.skipBytes(Handle.SEND_HANDLE.length());
            state = State.SHAKEN;
            words.from(given);
            tcpConnection.send(SERVER);
            tcpConnection.pauseReads(GAP, () -> {});
            return true;
        }
        boolean isLine = input.bytesBefore((byte) '\n') >= 0 || input.bytesBefore((byte) '\r') >= 0;
        if (isLine && tcpConnection.replaceDialect(handle, input)) {
            return false;
        }
        return hear(input.readCharSequence(input.readableBytes(), UTF_8).toString());
    }

    @Override
    public int maxPendingBytes() {
        return LONGEST;
    }

    @Override
    public void onInputClosed() {
        if (state == State.ANSWERED || words.isDone()) {
            tcpConnection.close(CloseCause.CLOSED, null);
        }
    }

    /** Nothing is taken while something waits for its time. */
    @Override
    public int demand() {
        return chunks.isEmpty() ? APPETITE : 0;
    }

    private boolean isBare() {
        return state == State.BARE;
    }

    @Override
    public void tell(String from, String text) {
        chunks.add(Handle.line(isBare(), from, text));
    }

    @Override
    public void part(CloseCause how, @Nullable String sentence) {
        byte[] last = sentence == null ? null : chunks.last(Handle.line(isBare(), Sayings.SERVER, sentence));
        tcpConnection.close(how, last);
    }

    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        if (talk != null) {
            talk.heard(cursor, delivery, handle.sayings(isBare())).forEach(chunks::add);
        }
        return null;
    }

    @Override
    public void onDirectMessage(DirectMessage directMessage) {
        if (talk != null) {
            talk.heard(directMessage);
        }
    }

    /** The old client knows one goodbye only. */
    @Override
    public byte[] encode(DisconnectReason disconnectReason) {
        return chunks.last(
                isBare()
                        ? Handle.line(true, Sayings.SERVER, disconnectReason.sentence())
                        : Handle.line(false, Sayings.SERVER, QUIT));
    }

    @Override
    public void onClosed() {
        words.end();
        chunks.end();
        if (waiting != null) {
            waiting.cancel(false);
        }
    }
}
