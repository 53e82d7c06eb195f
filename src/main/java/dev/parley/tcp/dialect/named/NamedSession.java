package dev.parley.tcp.dialect.named;

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
import dev.parley.tcp.dialect.basic.PrefixedMessageDecoder;
import dev.parley.tcp.dialect.basic.PrefixedMessageDecoder.End;
import dev.parley.tcp.dialect.basic.RoomEncoders;
import dev.parley.tcp.dialect.basic.SingleRoomSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** One connection of the named dialect. Answers in the form of the client's messages. */
final class NamedSession extends SingleRoomSession {

    private static final int MAX_DEMAND = 8;

    /** The buffer of most clients has 1,024 bytes. */
    private static final int MAX_CHUNK_BYTES = 1_000;

    /** The longest prefix, in bytes. */
    private static final int MAX_PREFIX_BYTES = 72;

    private final NamedDialect dialect;
    private final PacedWriter pacedWriter;
    private final LockStepTimer lockStepTimer;
    private final PrefixedMessageDecoder decoder;
    private NamedForm form = NamedForm.UNKNOWN;
    private boolean hasForm;
    private String name = "";

    NamedSession(NamedDialect dialect, TcpConnection connection) {
        super(dialect.context(), connection);
        this.dialect = dialect;
        this.pacedWriter = new PacedWriter(connection, MAX_CHUNK_BYTES);
        this.lockStepTimer = new LockStepTimer(connection, this::sendShortReply);
        this.decoder = new PrefixedMessageDecoder(connection, dialect.silence(), clientText(), false);
    }

    @Override
    public void read(ByteBuf input) {
        while (!connection.isHeld() && input.isReadable()) {
            ClientText.skipPadding(input);
            if (!input.isReadable()) {
                return;
            }
            if (!hasForm && (startsWithAnswer(input) || (!findForm(input) && !isLoggedIn()))) {
                loginWithAnswer(input);
                continue;
            }
            String message = decoder.next(input);
            if (message == null) {
                return;
            }
            if (decoder.lastEnd() != End.NONE) {
                setForm(form.withEnd(decoder.lastEnd()));
            }
            onMessage(message);
        }
    }

    /** Returns whether the client has answered {@code NICK} and then, after a pause, sent something else. */
    private boolean startsWithAnswer(ByteBuf input) {
        int pause = connection.firstWriteBytes();
        if (isLoggedIn() || pause == 0 || input.readableBytes() <= pause) {
            return false;
        }
        byte next = input.getByte(input.readerIndex() + pause);
        String first = input.toString(input.readerIndex(), pause, ISO_8859_1);
        return next != ' '
                && next != ':'
                && !NamedDialect.PREFIX.matcher(first + "x").lookingAt();
    }

    /** Returns whether the input begins with a prefix, and uses its form from now on. */
    private boolean findForm(ByteBuf input) {
        int length = Math.min(input.readableBytes(), MAX_PREFIX_BYTES);
        Matcher prefix = NamedDialect.PREFIX.matcher(input.toString(input.readerIndex(), length, ISO_8859_1));
        if (!prefix.lookingAt()) {
            return false;
        }
        boolean hasBrackets = prefix.group(1) == null;
        byte[] bytes = (hasBrackets ? prefix.group(3) : prefix.group(1)).getBytes(ISO_8859_1);
        String sender = clientText().read(Unpooled.wrappedBuffer(bytes), bytes.length);
        if (!name.isEmpty() && !name.equals(sender)) {
            return false;
        }
        name = sender;
        hasForm = true;
        decoder.setPrefix(prefix.group().getBytes(ISO_8859_1));
        setForm(
                hasBrackets
                        ? new NamedForm("[", "]" + prefix.group(4), form.end())
                        : new NamedForm("", prefix.group(2), form.end()));
        return true;
    }

    /** Logs in with the answer to {@code NICK}, which ends with a terminator, the client's pause or silence. */
    private void loginWithAnswer(ByteBuf input) {
        int terminator = startsWithAnswer(input) ? -1 : input.forEachByte(sent -> sent != 0 && sent != '\n');
        int length = terminator >= 0 ? terminator - input.readerIndex() : input.readableBytes();
        if (startsWithAnswer(input)) {
            length = connection.firstWriteBytes();
        }
        String answer = clientText().read(input, length);
        if (terminator >= 0) {
            boolean isLine = input.readByte() == '\n';
            setForm(form.withEnd(
                    !isLine ? End.NUL : answer.endsWith("\r") ? End.CARRIAGE_RETURN_LINE_FEED : End.LINE_FEED));
        }
        name = answer.strip();
        decoder.setPrefix(form.prefix(name).getBytes(UTF_8));
        login(name, () -> {});
    }

    private void setForm(NamedForm next) {
        if (!next.equals(form)) {
            form = next;
            onEncodersChanged();
            if (next.end() == End.NUL) {
                pacedWriter.separateLines();
            }
        }
    }

    private void onMessage(String message) {
        if (isLoggedIn()) {
            publishText(message);
        } else {
            login(name, () -> publishText(message));
        }
    }

    private void publishText(String message) {
        lockStepTimer.onMessage();
        publish(withoutOwnName(message), () -> {});
    }

    private void sendShortReply() {
        send(List.of(format().notice("ok, " + userCount() + " here")));
    }

    private boolean isLines() {
        return form.end() == End.LINE_FEED || form.end() == End.CARRIAGE_RETURN_LINE_FEED;
    }

    @Override
    protected RoomEncoders encoders() {
        return dialect.encoders(form);
    }

    @Override
    protected void send(List<byte[]> lines) {
        lockStepTimer.onOutput();
        if (isLines()) {
            super.send(lines);
        } else {
            lines.forEach(pacedWriter::add);
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

    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        List<byte[]> lines = encodeLines(cursor, delivery);
        if (!lines.isEmpty()) {
            send(lines);
        }
        return null;
    }

    @Override
    protected void disconnect(CloseCause cause, @Nullable String sentence) {
        connection.close(cause, last(sentence == null ? DisconnectReason.quit().sentence() : sentence));
    }

    @Override
    public byte[] encode(DisconnectReason reason) {
        return last(reason.sentence());
    }

    private byte[] last(String sentence) {
        return pacedWriter.last(format().notice(sentence));
    }

    @Override
    public Duration closeDelay() {
        return pacedWriter.pause();
    }

    @Override
    public boolean readsOnlyAfterSending() {
        return lockStepTimer.isPossible();
    }

    @Override
    public void onInputClosed() {
        if (decoder.isDone()) {
            super.onInputClosed();
        }
    }

    @Override
    public void onClosed() {
        decoder.end();
        pacedWriter.end();
        lockStepTimer.end();
    }
}
