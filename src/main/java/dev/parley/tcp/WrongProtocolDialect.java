package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

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

/** Detects clients that use the wrong protocol and replies in their protocol, then closes the connection. */
public final class WrongProtocolDialect implements Dialect {

    /**
     * The first commands of clients: capability negotiation, the commands of RFC 2812, section 3.1, and those of servers
     * and proxies. Only a line feed ends the last parameter, which may contain any other byte. Every quantifier is
     * possessive, so that a match takes a time that is linear in the number of bytes.
     */
    private static final Pattern IRC = Pattern.compile(
            "(?:CAP ++:?+(?:LIST|LS|REQ|ACK|NAK|CLEAR|END)(?: [^\\n]*+)?+|NICK ++\\S++(?: ++[0-9]++)?+ *+"
                    + "|USER ++\\S++ ++\\S++ ++\\S++ ++[^\\n]++|PASS ++(?::[^\\n]++|\\S++ *+)|PROTOCTL(?: [^\\n]*+)?+"
                    + "|AUTHENTICATE ++\\S++ *+|WEBIRC ++\\S++ ++[^\\n]++|STARTTLS *+)\\r?\\n",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern HTTP = Pattern.compile("[A-Z]{3,7} \\S+ HTTP/1\\.[01]\\r?\\n");
    /** The Host header without its port; matches only valid host names and addresses (RFC 3986, section 3.2.2). */
    private static final Pattern HOST = Pattern.compile(
            "^Host:[ \\t]*([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?[ \\t]*\\r?\\n",
            Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    private static final Pattern TLS = Pattern.compile("\\x16\\x03");
    private static final Pattern QUIT = Pattern.compile("\\\\quit");

    /** The end of the request head; the reply depends on nothing after it (RFC 9112, section 2.1). */
    private static final Pattern HEAD_END = Pattern.compile("\\n\\r?\\n");

    private static final Pattern ANY = Pattern.compile("");

    private static final int MAX_REQUEST_BYTES = 8 * 1024;

    /** Time to wait for the rest of a request. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(1);

    private final String name;
    private final Pattern start;
    private final Pattern end;
    private final Duration timeout;
    private final BiFunction<TcpConnection, String, String> answer;

    private WrongProtocolDialect(
            String name,
            Pattern start,
            Pattern end,
            DetectionTimeouts timeouts,
            BiFunction<TcpConnection, String, String> answer) {
        this.name = name;
        this.start = start;
        this.end = end;
        this.timeout = timeouts.token();
        this.answer = answer;
    }

    /**
     * Returns the detector of IRC clients (RFC 2812, section 3.1, and capability negotiation), which receive an ERROR
     * message.
     */
    public static Dialect irc(DetectionTimeouts timeouts) {
        return new WrongProtocolDialect(
                "irc",
                IRC,
                ANY,
                timeouts,
                (connection, request) ->
                        "ERROR :Closing link: this server does not speak IRC. Use nc or telnet on this port.\r\n");
    }

    /**
     * Returns the detector of HTTP clients (RFC 9112, section 3), which receive a response of status 400 with the
     * address of the web page.
     *
     * @param page returns the address of the page for a host as it is written in a URL
     */
    public static Dialect http(DetectionTimeouts timeouts, UnaryOperator<String> page) {
        return new WrongProtocolDialect(
                "http",
                HTTP,
                HEAD_END,
                timeouts,
                (connection, request) -> badRequest(
                        page.apply(host(request, connection.addresses().local()))));
    }

    /**
     * Returns the name of this host as the client knows it: the Host header, or else the local address of the
     * connection.
     */
    private static String host(String request, @Nullable InetAddress local) {
        Matcher hostHeader = HOST.matcher(request);
        if (hostHeader.find()) {
            return hostHeader.group(1);
        } else if (local == null || local.isLoopbackAddress() || local.isAnyLocalAddress()) {
            return "localhost";
        }
        String text = NetUtil.toAddressString(local);
        return local instanceof Inet6Address ? "[" + text + "]" : text;
    }

    /** Returns the detector of TLS clients (RFC 8446, section 5.1: a handshake record), which receive nothing. */
    public static Dialect tls(DetectionTimeouts timeouts) {
        return new WrongProtocolDialect("tls", TLS, ANY, timeouts, (connection, request) -> "");
    }

    /** Returns the detector of older Parley clients that quit before anything else, which receive nothing. */
    public static Dialect disconnecting(DetectionTimeouts timeouts) {
        return new WrongProtocolDialect("goodbye", QUIT, ANY, timeouts, (connection, request) -> "");
    }

    private static String badRequest(String page) {
        String body = "This is Parley's TCP port. The web page is at " + page + "\n";
        return "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + body.getBytes(UTF_8).length + "\r\nConnection: close\r\n\r\n" + body;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ProbeResult probe(Preamble preamble) {
        return preamble.matches(start, timeout);
    }

    @Override
    public List<Duration> timeouts() {
        return List.of(timeout);
    }

    @Override
    public DialectSession open(TcpConnection connection) {
        return new RefusingSession(connection);
    }

    /** Sends the reply as soon as the request is complete enough, and closes. */
    private final class RefusingSession implements DialectSession {
        private final TcpConnection connection;
        private final Future<?> timer;
        private String request = "";

        private RefusingSession(TcpConnection connection) {
            this.connection = connection;
            this.timer = connection.schedule(REQUEST_TIMEOUT, this::send);
        }

        @Override
        public void read(ByteBuf input) {
            request =
                    input.toString(input.readerIndex(), Math.min(input.readableBytes(), MAX_REQUEST_BYTES), ISO_8859_1);
            if (end.matcher(request).find()) {
                send();
            }
        }

        private void send() {
            connection.close(
                    CloseCause.CLOSED, answer.apply(connection, request).getBytes(UTF_8));
        }

        @Override
        public int maxPendingBytes() {
            return MAX_REQUEST_BYTES;
        }

        @Override
        public void onInputClosed() {
            send();
        }

        @Override
        public void onClosed() {
            timer.cancel(false);
        }

        @Override
        public byte @Nullable [] encode(DisconnectReason reason) {
            return null;
        }
    }
}
