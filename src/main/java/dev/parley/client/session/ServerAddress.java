package dev.parley.client.session;

import org.jspecify.annotations.Nullable;

/**
 * Where a server listens for terminals.
 *
 * @param host its name or address
 * @param port its terminal port, 1 to 65535
 * @param tlsTrust TLS is spoken there, with whom this trusts; null if it is not
 */
public record ServerAddress(String host, int port, @Nullable TlsTrust tlsTrust) {

    /** Where a server is if nothing else is said. */
    public static final ServerAddress USUAL = new ServerAddress("localhost", 8000);

    private static final int MOST = 65_535;

    /**
     * @throws IllegalArgumentException with a sentence for people, if there can be no such server
     */
    public ServerAddress {
        if (host.isBlank() || host.startsWith("-")) {
            throw new IllegalArgumentException("“" + host + "” is no name of a host.");
        }
        if (port < 1 || port > MOST) {
            throw new IllegalArgumentException("A port is a number from 1 to " + MOST + ", not " + port + ".");
        }
    }

    /** Where no TLS is spoken. */
    public ServerAddress(String host, int port) {
        this(host, port, null);
    }

    /** As people write it: {@code localhost:8000}. */
    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
