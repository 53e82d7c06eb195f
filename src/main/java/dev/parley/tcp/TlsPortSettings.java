package dev.parley.tcp;

import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/**
 * A terminal port that speaks TLS (RFC 8446), and inside of it all that is spoken on the others.
 *
 * @param port where to listen, 1 to 65535, or 0 for any that is free
 * @param engines makes the server's side of a connection, a new one for each; called on event loops, so that it must not
 *     block
 */
public record TlsPortSettings(int port, Supplier<SSLEngine> engines) {}
