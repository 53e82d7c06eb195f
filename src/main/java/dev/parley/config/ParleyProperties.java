package dev.parley.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set, under {@code parley.*}, with its default. A value that makes no sense ends the start with a sentence:
 * {@link InvalidSettingException}. README.md lists all of them for whoever runs the server.
 */
@ConfigurationProperties("parley")
public record ParleyProperties(
        @DefaultValue Bridge bridge,
        @DefaultValue History history,
        @DefaultValue Rules rules,
        @DefaultValue People people,
        @DefaultValue Limits limits,
        @DefaultValue Access access,
        @DefaultValue Web web,
        @DefaultValue Rooms rooms,
        @DefaultValue Lane lane,
        @DefaultValue Operator operator) {

    /**
     * The terminal port.
     *
     * @param ports where it listens; 0 for any that is free; none to have no terminal port
     * @param tlsPort where it listens for TLS, with the certificate of {@code server.ssl.bundle}; null for nowhere
     * @param address which of the machine's addresses it listens on; empty for all of them
     * @param greeting after how long a silence whoever has connected is asked for a name
     * @param naming within what time a program has to have named itself
     * @param prompt the same for a person who has been asked
     * @param silence what ends a word or a turn that has no other end
     * @param start how long to wait for the rest of what can only be the start of something
     * @param handshake how long to wait for the second word of a handshake
     */
    record Bridge(
            @DefaultValue("8000") List<Integer> ports,
            @Nullable Integer tlsPort,
            @DefaultValue("") String address,
            @DefaultValue("1s") Duration greeting,
            @DefaultValue("10s") Duration naming,
            @DefaultValue("2m") Duration prompt,
            @DefaultValue("250ms") Duration silence,
            @DefaultValue("1s") Duration start,
            @DefaultValue("500ms") Duration handshake) {
        private static final Duration SHORTEST = Duration.ofMillis(1);

        Bridge {
            ports = List.copyOf(ports);
            ports.forEach(port -> SettingValidators.port("parley.bridge.ports", port));
            List<Integer> chosen = ports.stream().filter(port -> port != 0).toList();
            if (new HashSet<>(chosen).size() < chosen.size()) {
                throw new InvalidSettingException(
                        "parley.bridge.ports", ports, "each port can be there once only, such as 8000,30022");
            }
            if (tlsPort != null) {
                SettingValidators.port("parley.bridge.tls-port", tlsPort);
                if (tlsPort != 0 && chosen.contains(tlsPort)) {
                    throw new InvalidSettingException(
                            "parley.bridge.tls-port", tlsPort, "that is one of parley.bridge.ports; choose another");
                }
            }
            SettingValidators.time("parley.bridge.greeting", greeting, SHORTEST, Duration.ofMinutes(1));
            SettingValidators.time("parley.bridge.naming", naming, Duration.ofSeconds(1), Duration.ofHours(1));
            SettingValidators.time("parley.bridge.prompt", prompt, Duration.ofSeconds(1), Duration.ofHours(1));
            SettingValidators.time("parley.bridge.silence", silence, SHORTEST, Duration.ofSeconds(10));
            SettingValidators.time("parley.bridge.start", start, SHORTEST, Duration.ofSeconds(10));
            SettingValidators.time("parley.bridge.handshake", handshake, SHORTEST, Duration.ofSeconds(10));
        }
    }

    /**
     * What is kept.
     *
     * @param file the database
     * @param retention how long a message is kept; 0 for ever
     * @param maxMessages how many messages of a room are kept; 0 for all
     * @param replay how many messages are shown on joining
     * @param restored whether the file is an older copy that was put back, once: clients then know that what they
     *     have heard since is gone
     */
    public record History(
            @DefaultValue("parley.db") Path file,
            @DefaultValue("30d") Duration retention,
            @DefaultValue("100000") int maxMessages,
            @DefaultValue("50") int replay,
            @DefaultValue("false") boolean restored) {
        private static final int MOST_REPLAYED = 500;

        public History {
            SettingValidators.time("parley.history.retention", retention, Duration.ZERO, Duration.ofDays(36_500));
            SettingValidators.number("parley.history.max-messages", maxMessages, 0, Integer.MAX_VALUE);
            SettingValidators.number("parley.history.replay", replay, 0, MOST_REPLAYED);
        }
    }

    /**
     * What everybody is held to.
     *
     * @param nameLength the most characters of a name
     * @param messageLength the most characters of a message
     * @param rate messages a second in the long run; 0 for no limit
     * @param burst messages at once
     */
    record Rules(
            @DefaultValue("10") int nameLength,
            @DefaultValue("500") int messageLength,
            @DefaultValue("5") int rate,
            @DefaultValue("20") int burst) {
        Rules {
            SettingValidators.number("parley.rules.name-length", nameLength, 1, 64);
            SettingValidators.number("parley.rules.message-length", messageLength, 1, 8_000);
            SettingValidators.number("parley.rules.rate", rate, 0, 1_000_000);
            SettingValidators.number("parley.rules.burst", burst, 1, 1_000_000);
        }
    }

    /**
     * Those who are here.
     *
     * @param grace how long name and place are held for somebody who was cut off
     */
    record People(@DefaultValue("15s") Duration grace) {
        People {
            SettingValidators.time("parley.people.grace", grace, Duration.ZERO, Duration.ofHours(1));
        }
    }

    /**
     * How many connections.
     *
     * @param connections over all doors; 0 for no limit
     * @param perAddress from one remote address; 0 for no limit
     */
    record Limits(
            @DefaultValue("10000") int connections,
            @DefaultValue("500") int perAddress) {
        Limits {
            SettingValidators.number("parley.limits.connections", connections, 0, 1_000_000);
            SettingValidators.number("parley.limits.per-address", perAddress, 0, 1_000_000);
        }
    }

    /**
     * Who may come in.
     *
     * @param password what everybody has to know; empty if nothing
     */
    record Access(@DefaultValue("") String password) {
        /** Not the password, so that it reaches no log. */
        @Override
        public String toString() {
            return "Access";
        }
    }

    /**
     * The page.
     *
     * @param allowedOrigins other origins whose pages may connect, such as {@code https://chat.example}
     * @param trustedProxies addresses and networks of proxies whose X-Forwarded headers count
     */
    record Web(
            @DefaultValue List<String> allowedOrigins,
            @DefaultValue List<String> trustedProxies) {
        Web {
            allowedOrigins = List.copyOf(allowedOrigins);
            trustedProxies = List.copyOf(trustedProxies);
            trustedProxies.forEach(proxy -> SettingValidators.network("parley.web.trusted-proxies", proxy));
            allowedOrigins.forEach(origin -> SettingValidators.origin("parley.web.allowed-origins", origin));
        }
    }

    /**
     * Rooms.
     *
     * @param max the most there can be
     */
    record Rooms(@DefaultValue("1000") int max) {
        Rooms {
            SettingValidators.number("parley.rooms.max", max, 1, 1_000_000);
        }
    }

    /**
     * How fast rooms store.
     *
     * @param pace the least time between two commits of a room
     */
    record Lane(@DefaultValue("5ms") Duration pace) {
        Lane {
            SettingValidators.time("parley.lane.pace", pace, Duration.ZERO, Duration.ofSeconds(1));
        }
    }

    /**
     * The console.
     *
     * @param showMessages whether it shows what is said; if it is not set, on a terminal only
     */
    record Operator(@Nullable Boolean showMessages) {}
}
