package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

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
 * Detects the dialect of a connection from its first bytes, without consuming them. Sends a prompt to a client that
 * stays silent from the start, because a person may be waiting for one; the client may still use any dialect
 * afterwards.
 */
final class DialectDetector implements DialectSession {

    private static final int MAX_BYTES = 8 * 1024;

    private final TcpConnection connection;
    private final List<Dialect> dialects;
    private final Duration greeting;
    private final List<Future<?>> timers = new ArrayList<>();

    private String bytes = "";
    private int reads;
    private int singleByteReads;

    DialectDetector(TcpConnection connection, List<Dialect> dialects, Duration greeting) {
        this.connection = connection;
        this.dialects = dialects;
        this.greeting = greeting;
    }

    /** Starts the timer of the greeting. */
    void start() {
        timers.add(connection.schedule(greeting, this::sendGreeting));
    }

    private void sendGreeting() {
        dialects.stream()
                .map(Dialect::greeting)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(prompt -> {
                    connection.send(prompt.getBytes(UTF_8));
                    connection.markPrompted();
                });
    }

    @Override
    public void read(ByteBuf input) {
        int length = Math.min(input.readableBytes(), MAX_BYTES);
        if (length == bytes.length()) {
            return;
        }
        singleByteReads += length - bytes.length() == 1 ? 1 : 0;
        reads++;
        bytes = input.toString(input.readerIndex(), length, ISO_8859_1);
        onClosed();
        if (!decide(Duration.ZERO, false)) {
            dialects.stream()
                    .flatMap(dialect -> dialect.timeouts().stream())
                    .distinct()
                    .forEach(silence -> timers.add(connection.schedule(silence, () -> onSilence(silence))));
        }
    }

    private void onSilence(Duration silence) {
        if (decide(silence, false)) {
            connection.feed();
        }
    }

    private boolean decide(Duration silence, boolean endOfInput) {
        Preamble preamble = new Preamble(bytes, silence, reads > 1 && singleByteReads == reads);
        for (Dialect dialect : dialects) {
            ProbeResult result = dialect.probe(preamble);
            if (result == ProbeResult.YES) {
                connection.selectDialect(dialect);
                return true;
            }
            if (result == ProbeResult.MORE && !endOfInput) {
                return false;
            }
        }
        return false;
    }

    @Override
    public int maxPendingBytes() {
        return MAX_BYTES;
    }

    @Override
    public void onInputClosed() {
        if (bytes.isEmpty() || !decide(Preamble.FOREVER, true)) {
            connection.close(CloseCause.CLOSED, null);
        }
    }

    @Override
    public byte @Nullable [] encode(DisconnectReason reason) {
        return TcpConnection.plain(reason);
    }

    @Override
    public void onClosed() {
        timers.forEach(timer -> timer.cancel(false));
        timers.clear();
    }
}
