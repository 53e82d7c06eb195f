package dev.parley.client.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a server.
 *
 * @param host the host name or address
 * @param port the TCP port, 1 to 65535
 * @param tlsTrust the trust for TLS; null without TLS
 */
public record ServerAddress(String host, int port, @Nullable TlsTrust tlsTrust) {

    /** The default address. */
    public static final ServerAddress DEFAULT = new ServerAddress("localhost", 8000);

    private static final int DEFAULT_PORT = 8000;
    private static final int MAX_PORT = 65_535;

    /** A host in brackets or without colons, after which a port may follow; or an IPv6 address without brackets. */
    private static final Pattern WRITTEN =
            Pattern.compile("(?:\\[(?<bracketed>[^\\[\\]]+)]|(?<plain>[^:\\[\\]]+))(?::(?<port>[^:\\[\\]]*))?"
                    + "|[^\\[\\]]*:[^\\[\\]]*:[^\\[\\]]*");

    /** @throws IllegalArgumentException with a sentence for the user, if the address is invalid */
    public ServerAddress {
        if (host.isBlank() || host.startsWith("-")) {
            throw new IllegalArgumentException("“" + host + "” is not a host name.");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("A port is a number from 1 to " + MAX_PORT + ", not " + port + ".");
        }
    }

    /**
     * Parses an address as typed: {@code host}, {@code host:port}, {@code [::1]:8000}, {@code [::1]} or {@code ::1}.
     *
     * @param port the port as typed apart from the host; null if there is none
     * @throws IllegalArgumentException with a sentence for the user, if the address is invalid
     */
    public static ServerAddress parse(String typed, @Nullable String port, @Nullable TlsTrust tlsTrust) {
        Matcher matcher = WRITTEN.matcher(typed);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "“" + typed + "” is not an address. Enter one like lab.example:8000 or [2001:db8::1]:8000.");
        }
        String bracketed = matcher.group("bracketed");
        String plain = matcher.group("plain");
        String host = bracketed != null ? bracketed : plain != null ? plain : typed;
        String own = matcher.group("port");
        if (own != null && port != null && !own.equals(port)) {
            throw new IllegalArgumentException(
                    "“" + typed + "” has the port " + own + " already. Leave out the port " + port + ".");
        }
        return new ServerAddress(
                host, own != null ? number(own) : port != null ? number(port) : DEFAULT_PORT, tlsTrust);
    }

    private static int number(String port) {
        if (!port.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("A port is a number from 1 to " + MAX_PORT + ", not “" + port + "”.");
        }
        return Integer.parseInt(port);
    }

    /** Creates an address without TLS. */
    public ServerAddress(String host, int port) {
        this(host, port, null);
    }

    /** Returns the written form: {@code localhost:8000}. */
    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
