package dev.parley.tcp.dialect.handle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.CloseCause;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.TcpConnection;
import dev.parley.tcp.dialect.basic.PrefixedLineEncoder;
import dev.parley.tcp.dialect.basic.ReplyWriter;
import dev.parley.tcp.dialect.basic.SingleRoomSession;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One person's talk after a bare word: the handshake first, if it is one, then words or pieces. */
final class HandleSession implements DialectSession, ReplyWriter {

    private static final int LONGEST = 64 * 1024;
    private static final int APPETITE = 8;

    /** Acknowledges the handle, and then is the server's. */
    private static final byte[] SERVER = PrefixedLineEncoder.SERVER.getBytes(UTF_8);

    /** The client takes what it reads next for the server's handle, and what it reads so much later for words. */
    private static final Duration GAP = Duration.ofMillis(100);

    private static final String QUIT = "\\quit";

    private final HandleDialect handleDialect;
    private final TcpConnection tcpConnection;
    private final PacedWriter pacedWriter;
    private final WordDecoder wordDecoder;

    private State state = State.MET;
    private int nameLength;
    private String given = "";
    private @Nullable Future<?> waiting;
    private @Nullable SingleRoomSession singleRoomSession;

    /** How far the two have come. */
    private enum State {
        MET,
        ANSWERED,
        SHAKEN,
        BARE
    }

    HandleSession(HandleDialect handleDialect, TcpConnection tcpConnection) {
        this.handleDialect = handleDialect;
        this.tcpConnection = tcpConnection;
        this.pacedWriter = new PacedWriter(tcpConnection);
        this.wordDecoder = new WordDecoder(tcpConnection, handleDialect.silence());
    }

    @Override
    public void read(ByteBuf input) {
        while (!tcpConnection.isHeld() && input.isReadable()) {
            boolean isGoingOn = switch (state) {
                case MET -> meet(input);
                case ANSWERED -> shake(input);
                case SHAKEN -> onMessage(wordDecoder.next(input));
                case BARE -> piece(input);
            };
            if (!isGoingOn) {
                return;
            }
        }
    }

    private boolean meet(ByteBuf input) {
        int hasty = input.toString(ISO_8859_1).indexOf(HandleDialect.SEND_HANDLE, 1);
        nameLength = hasty < 0 ? input.readableBytes() : hasty;
        tcpConnection.send(SERVER);
        state = State.ANSWERED;
        if (hasty < 0) {
            waiting = tcpConnection.schedule(handleDialect.handshake(), this::becomeBare);
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
            return !tcpConnection.replaceDialect(handleDialect, input);
        } else if (answer.startsWith(HandleDialect.SEND_HANDLE)) {
            String name = name(input);
            input.skipBytes(HandleDialect.SEND_HANDLE.length());
            state = State.SHAKEN;
            wordDecoder.from(name);
            tcpConnection.send(SERVER);
            tcpConnection.pauseReads(GAP, () -> login(name));
            return true;
        } else if (HandleDialect.SEND_HANDLE.startsWith(answer)) {
            return false;
        }
        state = State.BARE;
        login(name(input));
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

    private void login(String name) {
        SingleRoomSession.start(
                handleDialect.context(), tcpConnection, this, name, begun -> singleRoomSession = begun, () -> {});
    }

    private boolean onMessage(@Nullable String message) {
        if (message == null) {
            return false;
        }
        if (singleRoomSession != null) {
            singleRoomSession.publish(message, () -> {});
        }
        return true;
    }

    private boolean piece(ByteBuf input) {
        if (singleRoomSession == null) {
            login(name(input));
            return true;
        }
        if (input.toString(ISO_8859_1).startsWith(HandleDialect.SEND_HANDLE)) {
            // From so far away that it was taken for somebody who knows no handshake.
            input.skipBytes(HandleDialect.SEND_HANDLE.length());
            state = State.SHAKEN;
            wordDecoder.from(given);
            tcpConnection.send(SERVER);
            tcpConnection.pauseReads(GAP, () -> {});
            return true;
        }
        boolean isLine = input.bytesBefore((byte) '\n') >= 0 || input.bytesBefore((byte) '\r') >= 0;
        if (isLine && tcpConnection.replaceDialect(handleDialect, input)) {
            return false;
        }
        return onMessage(input.readCharSequence(input.readableBytes(), UTF_8).toString());
    }

    @Override
    public int maxPendingBytes() {
        return LONGEST;
    }

    @Override
    public void onInputClosed() {
        if (state == State.ANSWERED || wordDecoder.isDone()) {
            tcpConnection.close(CloseCause.CLOSED, null);
        }
    }

    /** Nothing is taken while something waits for its time. */
    @Override
    public int demand() {
        return pacedWriter.isEmpty() ? APPETITE : 0;
    }

    private boolean isBare() {
        return state == State.BARE;
    }

    @Override
    public void send(String from, String text) {
        pacedWriter.add(HandleDialect.line(isBare(), from, text));
    }

    @Override
    public void disconnect(CloseCause how, @Nullable String sentence) {
        byte[] last = sentence == null
                ? null
                : pacedWriter.last(HandleDialect.line(isBare(), PrefixedLineEncoder.SERVER, sentence));
        tcpConnection.close(how, last);
    }

    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        if (singleRoomSession != null) {
            singleRoomSession
                    .onDelivery(cursor, delivery, handleDialect.encoder(isBare()))
                    .forEach(pacedWriter::add);
        }
        return null;
    }

    @Override
    public void onDirectMessage(DirectMessage directMessage) {
        if (singleRoomSession != null) {
            singleRoomSession.onDelivery(directMessage);
        }
    }

    /** The old client knows one goodbye only. */
    @Override
    public byte[] encode(DisconnectReason disconnectReason) {
        return pacedWriter.last(
                isBare()
                        ? HandleDialect.line(true, PrefixedLineEncoder.SERVER, disconnectReason.sentence())
                        : HandleDialect.line(false, PrefixedLineEncoder.SERVER, QUIT));
    }

    @Override
    public void onClosed() {
        wordDecoder.end();
        pacedWriter.end();
        if (waiting != null) {
            waiting.cancel(false);
        }
    }
}
