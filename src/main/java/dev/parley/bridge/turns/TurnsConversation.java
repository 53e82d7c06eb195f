package dev.parley.bridge.turns;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.bridge.talk.Pause;
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

/**
 * One person's talk by turns. The client reads once after each message and never else, so there is one write for each
 * message: what was written since the last one was its answer already.
 */
final class TurnsConversation implements DialectSession, Teller {

    private static final int LONGEST = 64 * 1024;

    /** The most that is written as one answer: the client reads at most twice as much. */
    private static final int MOST_ANSWERED = 512;

    private static final Duration LATER = Duration.ofMillis(50);

    /** What the client has to read first to notice that it is over. */
    private static final byte[] GOODBYE = "\\quit\n".getBytes(UTF_8);

    private final Turns turns;
    private final TcpConnection tcpConnection;
    private final Pause pause;
    private final Backlog backlog = new Backlog();
    private String prefix = "";
    private boolean unread;
    private boolean pushing;
    private @Nullable Future<?> next;
    private @Nullable Talk talk;

    TurnsConversation(Turns turns, TcpConnection tcpConnection) {
        this.turns = turns;
        this.tcpConnection = tcpConnection;
        this.pause = new Pause(tcpConnection, turns.silence());
        this.unread = tcpConnection.isPrompted();
    }

    @Override
    public void read(ByteBuf input) {
        while (!tcpConnection.isHeld() && input.isReadable()) {
            // Looks no further than to the first end: much may follow that is many messages.
            int end = input.forEachByte(TurnsConversation::isWithin);
            if (end < 0) {
                if (!pause.isOver(input.readableBytes())) {
                    return;
                }
                take(input.readCharSequence(input.readableBytes(), UTF_8).toString(), false);
            } else {
                String text =
                        input.readCharSequence(end - input.readerIndex(), UTF_8).toString();
                take(text, input.readByte() == '\n');
            }
            pause.none();
        }
    }

    private static boolean isWithin(byte sent) {
        return sent != 0 && sent != '\n';
    }

    private void take(String turn, boolean isLine) {
        pushing = isLine;
        if (talk != null) {
            speak(talk, turn);
            return;
        }
        int end = turn.indexOf("> ");
        prefix = end < 0 ? "" : turn.substring(0, end + 2);
        String name = end < 0 ? "" : turn.substring(0, end);
        Talk.begin(turns.host(), tcpConnection, this, name, begun -> talk = begun, () -> begun(turn));
    }

    private void begun(String turn) {
        if (talk != null) {
            speak(talk, turn);
        }
    }

    private void speak(Talk here, String turn) {
        here.speak(turn.startsWith(prefix) ? turn.substring(prefix.length()) : turn, () -> answer(here));
    }

    private void answer(Talk here) {
        if (unread) {
            unread = false;
            pushSoon(Duration.ZERO);
            return;
        }
        byte[] words = backlog.take(MOST_ANSWERED);
        tcpConnection.send(
                words == null
                        ? Turns.line(Sayings.SERVER, "ok, " + here.people() + " here")
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
        if (pause.isDone()) {
            tcpConnection.close(CloseCause.CLOSED, null);
        }
    }

    @Override
    public void tell(String from, String text) {
        add(Turns.line(from, text));
    }

    private void add(String line) {
        backlog.add(line);
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
        byte[] words = backlog.take(Integer.MAX_VALUE);
        if (words != null) {
            tcpConnection.send(words);
            unread = true;
        }
    }

    @Override
    public void part(CloseCause how, @Nullable String sentence) {
        tcpConnection.close(
                how,
                sentence == null
                        ? GOODBYE
                        : Turns.line(Sayings.SERVER, sentence).getBytes(UTF_8));
    }

    /** Waits for the next turn, and so is no words for now. */
    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        if (talk != null) {
            talk.heard(cursor, delivery, turns.sayings()).forEach(this::add);
        }
        return null;
    }

    @Override
    public void onDirectMessage(DirectMessage directMessage) {
        if (talk != null) {
            talk.heard(directMessage);
        }
    }

    /** Alone, as the client looks for it at the beginning of what it reads. */
    @Override
    public byte[] encode(DisconnectReason disconnectReason) {
        return GOODBYE.clone();
    }

    @Override
    public void onClosed() {
        pause.none();
        backlog.clear();
        if (next != null) {
            next.cancel(false);
        }
    }
}
