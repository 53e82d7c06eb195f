package dev.parley.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.room.Cursor;
import dev.parley.room.Delivery;
import dev.parley.room.Direct;
import dev.parley.room.Ending;
import dev.parley.room.Farewell;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Programs that have come to the wrong port, recognised so that they, or who uses them, learn it in their own terms at
 * once. They are dialects only in that they are told apart like them.
 */
public final class Misdirected implements Dialect {

    /** UNIX_LINES: only a line feed ends the real name, which may hold any other byte. */
    private static final Pattern IRC = Pattern.compile(
            "(CAP (LS|LIST|REQ|END)|NICK \\S+|USER \\S+ \\S+ \\S+ .+|PASS \\S+)\\r?\\n", Pattern.UNIX_LINES);

    private static final Pattern HTTP = Pattern.compile("[A-Z]{3,7} \\S+ HTTP/1\\.[01]\\r?\\n");
    private static final Pattern TLS = Pattern.compile("\\x16\\x03");
    private static final Pattern QUIT = Pattern.compile("\\\\quit");

    /** After so long a beginning that may be TLS or a goodbye is no longer taken for one. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final String name;
    private final Function<Opening, Verdict> probe;
    private final Supplier<String> answer;
    private final List<Duration> patience;

    private Misdirected(
            String name, Function<Opening, Verdict> probe, Supplier<String> answer, List<Duration> patience) {
        this.name = name;
        this.probe = probe;
        this.answer = answer;
        this.patience = patience;
    }

    /** IRC clients (RFC 2812, section 3.1, and capability negotiation): an ERROR message, then closed. */
    public static Dialect irc() {
        return new Misdirected(
                "irc",
                opening -> opening.begins(IRC),
                () -> "ERROR :Closing link: this server does not speak IRC. Use nc or telnet on this port.\r\n",
                List.of());
    }

    /**
     * HTTP clients (RFC 9112, section 3): a response of status 400 that says where the page is.
     *
     * @param page the page's address, asked for each time
     */
    public static Dialect http(Supplier<String> page) {
        return new Misdirected("http", opening -> opening.begins(HTTP), () -> badRequest(page.get()), List.of());
    }

    /** TLS clients (RFC 8446, section 5.1: a handshake record): closed, as no word of ours would reach a person. */
    public static Dialect tls() {
        return new Misdirected("tls", opening -> shortly(opening, TLS), () -> "", List.of(PATIENCE));
    }

    /** A goodbye before anything else, from the old clients: closed. */
    public static Dialect goodbye() {
        return new Misdirected("goodbye", opening -> shortly(opening, QUIT), () -> "", List.of(PATIENCE));
    }

    private static Verdict shortly(Opening opening, Pattern pattern) {
        Verdict verdict = opening.begins(pattern);
        return verdict == Verdict.MORE && opening.isSilentFor(PATIENCE) ? Verdict.NO : verdict;
    }

    private static String badRequest(String page) {
        String body = "This is Parley's terminal port. The page is at " + page + "\n";
        return "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + body.getBytes(UTF_8).length + "\r\nConnection: close\r\n\r\n" + body;
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
    public Conversation open(Connection connection) {
        return new Farewelling(connection);
    }

    /** Says the answer to whatever comes first, and closes. */
    private final class Farewelling implements Conversation {
        private final Connection connection;

        private Farewelling(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void read(ByteBuf input) {
            input.skipBytes(input.readableBytes());
            connection.close(Ending.CLOSED, answer.get().getBytes(UTF_8));
        }

        @Override
        public int longest() {
            return 0;
        }

        @Override
        public void inputEnded() {
            connection.close(Ending.CLOSED, null);
        }

        @Override
        public byte @Nullable [] words(Cursor cursor, Delivery delivery) {
            return null;
        }

        @Override
        public void direct(Direct direct) {}

        @Override
        public byte @Nullable [] words(Farewell farewell) {
            return null;
        }
    }
}
