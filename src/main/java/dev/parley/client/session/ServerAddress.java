package dev.parley.client.session;

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

    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException with a sentence for the user, if the address is invalid */
    public ServerAddress {
        if (host.isBlank() || host.startsWith("-")) {
            throw new IllegalArgumentException("“" + host + "” is not a host name.");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("A port is a number from 1 to " + MAX_PORT + ", not " + port + ".");
        }
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
