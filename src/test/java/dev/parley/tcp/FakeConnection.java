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

/** A dialect that is told apart as the real one is to be, and then only remembers what it is sent. */
final class FakeConnection implements Dialect {

    private static final Duration SHORTLY = Duration.ofMillis(250);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final Pattern CONNECT = Pattern.compile("(CONNECT|STOMP)\\r?\\n([^\\n:]+:[^\\n]*)?\\r?\\n");
    private static final Pattern HEADER = Pattern.compile(" *\\d+ *");
    private static final Pattern HEADER_SO_FAR = Pattern.compile(" *\\d* *");
    private static final Pattern TURN = Pattern.compile("[^\\s>\\x00]{0,10}> ");
    private static final Pattern TOKEN = Pattern.compile("\\S{1,64}");

    private final String name;
    private final Function<Preamble, ProbeResult> probe;
    private final List<Duration> patience;
    private final List<String> heard = new ArrayList<>();

    private FakeConnection(String name, Function<Preamble, ProbeResult> probe, Duration... patience) {
        this.name = name;
        this.probe = probe;
        this.patience = List.of(patience);
    }

    static FakeConnection stomp() {
        return new FakeConnection("stomp", preamble -> preamble.matches(CONNECT));
    }

    static FakeConnection framed() {
        return new FakeConnection("framed", FakeConnection::framed, SECOND);
    }

    private static ProbeResult framed(Preamble preamble) {
        String first =
                preamble.bytes().substring(0, Math.min(10, preamble.bytes().length()));
        if (first.length() == 10) {
            return HEADER.matcher(first).matches() ? ProbeResult.YES : ProbeResult.NO;
        }
        boolean mayBe = HEADER_SO_FAR.matcher(first).matches() && !preamble.isSilentFor(SECOND);
        return mayBe ? ProbeResult.MORE : ProbeResult.NO;
    }

    static FakeConnection turns() {
        return new FakeConnection("turns", FakeConnection::turns, SHORTLY);
    }

    private static ProbeResult turns(Preamble preamble) {
        ProbeResult probeResult = preamble.matches(TURN);
        if (probeResult == ProbeResult.YES) {
            boolean more = preamble.bytes().indexOf("> ") + 2 < preamble.bytes().length();
            return more || preamble.isSilentFor(SHORTLY) ? ProbeResult.YES : ProbeResult.MORE;
        }
        return preamble.isSilentFor(SHORTLY) ? ProbeResult.NO : probeResult;
    }

    static FakeConnection handle() {
        return new FakeConnection("handle", FakeConnection::handle, SHORTLY);
    }

    private static ProbeResult handle(Preamble preamble) {
        if (preamble.typed() || !TOKEN.matcher(preamble.bytes()).matches()) {
            return ProbeResult.NO;
        }
        return preamble.isSilentFor(SHORTLY) ? ProbeResult.YES : ProbeResult.MORE;
    }

    static FakeConnection line() {
        return new FakeConnection(
                "line", preamble -> preamble.bytes().contains("\n") ? ProbeResult.YES : ProbeResult.MORE);
    }

    /** The bytes of each connection that was taken for this. */
    List<String> heard() {
        return heard;
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
        return patience;
    }

    @Override
    public Optional<String> greeting() {
        return name.equals("line") ? Optional.of("Hello?\n") : Optional.empty();
    }

    @Override
    public DialectSession open(TcpConnection tcpConnection) {
        int mine = heard.size();
        heard.add("");
        return new DialectSession() {
            @Override
            public void read(ByteBuf input) {
                byte[] bytes = new byte[input.readableBytes()];
                input.readBytes(bytes);
                heard.set(mine, heard.get(mine) + new String(bytes, ISO_8859_1));
            }

            @Override
            public int maxPendingBytes() {
                return 0;
            }

            @Override
            public void onInputClosed() {
                tcpConnection.close(CloseCause.CLOSED, null);
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
