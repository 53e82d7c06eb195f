package dev.parley.tcp.dialect.handle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.CloseCause;
import dev.parley.tcp.TcpConnection;
import dev.parley.tcp.dialect.basic.ClientText;
import dev.parley.tcp.dialect.basic.LockStepTimer;
import dev.parley.tcp.dialect.basic.PacedWriter;
import dev.parley.tcp.dialect.basic.PrefixedFormat;
import dev.parley.tcp.dialect.basic.PrefixedMessageDecoder;
import dev.parley.tcp.dialect.basic.RoomEncoders;
import dev.parley.tcp.dialect.basic.SilenceTimer;
import dev.parley.tcp.dialect.basic.SingleRoomSession;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection that began with a single word: the handshake, if the client uses it, then messages. */
final class HandleSession extends SingleRoomSession {

    private static final int MAX_DEMAND = 8;

    /** The buffer of the client, without the NUL at its end. */
    private static final int MAX_CHUNK_BYTES = 499;

    /** The client treats the next read as the server's handle, and a read this much later as a message. */
    private static final Duration HANDSHAKE_GAP = Duration.ofMillis(100);

    private static final String QUIT = "\\quit";

    private final HandleDialect dialect;
    private final PacedWriter pacedWriter;
    private final PrefixedMessageDecoder decoder;
    private final SilenceTimer characterTimer;
    private final LockStepTimer lockStepTimer;

    private State state = State.NEW;
    private int nameLength;
    private boolean endsWithNul;
    private String receivedName = "";
    private @Nullable ScheduledFuture<?> handshakeTimer;
    private @Nullable ScheduledFuture<?> handshakeGap;

    private enum State {
        NEW,
        ANSWERED,
        ESTABLISHED,
        BARE
    }

    HandleSession(HandleDialect dialect, TcpConnection connection) {
        super(dialect.context(), connection);
        this.dialect = dialect;
        this.pacedWriter = new PacedWriter(connection, MAX_CHUNK_BYTES);
        this.decoder = new PrefixedMessageDecoder(connection, dialect.silence(), clientText(), true);
        this.characterTimer = new SilenceTimer(connection, dialect.silence());
        this.lockStepTimer = new LockStepTimer(connection, this::sendShortReply);
    }

    @Override
    public void read(ByteBuf input) {
        while (!connection.isHeld() && input.isReadable()) {
            boolean proceed = switch (state) {
                case NEW -> replyToToken(input);
                case ANSWERED -> completeHandshake(input);
                case ESTABLISHED -> onMessage(decoder.next(input));
                case BARE -> onBareInput(input);
            };
            if (!proceed) {
                return;
            }
        }
    }

    private boolean replyToToken(ByteBuf input) {
        String sent = input.toString(ISO_8859_1);
        int secondWord = sent.indexOf(HandleDialect.SEND_HANDLE, 1);
        int nul = sent.indexOf('\0');
        int pause = connection.firstWriteBytes();
        if (pause > 0 && pause < sent.length() && (nul < 0 || nul > pause)) {
            nameLength = pause;
            if (!sent.startsWith(HandleDialect.SEND_HANDLE, pause)
                    && !HandleDialect.SEND_HANDLE.startsWith(sent.substring(pause))) {
                state = State.BARE;
                return true;
            }
        } else {
            nameLength = nul >= 0 ? nul : secondWord >= 0 ? secondWord : sent.length();
        }
        setEndsWithNul(nul >= 0);
        sendServer();
        state = State.ANSWERED;
        if (secondWord < 0) {
            handshakeTimer = connection.schedule(dialect.handshake(), this::becomeBare);
        } else {
            connection.pauseReads(HANDSHAKE_GAP, () -> {});
        }
        return true;
    }

    /** Acknowledges the client's handle; sent again as the handle of the server. */
    private void sendServer() {
        connection.send((PrefixedFormat.SERVER + (endsWithNul ? "\0" : "")).getBytes(UTF_8));
    }

    /** Leaves the name in the buffer until the dialect is certain. */
    private boolean completeHandshake(ByteBuf input) {
        String answer = input.toString(ISO_8859_1).substring(nameLength).replace("\0", "");
        if (!answer.isEmpty() && (answer.charAt(0) == '\n' || answer.charAt(0) == '\r')) {
            return !connection.replaceDialect(dialect, input);
        } else if (answer.startsWith(HandleDialect.SEND_HANDLE)) {
            String name = takeName(input);
            takeSendHandle(input);
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
        receivedName = clientText().read(input, nameLength);
        ClientText.skipPadding(input);
        return receivedName;
    }

    private void takeSendHandle(ByteBuf input) {
        input.skipBytes(HandleDialect.SEND_HANDLE.length());
        ClientText.skipPadding(input);
        state = State.ESTABLISHED;
        decoder.setPrefix((receivedName + "> ").getBytes(UTF_8));
        sendServer();
        handshakeGap = connection.schedule(HANDSHAKE_GAP, () -> {});
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
        ClientText.skipPadding(input);
        if (startsWithSendHandle(input)) {
            // The handshake timer expired before this slow client answered.
            takeSendHandle(input);
            onEncodersChanged();
            connection.pauseReads(HANDSHAKE_GAP, () -> {});
            return true;
        }
        int nul = input.bytesBefore((byte) 0);
        if (nul >= 0) {
            setEndsWithNul(true);
        } else if (!endsWithNul && isLine(input) && connection.replaceDialect(dialect, input)) {
            return false;
        } else if (!input.isReadable() || (ClientText.endsIncomplete(input) && !characterTimer.isOver(input))) {
            return false;
        }
        characterTimer.restart();
        lockStepTimer.onMessage();
        return onMessage(withoutOwnName(clientText().read(input, nul < 0 ? input.readableBytes() : nul)));
    }

    private static boolean startsWithSendHandle(ByteBuf input) {
        int length = Math.min(input.readableBytes(), HandleDialect.SEND_HANDLE.length());
        return input.toString(input.readerIndex(), length, ISO_8859_1).equals(HandleDialect.SEND_HANDLE);
    }

    private static boolean isLine(ByteBuf input) {
        return input.bytesBefore((byte) '\n') >= 0 || input.bytesBefore((byte) '\r') >= 0;
    }

    private void setEndsWithNul(boolean isNul) {
        if (isNul && !endsWithNul) {
            endsWithNul = true;
            pacedWriter.separateLines();
            onEncodersChanged();
        }
    }

    private void sendShortReply() {
        send(List.of(format().notice("ok, " + userCount() + " here")));
    }

    @Override
    public void onInputClosed() {
        if (state == State.ANSWERED || (decoder.isDone() && characterTimer.isDone())) {
            super.onInputClosed();
        }
    }

    @Override
    public boolean isWaiting() {
        return pacedWriter.isCongested();
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
        return isBare() ? dialect.bareEncoders(endsWithNul) : super.encoders();
    }

    @Override
    protected void send(List<byte[]> lines) {
        if (!lines.isEmpty()) {
            lockStepTimer.onOutput();
            lines.forEach(pacedWriter::add);
        }
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

    /** Keeps the pause behind the previous chunk, and behind the handle of the server. */
    @Override
    public Duration closeDelay() {
        Duration pause = pacedWriter.pause();
        Duration gap = handshakeGap == null
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, handshakeGap.getDelay(TimeUnit.NANOSECONDS)));
        return gap.compareTo(pause) > 0 ? gap : pause;
    }

    @Override
    public boolean readsOnlyAfterSending() {
        return isBare() && lockStepTimer.isPossible();
    }

    @Override
    public void onClosed() {
        decoder.end();
        characterTimer.restart();
        pacedWriter.end();
        lockStepTimer.end();
        if (handshakeTimer != null) {
            handshakeTimer.cancel(false);
        }
    }
}
