package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.CloseCause;
import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Programs that have come to the wrong port, recognised so that they, or who uses them, learn it in their own terms at
 * once. They are dialects only in that they are told apart like them.
 */
public final class WrongProtocolDialect implements Dialect {

    /** UNIX_LINES: only a line feed ends the real name, which may hold any other byte. */
    private static final Pattern IRC = Pattern.compile(
            "(CAP (LS|LIST|REQ|END)|NICK \\S+|USER \\S+ \\S+ \\S+ .+|PASS \\S+)\\r?\\n", Pattern.UNIX_LINES);

    private static final Pattern HTTP = Pattern.compile("[A-Z]{3,7} \\S+ HTTP/1\\.[01]\\r?\\n");
    /** Without its port, and nothing that is not a host's name or address (RFC 3986, section 3.2.2). */
    private static final Pattern HOST = Pattern.compile(
            "^Host:[ \\t]*([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?[ \\t]*\\r?\\n",
            Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    private static final Pattern TLS = Pattern.compile("\\x16\\x03");
    private static final Pattern QUIT = Pattern.compile("\\\\quit");

    /** What stands before this is all that an answer can depend on (RFC 9112, section 2.1). */
    private static final Pattern HEAD_END = Pattern.compile("\\n\\r?\\n");

    private static final Pattern ANYTHING = Pattern.compile("");

    private static final int MOST_READ = 8 * 1024;

    /** So long the rest of a request is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final String name;
    private final Pattern beginning;
    private final Pattern whole;
    private final Duration patience;
    private final BiFunction<TcpConnection, String, String> answer;

    private WrongProtocolDialect(
            String name,
            Pattern beginning,
            Pattern whole,
            DetectionTimeouts detectionTimeouts,
            BiFunction<TcpConnection, String, String> answer) {
        this.name = name;
        this.beginning = beginning;
        this.whole = whole;
        this.patience = detectionTimeouts.token();
        this.answer = answer;
    }

    /** IRC clients (RFC 2812, section 3.1, and capability negotiation): an ERROR message, then closed. */
    public static Dialect irc(DetectionTimeouts detectionTimeouts) {
        return new WrongProtocolDialect(
                "irc",
                IRC,
                ANYTHING,
                detectionTimeouts,
                (tcpConnection, request) ->
                        "ERROR :Closing link: this server does not speak IRC. Use nc or telnet on this port.\r\n");
    }

    /**
     * HTTP clients (RFC 9112, section 3): a response of status 400 that says where the page is.
     *
     * @param page the page's address on a host that is given as it stands in an address
     */
    public static Dialect http(DetectionTimeouts detectionTimeouts, UnaryOperator<String> page) {
        return new WrongProtocolDialect(
                "http",
                HTTP,
                HEAD_END,
                detectionTimeouts,
                (tcpConnection, request) -> badRequest(page.apply(host(request, tcpConnection.local()))));
    }

    /** By which name who asks knows this machine: it says so, or else it is the address that was connected to. */
    private static String host(String request, @Nullable InetAddress local) {
        Matcher said = HOST.matcher(request);
        if (said.find()) {
            return said.group(1);
        } else if (local == null || local.isLoopbackAddress() || local.isAnyLocalAddress()) {
            return "localhost";
        }
        String written = NetUtil.toAddressString(local);
        return local instanceof Inet6Address ? "[" + written + "]" : written;
    }

    /** TLS clients (RFC 8446, section 5.1: a handshake record): closed, as no word of ours would reach a person. */
    public static Dialect tls(DetectionTimeouts detectionTimeouts) {
        return new WrongProtocolDialect("tls", TLS, ANYTHING, detectionTimeouts, (tcpConnection, request) -> "");
    }

    /** A goodbye before anything else, from the old clients: closed. */
    public static Dialect disconnecting(DetectionTimeouts detectionTimeouts) {
        return new WrongProtocolDialect("goodbye", QUIT, ANYTHING, detectionTimeouts, (tcpConnection, request) -> "");
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
    public ProbeResult probe(Preamble preamble) {
        return preamble.matches(beginning, patience);
    }

    @Override
    public List<Duration> timeouts() {
        return List.of(patience);
    }

    @Override
    public DialectSession open(TcpConnection tcpConnection) {
        return new RefusingSession(tcpConnection);
    }

    /** Says the answer as soon as it is known what to say, and closes. */
    private final class RefusingSession implements DialectSession {
        private final TcpConnection tcpConnection;
        private final Future<?> waiting;
        private String request = "";

        private RefusingSession(TcpConnection tcpConnection) {
            this.tcpConnection = tcpConnection;
            this.waiting = tcpConnection.schedule(PATIENCE, this::send);
        }

        @Override
        public void read(ByteBuf input) {
            request = input.toString(input.readerIndex(), Math.min(input.readableBytes(), MOST_READ), ISO_8859_1);
            if (whole.matcher(request).find()) {
                send();
            }
        }

        private void send() {
            tcpConnection.close(
                    CloseCause.CLOSED, answer.apply(tcpConnection, request).getBytes(UTF_8));
        }

        @Override
        public int maxPendingBytes() {
            return MOST_READ;
        }

        @Override
        public void onInputClosed() {
            send();
        }

        @Override
        public void onClosed() {
            waiting.cancel(false);
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
    }
}
