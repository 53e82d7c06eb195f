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
 * Detects the dialect of a connection from its first bytes, without consuming them, apart from the number of the port.
 * Sends a prompt to a client that stays silent from the start, because a person may be waiting for one; the client may
 * still use any dialect afterwards.
 */
final class DialectDetector implements DialectSession {

    private static final int MAX_BYTES = 8 * 1024;

    /** The pause after which further bytes are another write of the client. Networks deliver one write faster. */
    private static final Duration PAUSE = Duration.ofMillis(25);

    /** The number of bytes of a write from which it is not a key of a telnet client in character mode. */
    private static final int MIN_WRITE_BYTES = 2;

    /** The whole prompt for programs that wait for this word. */
    private static final String NICK = "NICK";

    private final TcpConnection connection;
    private final List<Dialect> dialects;
    private final Duration greeting;
    private final boolean requestsNick;
    private final List<Future<?>> timers = new ArrayList<>();

    private String bytes = "";
    private int reads;
    private int singleByteReads;
    private int pausedAt;
    private boolean hasPaused;
    private int firstWrite;
    private boolean nickRequested;
    private boolean isUtf16;

    /**
     * Creates a detector.
     *
     * @param greeting the silence after which the server sends a prompt
     * @param requestsNick whether the prompt is for programs that wait for {@code NICK}
     */
    DialectDetector(TcpConnection connection, List<Dialect> dialects, Duration greeting, boolean requestsNick) {
        this.connection = connection;
        this.dialects = dialects;
        this.greeting = greeting;
        this.requestsNick = requestsNick;
    }

    /** Returns the first dialect after another one that recognises the input, which is not consumed. */
    static Optional<Dialect> findAfter(Dialect from, List<Dialect> dialects, ByteBuf input) {
        Preamble preamble = Preamble.of(input.toString(ISO_8859_1));
        return dialects.stream()
                .skip(dialects.indexOf(from) + 1L)
                .filter(dialect -> dialect.probe(preamble) == ProbeResult.YES)
                .findFirst();
    }

    /** Starts the timer of the greeting. */
    void start() {
        timers.add(connection.schedule(greeting, this::sendGreeting));
    }

    private void sendGreeting() {
        Optional<String> prompt = requestsNick
                ? Optional.of(NICK)
                : dialects.stream()
                        .map(Dialect::greeting)
                        .flatMap(Optional::stream)
                        .findFirst();
        prompt.ifPresent(text -> {
            connection.send(lines(text));
            connection.markPrompted();
            nickRequested = requestsNick;
        });
    }

    /** Returns the text with the line ends of a telnet client, if it is one (RFC 854). */
    private byte[] lines(String text) {
        return (connection.isTelnet() ? text.replace("\n", "\r\n") : text).getBytes(UTF_8);
    }

    @Override
    public void read(ByteBuf input) {
        int length = Math.min(input.readableBytes(), MAX_BYTES);
        if (length == bytes.length()) {
            int portNumber = pausedAt > 0 ? portNumber(false) : 0;
            if (portNumber > 0) {
                skipPortNumber(input, portNumber);
            }
            return;
        }
        onBytes(length - bytes.length());
        bytes = input.toString(input.readerIndex(), length, ISO_8859_1);
        Utf16 utf16 = isUtf16 ? null : Utf16.detect(bytes);
        if (utf16 != null) {
            isUtf16 = true;
            connection.useUtf16(utf16, input);
            bytes = input.toString(input.readerIndex(), Math.min(input.readableBytes(), MAX_BYTES), ISO_8859_1);
        }
        onClosed();
        int portNumber = portNumber(true);
        if (portNumber > 0) {
            skipPortNumber(input, portNumber);
        } else if (!decide(Duration.ZERO, false)) {
            timers.add(connection.schedule(PAUSE, this::onPause));
            dialects.stream()
                    .flatMap(dialect -> dialect.timeouts().stream())
                    .distinct()
                    .forEach(silence -> timers.add(connection.schedule(silence, () -> onSilence(silence))));
        }
    }

    private void onBytes(int count) {
        singleByteReads += count == 1 ? 1 : 0;
        reads++;
        if (pausedAt > 0 && !hasPaused) {
            hasPaused = true;
            firstWrite = pausedAt >= MIN_WRITE_BYTES && count >= MIN_WRITE_BYTES ? pausedAt : 0;
        }
    }

    private void onPause() {
        pausedAt = bytes.length();
        if (!isTyped() && portNumber(false) > 0) {
            connection.feed();
        }
    }

    /**
     * Returns the length of the number of this port and its terminator at the start, which some programs send before
     * anything else; 0 if there is none.
     */
    private int portNumber(boolean needsTerminator) {
        String port = connection.addresses().localPort();
        if (port.isEmpty() || !bytes.startsWith(port)) {
            return 0;
        }
        int end = port.length();
        while (end < bytes.length() && "\r\n\0".indexOf(bytes.charAt(end)) >= 0) {
            end++;
        }
        boolean isWhole = end > port.length() || (!needsTerminator && end == bytes.length());
        return isWhole ? end : 0;
    }

    private void skipPortNumber(ByteBuf input, int length) {
        input.skipBytes(length);
        bytes = "";
        reads = 0;
        singleByteReads = 0;
        pausedAt = 0;
        hasPaused = false;
        firstWrite = 0;
        start();
        read(input);
    }

    private void onSilence(Duration silence) {
        if (decide(silence, false)) {
            connection.feed();
        }
    }

    /** Returns whether the bytes arrived one at a time, as from a telnet client in character mode. */
    private boolean isTyped() {
        return reads > 1 && singleByteReads == reads;
    }

    private boolean decide(Duration silence, boolean endOfInput) {
        Preamble preamble = new Preamble(bytes, silence, isTyped(), firstWrite, nickRequested);
        for (Dialect dialect : dialects) {
            ProbeResult result = dialect.probe(preamble);
            if (result == ProbeResult.YES) {
                connection.setFirstWriteBytes(firstWrite);
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
        return lines(reason.sentence() + "\n");
    }

    @Override
    public void onClosed() {
        timers.forEach(timer -> timer.cancel(false));
        timers.clear();
    }
}
