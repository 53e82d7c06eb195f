package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.CloseCause;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The conversation before it is known which dialect is spoken: takes nothing, says nothing until a connection has been
 * silent from the start for so long that it can only be a person waiting to be spoken to. Also who has been greeted may
 * then turn out to speak any dialect.
 */
final class DialectDetector implements DialectSession {

    private static final int LONGEST = 8 * 1024;

    private final TcpConnection tcpConnection;
    private final List<Dialect> dialects;
    private final Duration greeting;
    private final List<Future<?>> alarms = new ArrayList<>();

    private String bytes = "";
    private int reads;
    private int single;

    DialectDetector(TcpConnection tcpConnection, List<Dialect> dialects, Duration greeting) {
        this.tcpConnection = tcpConnection;
        this.dialects = dialects;
        this.greeting = greeting;
    }

    /** The connection is open: waits for it to speak. */
    void start() {
        alarms.add(tcpConnection.schedule(greeting, this::sendGreeting));
    }

    private void sendGreeting() {
        dialects.stream()
                .map(Dialect::greeting)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(words -> {
                    tcpConnection.send(words.getBytes(UTF_8));
                    tcpConnection.markPrompted();
                });
    }

    @Override
    public void read(ByteBuf input) {
        int length = Math.min(input.readableBytes(), LONGEST);
        if (length == bytes.length()) {
            return;
        }
        single += length - bytes.length() == 1 ? 1 : 0;
        reads++;
        bytes = input.toString(input.readerIndex(), length, ISO_8859_1);
        onClosed();
        if (!decide(Duration.ZERO, false)) {
            dialects.stream()
                    .flatMap(dialect -> dialect.timeouts().stream())
                    .distinct()
                    .forEach(silence -> alarms.add(tcpConnection.schedule(silence, () -> onSilence(silence))));
        }
    }

    private void onSilence(Duration silence) {
        if (decide(silence, false)) {
            tcpConnection.feed();
        }
    }

    private boolean decide(Duration silence, boolean last) {
        Preamble preamble = new Preamble(bytes, silence, reads > 1 && single == reads);
        for (Dialect dialect : dialects) {
            ProbeResult probeResult = dialect.probe(preamble);
            if (probeResult == ProbeResult.YES) {
                tcpConnection.selectDialect(dialect);
                return true;
            }
            if (probeResult == ProbeResult.MORE && !last) {
                return false;
            }
        }
        return false;
    }

    @Override
    public int maxPendingBytes() {
        return LONGEST;
    }

    @Override
    public void onInputClosed() {
        if (bytes.isEmpty() || !decide(Preamble.FOREVER, true)) {
            tcpConnection.close(CloseCause.CLOSED, null);
        }
    }

    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        return null;
    }

    @Override
    public void onDirectMessage(DirectMessage directMessage) {}

    @Override
    public byte @Nullable [] encode(DisconnectReason disconnectReason) {
        return TcpConnection.plain(disconnectReason);
    }

    @Override
    public void onClosed() {
        alarms.forEach(alarm -> alarm.cancel(false));
        alarms.clear();
    }
}
