package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Detects a dialect by the rules of the real one, and only records its input. */
final class RecordingDialect implements Dialect {

    private static final Duration TOKEN_TIMEOUT = Duration.ofMillis(250);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final Pattern CONNECT = Pattern.compile("(CONNECT|STOMP)\\r?\\n([^\\n:]+:[^\\n]*)?\\r?\\n");
    private static final Pattern HEADER = Pattern.compile(" *\\d+ *");
    private static final Pattern HEADER_SO_FAR = Pattern.compile(" *\\d* *");
    private static final Pattern TURN = Pattern.compile("[^\\s>\\x00]{0,10}> ");
    private static final Pattern TOKEN = Pattern.compile("\\S{1,64}");

    private final String name;
    private final Function<Preamble, ProbeResult> probe;
    private final List<Duration> timeouts;
    private final List<String> inputs = new ArrayList<>();

    private RecordingDialect(String name, Function<Preamble, ProbeResult> probe, Duration... timeouts) {
        this.name = name;
        this.probe = probe;
        this.timeouts = List.of(timeouts);
    }

    static RecordingDialect stomp() {
        return new RecordingDialect("stomp", preamble -> preamble.matches(CONNECT));
    }

    static RecordingDialect framed() {
        return new RecordingDialect("framed", RecordingDialect::framed, SECOND);
    }

    private static ProbeResult framed(Preamble preamble) {
        String first =
                preamble.bytes().substring(0, Math.min(10, preamble.bytes().length()));
        if (first.length() == 10) {
            return HEADER.matcher(first).matches() ? ProbeResult.YES : ProbeResult.NO;
        }
        boolean isPossible = HEADER_SO_FAR.matcher(first).matches() && !preamble.isSilentFor(SECOND);
        return isPossible ? ProbeResult.MORE : ProbeResult.NO;
    }

    static RecordingDialect turns() {
        return new RecordingDialect("turns", RecordingDialect::turns, TOKEN_TIMEOUT);
    }

    private static ProbeResult turns(Preamble preamble) {
        ProbeResult probeResult = preamble.matches(TURN);
        if (probeResult == ProbeResult.YES) {
            boolean hasText =
                    preamble.bytes().indexOf("> ") + 2 < preamble.bytes().length();
            return hasText || preamble.isSilentFor(TOKEN_TIMEOUT) ? ProbeResult.YES : ProbeResult.MORE;
        }
        return preamble.isSilentFor(TOKEN_TIMEOUT) ? ProbeResult.NO : probeResult;
    }

    static RecordingDialect handle() {
        return new RecordingDialect("handle", RecordingDialect::handle, TOKEN_TIMEOUT);
    }

    private static ProbeResult handle(Preamble preamble) {
        if (preamble.typed() || !TOKEN.matcher(preamble.bytes()).matches()) {
            return ProbeResult.NO;
        }
        return preamble.isSilentFor(TOKEN_TIMEOUT) ? ProbeResult.YES : ProbeResult.MORE;
    }

    static RecordingDialect line() {
        return new RecordingDialect(
                "line", preamble -> preamble.bytes().contains("\n") ? ProbeResult.YES : ProbeResult.MORE);
    }

    /** Returns the input of each connection detected as this dialect. */
    List<String> inputs() {
        return inputs;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ProbeResult probe(Preamble preamble) {
        return probe.apply(preamble);
    }

    @Override
    public List<Duration> timeouts() {
        return timeouts;
    }

    @Override
    public Optional<String> greeting() {
        return name.equals("line") ? Optional.of("Hello?\n") : Optional.empty();
    }

    @Override
    public DialectSession open(TcpConnection connection) {
        int index = inputs.size();
        inputs.add("");
        return new DialectSession() {
            @Override
            public void read(ByteBuf input) {
                byte[] bytes = new byte[input.readableBytes()];
                input.readBytes(bytes);
                inputs.set(index, inputs.get(index) + new String(bytes, ISO_8859_1));
            }

            @Override
            public int maxPendingBytes() {
                return 0;
            }

            @Override
            public void onInputClosed() {
                connection.close(CloseCause.CLOSED, null);
            }

            @Override
            public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
                return null;
            }

            @Override
            public void onDirectMessage(DirectMessage directMessage) {}

            @Override
            public byte @Nullable [] encode(DisconnectReason disconnectReason) {
                return null;
            }
        };
    }
}
