package dev.parley.tcp.dialect.turns;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.CloseCause;
import dev.parley.tcp.TcpConnection;
import dev.parley.tcp.dialect.basic.ClientText;
import dev.parley.tcp.dialect.basic.RoomEncoders;
import dev.parley.tcp.dialect.basic.SilenceTimer;
import dev.parley.tcp.dialect.basic.SingleRoomSession;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the turns dialect. The client reads once after each of its messages and at no other time, so the
 * server writes once per message: lines written since the previous message already count as its reply.
 */
final class TurnsSession extends SingleRoomSession {

    /** The maximum size of a reply; the client's buffer is at most twice as large. */
    private static final int MAX_REPLY_BYTES = 512;

    private static final Duration RETRY_DELAY = Duration.ofMillis(50);

    /** Ends the client; it must be at the start of a read. */
    private static final byte[] QUIT = "\\quit\n".getBytes(UTF_8);

    private final TurnsDialect dialect;
    private final SilenceTimer timer;
    private final PendingLines pendingLines = new PendingLines();
    private String prefix = "";
    private boolean wroteUnprompted;
    private boolean readsAnyTime;
    private boolean endsWithCrLf;
    private @Nullable Future<?> next;

    TurnsSession(TurnsDialect dialect, TcpConnection connection) {
        super(dialect.context(), connection);
        this.dialect = dialect;
        this.timer = new SilenceTimer(connection, dialect.silence());
        this.wroteUnprompted = connection.isPrompted();
    }

    @Override
    public void read(ByteBuf input) {
        while (!connection.isHeld() && input.isReadable()) {
            // Several NULs, or a line end and NULs, are one end.
            ClientText.skipPadding(input);
            // Searches only up to the first end, because many messages may follow.
            int end = input.forEachByte(TurnsSession::isWithin);
            if (!input.isReadable() || (end < 0 && !timer.isOver(input))) {
                return;
            }
            String text = clientText().read(input, end < 0 ? input.readableBytes() : end - input.readerIndex());
            boolean isLine = end >= 0 && input.readByte() == '\n';
            setLines(isLine, isLine && text.endsWith("\r"));
            onTurn(text);
            timer.restart();
        }
    }

    private void setLines(boolean isLine, boolean hasCarriageReturn) {
        readsAnyTime = isLine;
        if (hasCarriageReturn && !endsWithCrLf) {
            endsWithCrLf = true;
            onEncodersChanged();
        }
    }

    private static boolean isWithin(byte sent) {
        return sent != 0 && sent != '\n';
    }

    private void onTurn(String turn) {
        if (isLoggedIn()) {
            publishText(turn);
            return;
        }
        int end = turn.indexOf("> ");
        prefix = end < 0 ? "" : turn.substring(0, end + 2);
        String name = end < 0 ? "" : turn.substring(0, end);
        login(name, () -> publishText(turn));
    }

    private void publishText(String turn) {
        publish(turn.startsWith(prefix) ? turn.substring(prefix.length()) : turn, this::reply);
    }

    private void reply() {
        if (wroteUnprompted) {
            wroteUnprompted = false;
            pushSoon(Duration.ZERO);
            return;
        }
        byte[] lines = poll(MAX_REPLY_BYTES);
        connection.send(lines == null ? format().notice("ok, " + userCount() + " here") : lines);
        pushSoon(Duration.ZERO);
    }

    @Override
    public void onInputClosed() {
        if (timer.isDone()) {
            super.onInputClosed();
        }
    }

    /** Queues the lines for the next turn. */
    @Override
    protected void send(List<byte[]> lines) {
        lines.forEach(line -> {
            pendingLines.add(line);
            pushSoon(Duration.ZERO);
        });
        connection.output().setHeldBack(pendingLines.bytes());
    }

    private byte @Nullable [] poll(int maxBytes) {
        byte[] lines = pendingLines.poll(maxBytes);
        connection.output().setHeldBack(pendingLines.bytes());
        return lines;
    }

    /** Pushes lines to a client that sends line ends, which reads at any time; others read only replies. */
    private void pushSoon(Duration delay) {
        if (readsAnyTime && next == null) {
            next = connection.schedule(delay, this::push);
        }
    }

    private void push() {
        next = null;
        if (connection.isHeld()) {
            pushSoon(RETRY_DELAY);
            return;
        }
        byte[] lines = poll(Integer.MAX_VALUE);
        if (lines != null) {
            connection.send(lines);
            wroteUnprompted = true;
        }
    }

    @Override
    protected RoomEncoders encoders() {
        return endsWithCrLf ? dialect.crLfEncoders() : super.encoders();
    }

    @Override
    public boolean readsOnlyAfterSending() {
        return true;
    }

    @Override
    protected void disconnect(CloseCause cause, @Nullable String sentence) {
        connection.close(cause, sentence == null ? QUIT : format().notice(sentence));
    }

    /** Queues the event for the next turn. */
    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        send(encodeLines(cursor, delivery));
        return null;
    }

    /** Sends the quit line alone, because the client expects it at the start of a read. */
    @Override
    public byte[] encode(DisconnectReason reason) {
        return QUIT.clone();
    }

    @Override
    public void onClosed() {
        timer.restart();
        pendingLines.clear();
        if (next != null) {
            next.cancel(false);
        }
    }
}
