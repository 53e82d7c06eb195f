package dev.parley.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings below {@code parley.tcp}: the TCP ports.
 *
 * @param ports where the server listens; 0 selects a free port; an empty list opens no TCP port
 * @param tlsPort where the server accepts TLS, with the certificate of {@code server.ssl.bundle}; null for no such port
 * @param nickPorts further ports, on which a silent client receives {@code NICK} instead of a prompt
 * @param address the local address to listen on; empty for all addresses
 * @param greetingDelay how long a connection may stay silent before the server asks for a nickname
 * @param loginTimeout how long a client program may take to log in
 * @param promptTimeout how long a user may take to answer the prompt
 * @param messageGap the silence that ends a word or a turn that has no other end
 * @param detectionTimeout how long the server waits for the rest of an incomplete first message
 * @param handshakeTimeout how long the server waits for the second word of a handshake
 */
record TcpProperties(
        @DefaultValue("8000") List<Integer> ports,
        @Nullable Integer tlsPort,
        @DefaultValue List<Integer> nickPorts,
        @DefaultValue("") String address,
        @DefaultValue("1s") Duration greetingDelay,
        @DefaultValue("10s") Duration loginTimeout,
        @DefaultValue("2m") Duration promptTimeout,
        @DefaultValue("250ms") Duration messageGap,
        @DefaultValue("1s") Duration detectionTimeout,
        @DefaultValue("500ms") Duration handshakeTimeout) {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    TcpProperties {
        ports = List.copyOf(ports);
        nickPorts = List.copyOf(nickPorts);
        ports.forEach(port -> SettingValidators.port("parley.tcp.ports", port));
        nickPorts.forEach(port -> SettingValidators.port("parley.tcp.nick-ports", port));
        List<Integer> chosen = chosen(ports);
        if (hasDuplicate(chosen)) {
            throw new InvalidSettingException(
                    "parley.tcp.ports", ports, "each port may be listed only once, such as 8000,30022");
        }
        chosen = chosen(Stream.concat(ports.stream(), nickPorts.stream()).toList());
        if (hasDuplicate(chosen)) {
            throw new InvalidSettingException(
                    "parley.tcp.nick-ports",
                    nickPorts,
                    "each port may be listed only once, and not in parley.tcp.ports as well");
        }
        if (tlsPort != null) {
            SettingValidators.port("parley.tcp.tls-port", tlsPort);
            if (tlsPort != 0 && chosen.contains(tlsPort)) {
                throw new InvalidSettingException(
                        "parley.tcp.tls-port",
                        tlsPort,
                        "that is one of parley.tcp.ports or parley.tcp.nick-ports; choose another");
            }
        }
        SettingValidators.time("parley.tcp.greeting-delay", greetingDelay, SHORTEST, Duration.ofMinutes(1));
        SettingValidators.time("parley.tcp.login-timeout", loginTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
        SettingValidators.time("parley.tcp.prompt-timeout", promptTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
        SettingValidators.time("parley.tcp.message-gap", messageGap, SHORTEST, Duration.ofSeconds(10));
        SettingValidators.time("parley.tcp.detection-timeout", detectionTimeout, SHORTEST, Duration.ofSeconds(10));
        SettingValidators.time("parley.tcp.handshake-timeout", handshakeTimeout, SHORTEST, Duration.ofSeconds(10));
    }

    private static List<Integer> chosen(List<Integer> ports) {
        return ports.stream().filter(port -> port != 0).toList();
    }

    private static boolean hasDuplicate(List<Integer> ports) {
        return new HashSet<>(ports).size() < ports.size();
    }
}
