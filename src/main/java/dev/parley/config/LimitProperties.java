package dev.parley.config;

import dev.parley.chat.room.AdmissionLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings below {@code parley.limits}: the limits of the server and of each user.
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
record LimitProperties(
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

    LimitProperties {
        SettingValidators.number("parley.limits.max-connections", maxConnections, 0, 1_000_000);
        SettingValidators.number("parley.limits.max-connections-per-address", maxConnectionsPerAddress, 0, 1_000_000);
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
