package dev.parley.config;

import dev.parley.chat.room.AdmissionLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings {@code parley.*} with their defaults. An invalid value ends the start with an {@link
 * InvalidSettingException}. docs/configuration.md lists all of them.
 */
@ConfigurationProperties("parley")
public record ParleyProperties(
        @DefaultValue("Parley") String name,
        @DefaultValue Tcp tcp,
        @DefaultValue History history,
        @DefaultValue Cluster cluster,
        @DefaultValue Limits limits,
        @DefaultValue SessionProperties session,
        @DefaultValue Auth auth,
        @DefaultValue Operator operator,
        @DefaultValue Rooms rooms,
        @DefaultValue SearchProperties search,
        @DefaultValue Invites invites,
        @DefaultValue Web web,
        @DefaultValue FileUploadProperties files,
        @DefaultValue HttpProperties http,
        @DefaultValue Console console,
        @DefaultValue Shutdown shutdown) {

    /**
     * Checks the name of the server.
     *
     * @param name what the page and the start banner call this server; 1 to 64 characters, none of them a control
     *     character
     */
    public ParleyProperties {
        name = name.strip();
        SettingValidators.label("parley.name", name);
    }

    /**
     * The TCP ports.
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
    record Tcp(
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

        Tcp {
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
            SettingValidators.time(
                    "parley.tcp.login-timeout", loginTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
            SettingValidators.time(
                    "parley.tcp.prompt-timeout", promptTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
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

    /**
     * The message history.
     *
     * @param file the database file
     * @param retention how long the server keeps a message; 0 for no limit
     * @param maxMessages how many messages the server keeps in each room; 0 for no limit
     * @param replay how many messages a client receives when it joins a room
     * @param restoredFromBackup whether the file is an older copy; set for one start only: every room then gets a new
     *     epoch, so that clients discard what they received since the copy was made
     * @param confirmDeletion whether a stricter retention or max-messages than at the last start may delete more than
     *     half of the messages; without it the previous limits stay in force
     * @param commitInterval the least time between two commits of a room
     */
    public record History(
            @DefaultValue("parley.db") Path file,
            @DefaultValue("30d") Duration retention,
            @DefaultValue("100000") int maxMessages,
            @DefaultValue("50") int replay,
            @DefaultValue("false") boolean restoredFromBackup,
            @DefaultValue("false") boolean confirmDeletion,
            @DefaultValue("5ms") Duration commitInterval) {
        private static final int MOST_REPLAYED = 500;

        public History {
            SettingValidators.time("parley.history.retention", retention, Duration.ZERO, Duration.ofDays(36_500));
            SettingValidators.number("parley.history.max-messages", maxMessages, 0, Integer.MAX_VALUE);
            SettingValidators.number("parley.history.replay", replay, 0, MOST_REPLAYED);
            SettingValidators.time(
                    "parley.history.commit-interval", commitInterval, Duration.ZERO, Duration.ofSeconds(1));
        }
    }

    /**
     * The limits of the server and of each user.
     *
     * @param maxConnections connections over all ports; 0 for no limit
     * @param maxConnectionsPerAddress connections from one remote address; 0 for no limit
     * @param maxNewUsersPerMinute new users who may log in per minute from one remote address; 0 for no limit; null for
     *     the default, which exempts loopback
     * @param maxRooms rooms on the server
     * @param maxRoomsPerAddress rooms that users of one remote address have created; 0 for no limit; null for the default,
     *     which exempts loopback
     * @param maxNicknameLength characters (code points) of a nickname
     * @param maxMessageLength characters (code points) of a message
     * @param messagesPerSecond messages that a user may send per second on average; 0 for no limit
     * @param messageBurst messages that a user may send at once
     * @param maxSessionsPerUser sessions of a user at the same time, such as tabs and devices with one token
     * @param editWindow how long the author may edit or delete a message; 0 for never
     * @param maxTlsHandshakesPerSecond new TLS connections per second from one remote address; 0 for no limit; null for
     *     the default, which exempts loopback
     * @param maxNewConnectionsPerSecond new connections per second from one remote address; 0 for no limit; null for the
     *     default, which exempts loopback
     * @param maxHttpRequestsPerSecond HTTP requests per second from one remote address; 0 for no limit; null for the
     *     default, which exempts loopback
     * @param maxQueuedReplies the replies that wait for all clients together; null for an eighth of
     *     the heap
     */
    record Limits(
            @DefaultValue("10000") int maxConnections,
            @DefaultValue("500") int maxConnectionsPerAddress,
            @Nullable Integer maxNewUsersPerMinute,
            @DefaultValue("1000") int maxRooms,
            @Nullable Integer maxRoomsPerAddress,
            @DefaultValue("32") int maxNicknameLength,
            @DefaultValue("4000") int maxMessageLength,
            @DefaultValue("5") int messagesPerSecond,
            @DefaultValue("20") int messageBurst,
            @DefaultValue("10") int maxSessionsPerUser,
            @DefaultValue("24h") Duration editWindow,
            @Nullable Integer maxTlsHandshakesPerSecond,
            @Nullable Integer maxNewConnectionsPerSecond,
            @Nullable Integer maxHttpRequestsPerSecond,
            @Nullable DataSize maxQueuedReplies) {
        private static final int DEFAULT_NEW_USERS_PER_MINUTE = 300;
        private static final int DEFAULT_ROOMS_PER_ADDRESS = 100;
        private static final int DEFAULT_TLS_HANDSHAKES_PER_SECOND = 50;
        private static final int DEFAULT_NEW_CONNECTIONS_PER_SECOND = 200;
        private static final int DEFAULT_HTTP_REQUESTS_PER_SECOND = 1_000;

        Limits {
            SettingValidators.number("parley.limits.max-connections", maxConnections, 0, 1_000_000);
            SettingValidators.number(
                    "parley.limits.max-connections-per-address", maxConnectionsPerAddress, 0, 1_000_000);
            SettingValidators.number("parley.limits.max-rooms", maxRooms, 1, 1_000_000);
            number("parley.limits.max-new-users-per-minute", maxNewUsersPerMinute);
            number("parley.limits.max-rooms-per-address", maxRoomsPerAddress);
            number("parley.limits.max-tls-handshakes-per-second", maxTlsHandshakesPerSecond);
            number("parley.limits.max-new-connections-per-second", maxNewConnectionsPerSecond);
            number("parley.limits.max-http-requests-per-second", maxHttpRequestsPerSecond);
            SettingValidators.number("parley.limits.max-nickname-length", maxNicknameLength, 1, 64);
            SettingValidators.number("parley.limits.max-message-length", maxMessageLength, 1, 8_000);
            SettingValidators.number("parley.limits.messages-per-second", messagesPerSecond, 0, 1_000_000);
            SettingValidators.number("parley.limits.message-burst", messageBurst, 1, 1_000_000);
            SettingValidators.number("parley.limits.max-sessions-per-user", maxSessionsPerUser, 1, 1_000);
            SettingValidators.time("parley.limits.edit-window", editWindow, Duration.ZERO, Duration.ofDays(36_500));
            if (maxQueuedReplies != null) {
                SettingValidators.size(
                        "parley.limits.max-queued-replies",
                        maxQueuedReplies,
                        DataSize.ofMegabytes(1),
                        DataSize.ofGigabytes(64));
            }
        }

        private static void number(String name, @Nullable Integer value) {
            if (value != null) {
                SettingValidators.number(name, value, 0, 1_000_000);
            }
        }

        /** Returns the limits by address. A limit that is set applies to loopback as well. */
        AdmissionLimits admission() {
            return new AdmissionLimits(
                    maxConnections,
                    maxConnectionsPerAddress,
                    perAddress(maxNewUsersPerMinute, DEFAULT_NEW_USERS_PER_MINUTE),
                    perAddress(maxRoomsPerAddress, DEFAULT_ROOMS_PER_ADDRESS));
        }

        /** Returns the limit of new TLS connections per second and address. */
        AdmissionLimits.PerAddress tlsHandshakes() {
            return perAddress(maxTlsHandshakesPerSecond, DEFAULT_TLS_HANDSHAKES_PER_SECOND);
        }

        /** Returns the limit of new connections per second and address. */
        AdmissionLimits.PerAddress newConnections() {
            return perAddress(maxNewConnectionsPerSecond, DEFAULT_NEW_CONNECTIONS_PER_SECOND);
        }

        /** Returns the limit of HTTP requests per second and address. */
        AdmissionLimits.PerAddress httpRequests() {
            return perAddress(maxHttpRequestsPerSecond, DEFAULT_HTTP_REQUESTS_PER_SECOND);
        }

        private static AdmissionLimits.PerAddress perAddress(@Nullable Integer value, int otherwise) {
            return value == null
                    ? new AdmissionLimits.PerAddress(otherwise, false)
                    : new AdmissionLimits.PerAddress(value, true);
        }
    }

    /**
     * Authentication.
     *
     * @param password the password of the server; empty for none
     * @param passwordFile the file whose first line is the password; null for none
     */
    record Auth(@DefaultValue("") String password, @Nullable Path passwordFile) {
        Auth {
            if (passwordFile != null) {
                if (!password.isEmpty()) {
                    throw new InvalidSettingException("The settings parley.auth.password and parley.auth.password-file"
                            + " are both set; leave one of them out.");
                }
                password = SettingValidators.firstLine("parley.auth.password-file", passwordFile);
            }
        }

        /** Leaves the password out, so that no log contains it. */
        @Override
        public String toString() {
            return "Auth";
        }
    }

    /**
     * The operators.
     *
     * @param passwordFile the file whose first line is the password that makes a user an operator; null for none
     */
    record Operator(@Nullable Path passwordFile) {
        Operator {
            if (passwordFile != null) {
                SettingValidators.checkNotWritableByOthers("parley.operator.password-file", passwordFile);
                SettingValidators.firstLine("parley.operator.password-file", passwordFile);
            }
        }

        /** Reads the password; empty if there is none. */
        String password() {
            return passwordFile == null
                    ? ""
                    : SettingValidators.firstLine("parley.operator.password-file", passwordFile);
        }
    }

    /**
     * The rooms.
     *
     * @param createdBy who may create rooms: {@code everyone} or {@code operators}
     */
    record Rooms(@DefaultValue("everyone") Creators createdBy) {}

    /**
     * The invitations.
     *
     * @param createdBy who may create invitations: {@code everyone} or {@code operators}
     */
    record Invites(@DefaultValue("everyone") Creators createdBy) {}

    /** The users who may create something. */
    enum Creators {
        EVERYONE,
        OPERATORS
    }

    /**
     * The page.
     *
     * @param allowedOrigins other origins whose pages may connect, such as {@code https://chat.example}
     * @param trustedProxies addresses and networks of proxies whose X-Forwarded headers count
     * @param publicUrl the address of the page for other machines; null for the one in the local network
     * @param requestHeadTimeout how long a client may take for a TLS handshake, and for the head of each request
     */
    record Web(
            @DefaultValue List<String> allowedOrigins,
            @DefaultValue List<String> trustedProxies,
            @Nullable URI publicUrl,
            @DefaultValue("20s") Duration requestHeadTimeout) {
        Web {
            allowedOrigins = List.copyOf(allowedOrigins);
            trustedProxies = List.copyOf(trustedProxies);
            trustedProxies.forEach(proxy -> SettingValidators.network("parley.web.trusted-proxies", proxy));
            if (publicUrl != null) {
                SettingValidators.pageUrl("parley.web.public-url", publicUrl);
            }
            SettingValidators.time(
                    "parley.web.request-head-timeout", requestHeadTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
            allowedOrigins.forEach(origin -> SettingValidators.origin("parley.web.allowed-origins", origin));
        }
    }

    /**
     * The console of the operator.
     *
     * @param showMessages whether the console prints messages; null prints them on a terminal only
     * @param socket the control socket of {@code parley ctl}; null for one beside the database file
     */
    record Console(@Nullable Boolean showMessages, @Nullable Path socket) {}

    /**
     * The shutdown.
     *
     * @param drain how long the server serves on after the request to shut down, while it reports that it is not ready
     */
    record Shutdown(@DefaultValue("0s") Duration drain) {
        Shutdown {
            SettingValidators.time("parley.shutdown.drain", drain, Duration.ZERO, Duration.ofHours(1));
        }
    }

    /**
     * The connections between the nodes of a server on PostgreSQL.
     *
     * @param listenUrl the address of the database for LISTEN, which a connection pooler may not pass on; empty for {@code
     *     spring.datasource.url}
     * @param synchronousReplication whether PostgreSQL acknowledges a commit only when a replica has it, so that no message
     *     is missing after a failover
     */
    record Cluster(
            @DefaultValue("") String listenUrl,
            @DefaultValue("false") boolean synchronousReplication) {}
}
