package dev.parley.tcp;

import dev.parley.chat.identity.TrustedProxies;
import java.time.Duration;

/**
 * Settings of the PROXY protocol, versions 1 and 2.
 *
 * @param trustedProxies the addresses whose headers are used; the bytes of all others are the input of the client
 * @param headerTimeout time for a trusted proxy to begin a header, and to complete it
 */
public record ProxyProtocolSettings(TrustedProxies trustedProxies, Duration headerTimeout) {

    /** No header is used. */
    public static final ProxyProtocolSettings NONE =
            new ProxyProtocolSettings(TrustedProxies.NONE, Duration.ofSeconds(1));
}
