package dev.parley.tcp.dialect.turns;

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
import dev.parley.tcp.dialect.basic.SilenceTimer;
import dev.parley.tcp.dialect.basic.SingleRoomSession;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One person's talk by turns. The client reads once after each message and never else, so there is one write for each
 * message: what was written since the last one was its answer already.
 */
final class TurnsSession implements DialectSession, ReplyWriter {

    private static final int LONGEST = 64 * 1024;

    /** The most that is written as one answer: the client reads at most twice as much. */
    private static final int MOST_ANSWERED = 512;

    private static final Duration LATER = Duration.ofMillis(50);

    /** What the client has to read first to notice that it is over. */
    private static final byte[] GOODBYE = "\\quit\n".getBytes(UTF_8);

    private final TurnsDialect turnsDialect;
    private final TcpConnection tcpConnection;
    private final SilenceTimer silenceTimer;
    private final PendingLines pendingLines = new PendingLines();
    private String prefix = "";
    private boolean unread;
    private boolean pushing;
    private @Nullable Future<?> next;
    private @Nullable SingleRoomSession singleRoomSession;

    TurnsSession(TurnsDialect turnsDialect, TcpConnection tcpConnection) {
        this.turnsDialect = turnsDialect;
        this.tcpConnection = tcpConnection;
        this.silenceTimer = new SilenceTimer(tcpConnection, turnsDialect.silence());
        this.unread = tcpConnection.isPrompted();
    }

    @Override
    public void read(ByteBuf input) {
        while (!tcpConnection.isHeld() && input.isReadable()) {
            // Looks no further than to the first end: much may follow that is many messages.
            int end = input.forEachByte(TurnsSession::isWithin);
            if (end < 0) {
                if (!silenceTimer.isOver(input.readableBytes())) {
                    return;
                }
                take(input.readCharSequence(input.readableBytes(), UTF_8).toString(), false);
            } else {
                String text =
                        input.readCharSequence(end - input.readerIndex(), UTF_8).toString();
                take(text, input.readByte() == '\n');
            }
            silenceTimer.restart();
        }
    }

    private static boolean isWithin(byte sent) {
        return sent != 0 && sent != '\n';
    }

    private void take(String turn, boolean isLine) {
        pushing = isLine;
        if (singleRoomSession != null) {
            speak(singleRoomSession, turn);
            return;
        }
        int end = turn.indexOf("> ");
        prefix = end < 0 ? "" : turn.substring(0, end + 2);
        String name = end < 0 ? "" : turn.substring(0, end);
        SingleRoomSession.start(
                turnsDialect.context(),
                tcpConnection,
                this,
                name,
                begun -> singleRoomSession = begun,
                () -> begun(turn));
    }

    private void begun(String turn) {
        if (singleRoomSession != null) {
            speak(singleRoomSession, turn);
        }
    }

    private void speak(SingleRoomSession here, String turn) {
        here.publish(turn.startsWith(prefix) ? turn.substring(prefix.length()) : turn, () -> answer(here));
    }

    private void answer(SingleRoomSession here) {
        if (unread) {
            unread = false;
            pushSoon(Duration.ZERO);
            return;
        }
        byte[] words = pendingLines.poll(MOST_ANSWERED);
        tcpConnection.send(
                words == null
                        ? TurnsDialect.line(PrefixedLineEncoder.SERVER, "ok, " + here.userCount() + " here")
                                .getBytes(UTF_8)
                        : words);
        pushSoon(Duration.ZERO);
    }

    @Override
    public int maxPendingBytes() {
        return LONGEST;
    }

    @Override
    public void onInputClosed() {
        if (silenceTimer.isDone()) {
            tcpConnection.close(CloseCause.CLOSED, null);
        }
    }

    @Override
    public void send(String from, String text) {
        add(TurnsDialect.line(from, text));
    }

    private void add(String line) {
        pendingLines.add(line);
        pushSoon(Duration.ZERO);
    }

    /** Whoever ends lines reads lines, at any time; all others read only the answers to what they say. */
    private void pushSoon(Duration delay) {
        if (pushing && next == null) {
            next = tcpConnection.schedule(delay, this::push);
        }
    }

    private void push() {
        next = null;
        if (tcpConnection.isHeld()) {
            pushSoon(LATER);
            return;
        }
        byte[] words = pendingLines.poll(Integer.MAX_VALUE);
        if (words != null) {
            tcpConnection.send(words);
            unread = true;
        }
    }

    @Override
    public void disconnect(CloseCause how, @Nullable String sentence) {
        tcpConnection.close(
                how,
                sentence == null
                        ? GOODBYE
                        : TurnsDialect.line(PrefixedLineEncoder.SERVER, sentence)
                                .getBytes(UTF_8));
    }

    /** Waits for the next turn, and so is no words for now. */
    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        if (singleRoomSession != null) {
            singleRoomSession
                    .onDelivery(cursor, delivery, turnsDialect.encoder())
                    .forEach(this::add);
        }
        return null;
    }

    @Override
    public void onDirectMessage(DirectMessage directMessage) {
        if (singleRoomSession != null) {
            singleRoomSession.onDelivery(directMessage);
        }
    }

    /** Alone, as the client looks for it at the beginning of what it reads. */
    @Override
    public byte[] encode(DisconnectReason disconnectReason) {
        return GOODBYE.clone();
    }

    @Override
    public void onClosed() {
        silenceTimer.restart();
        pendingLines.clear();
        if (next != null) {
            next.cancel(false);
        }
    }
}
