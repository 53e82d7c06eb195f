package dev.parley.tcp;

import dev.parley.chat.session.ConnectionRateLimiter;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/**
 * Settings of the port that uses TLS (RFC 8446) for all dialects.
 *
 * @param port the port, 1 to 65535, or 0 for any free port
 * @param engines creates the server's engine for each connection; called on event loops, must not block
 * @param handshakeLimiter counts new connections
 */
public record TlsPortSettings(int port, Supplier<SSLEngine> engines, ConnectionRateLimiter handshakeLimiter) {}
