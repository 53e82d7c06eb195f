package dev.parley.tcp.dialect.handle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.CloseCause;
import dev.parley.tcp.TcpConnection;
import dev.parley.tcp.dialect.basic.PrefixedFormat;
import dev.parley.tcp.dialect.basic.RoomEncoders;
import dev.parley.tcp.dialect.basic.SingleRoomSession;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One connection that began with a single word: the handshake, if the client uses it, then messages. */
final class HandleSession extends SingleRoomSession {

    private static final int MAX_DEMAND = 8;

    /** Acknowledges the client's handle; sent again as the handle of the server. */
    private static final byte[] SERVER = PrefixedFormat.SERVER.getBytes(UTF_8);

    /** The client treats the next read as the server's handle, and a read this much later as a message. */
    private static final Duration HANDSHAKE_GAP = Duration.ofMillis(100);

    private static final String QUIT = "\\quit";

    private final HandleDialect dialect;
    private final PacedWriter pacedWriter;
    private final WordDecoder wordDecoder;

    private State state = State.NEW;
    private int nameLength;
    private String receivedName = "";
    private @Nullable Future<?> handshakeTimer;

    private enum State {
        NEW,
        ANSWERED,
        ESTABLISHED,
        BARE
    }

    HandleSession(HandleDialect dialect, TcpConnection connection) {
        super(dialect.context(), connection);
        this.dialect = dialect;
        this.pacedWriter = new PacedWriter(connection);
        this.wordDecoder = new WordDecoder(connection, dialect.silence());
    }

    @Override
    public void read(ByteBuf input) {
        while (!connection.isHeld() && input.isReadable()) {
            boolean proceed = switch (state) {
                case NEW -> replyToToken(input);
                case ANSWERED -> completeHandshake(input);
                case ESTABLISHED -> onMessage(wordDecoder.next(input));
                case BARE -> onBareInput(input);
            };
            if (!proceed) {
                return;
            }
        }
    }

    private boolean replyToToken(ByteBuf input) {
        int secondWord = input.toString(ISO_8859_1).indexOf(HandleDialect.SEND_HANDLE, 1);
        nameLength = secondWord < 0 ? input.readableBytes() : secondWord;
        connection.send(SERVER);
        state = State.ANSWERED;
        if (secondWord < 0) {
            handshakeTimer = connection.schedule(dialect.handshake(), this::becomeBare);
        } else {
            connection.pauseReads(HANDSHAKE_GAP, () -> {});
        }
        return true;
    }

    /** Leaves the name in the buffer until the dialect is certain. */
    private boolean completeHandshake(ByteBuf input) {
        String sent = input.toString(ISO_8859_1);
        String answer = sent.substring(nameLength);
        if (sent.indexOf('\n') >= 0 || sent.indexOf('\r') >= 0) {
            return !connection.replaceDialect(dialect, input);
        } else if (answer.startsWith(HandleDialect.SEND_HANDLE)) {
            String name = takeName(input);
            input.skipBytes(HandleDialect.SEND_HANDLE.length());
            state = State.ESTABLISHED;
            wordDecoder.setName(name);
            connection.send(SERVER);
            connection.pauseReads(HANDSHAKE_GAP, () -> login(name, () -> {}));
            return true;
        } else if (HandleDialect.SEND_HANDLE.startsWith(answer)) {
            return false;
        }
        state = State.BARE;
        login(takeName(input), () -> {});
        return true;
    }

    private String takeName(ByteBuf input) {
        if (handshakeTimer != null) {
            handshakeTimer.cancel(false);
        }
        receivedName = input.readCharSequence(nameLength, UTF_8).toString();
        return receivedName;
    }

    private void becomeBare() {
        state = State.BARE;
        connection.feed();
    }

    private boolean onMessage(@Nullable String message) {
        if (message == null) {
            return false;
        }
        publish(message, () -> {});
        return true;
    }

    private boolean onBareInput(ByteBuf input) {
        if (!isLoggedIn()) {
            login(takeName(input), () -> {});
            return true;
        }
        if (input.toString(ISO_8859_1).startsWith(HandleDialect.SEND_HANDLE)) {
            // The handshake timer expired before this slow client answered.
            input.skipBytes(HandleDialect.SEND_HANDLE.length());
            state = State.ESTABLISHED;
            onEncodersChanged();
            wordDecoder.setName(receivedName);
            connection.send(SERVER);
            connection.pauseReads(HANDSHAKE_GAP, () -> {});
            return true;
        }
        boolean isLine = input.bytesBefore((byte) '\n') >= 0 || input.bytesBefore((byte) '\r') >= 0;
        if (isLine && connection.replaceDialect(dialect, input)) {
            return false;
        }
        return onMessage(input.readCharSequence(input.readableBytes(), UTF_8).toString());
    }

    @Override
    public void onInputClosed() {
        if (state == State.ANSWERED || wordDecoder.isDone()) {
            super.onInputClosed();
        }
    }

    /** Returns 0 while paced lines are queued. */
    @Override
    public int demand() {
        return pacedWriter.isEmpty() ? MAX_DEMAND : 0;
    }

    private boolean isBare() {
        return state == State.BARE;
    }

    @Override
    protected RoomEncoders encoders() {
        return isBare() ? dialect.bareEncoders() : super.encoders();
    }

    @Override
    protected void send(List<byte[]> lines) {
        lines.forEach(pacedWriter::add);
    }

    @Override
    protected void disconnect(CloseCause cause, @Nullable String sentence) {
        connection.close(cause, sentence == null ? null : last(sentence));
    }

    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        send(encodeLines(cursor, delivery));
        return null;
    }

    /** The client with the handshake understands only {@code \\quit}. */
    @Override
    public byte[] encode(DisconnectReason reason) {
        return last(isBare() ? reason.sentence() : QUIT);
    }

    private byte[] last(String sentence) {
        return pacedWriter.last(format().notice(sentence));
    }

    @Override
    public void onClosed() {
        wordDecoder.end();
        pacedWriter.end();
        if (handshakeTimer != null) {
            handshakeTimer.cancel(false);
        }
    }
}
