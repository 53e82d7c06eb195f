package dev.parley.bridge;

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
final class StandIn implements Dialect {

    private static final Duration SHORTLY = Duration.ofMillis(250);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final Pattern CONNECT = Pattern.compile("(CONNECT|STOMP)\\r?\\n([^\\n:]+:[^\\n]*)?\\r?\\n");
    private static final Pattern HEADER = Pattern.compile(" *\\d+ *");
    private static final Pattern HEADER_SO_FAR = Pattern.compile(" *\\d* *");
    private static final Pattern TURN = Pattern.compile("[^\\s>\\x00]{0,10}> ");
    private static final Pattern TOKEN = Pattern.compile("\\S{1,64}");

    private final String name;
    private final Function<Opening, Verdict> probe;
    private final List<Duration> patience;
    private final List<String> heard = new ArrayList<>();

    private StandIn(String name, Function<Opening, Verdict> probe, Duration... patience) {
        this.name = name;
        this.probe = probe;
        this.patience = List.of(patience);
    }

    static StandIn stomp() {
        return new StandIn("stomp", opening -> opening.begins(CONNECT));
    }

    static StandIn framed() {
        return new StandIn("framed", StandIn::framed, SECOND);
    }

    private static Verdict framed(Opening opening) {
        String first = opening.bytes().substring(0, Math.min(10, opening.bytes().length()));
        if (first.length() == 10) {
            return HEADER.matcher(first).matches() ? Verdict.YES : Verdict.NO;
        }
        boolean mayBe = HEADER_SO_FAR.matcher(first).matches() && !opening.isSilentFor(SECOND);
        return mayBe ? Verdict.MORE : Verdict.NO;
    }

    static StandIn turns() {
        return new StandIn("turns", StandIn::turns, SHORTLY);
    }

    private static Verdict turns(Opening opening) {
        Verdict verdict = opening.begins(TURN);
        if (verdict == Verdict.YES) {
            boolean more = opening.bytes().indexOf("> ") + 2 < opening.bytes().length();
            return more || opening.isSilentFor(SHORTLY) ? Verdict.YES : Verdict.MORE;
        }
        return opening.isSilentFor(SHORTLY) ? Verdict.NO : verdict;
    }

    static StandIn handle() {
        return new StandIn("handle", StandIn::handle, SHORTLY);
    }

    private static Verdict handle(Opening opening) {
        if (opening.typed() || !TOKEN.matcher(opening.bytes()).matches()) {
            return Verdict.NO;
        }
        return opening.isSilentFor(SHORTLY) ? Verdict.YES : Verdict.MORE;
    }

    static StandIn line() {
        return new StandIn("line", opening -> opening.bytes().contains("\n") ? Verdict.YES : Verdict.MORE);
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
    public Verdict probe(Opening opening) {
        return probe.apply(opening);
    }

    @Override
    public List<Duration> patience() {
        return patience;
    }

    @Override
    public Optional<String> greeting() {
        return name.equals("line") ? Optional.of("Hello?\n") : Optional.empty();
    }

    @Override
    public Conversation open(Connection connection) {
        int mine = heard.size();
        heard.add("");
        return new Conversation() {
            @Override
            public void read(ByteBuf input) {
                byte[] bytes = new byte[input.readableBytes()];
                input.readBytes(bytes);
                heard.set(mine, heard.get(mine) + new String(bytes, ISO_8859_1));
            }

            @Override
            public int longest() {
                return 0;
            }

            @Override
            public void inputEnded() {
                connection.close(CloseCause.CLOSED, null);
            }

            @Override
            public byte @Nullable [] words(Cursor cursor, Delivery delivery) {
                return null;
            }

            @Override
            public void direct(DirectMessage directMessage) {}

            @Override
            public byte @Nullable [] words(DisconnectReason disconnectReason) {
                return null;
            }
        };
    }
}
