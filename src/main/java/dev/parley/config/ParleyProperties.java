package dev.parley.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code parley.*} with their defaults. An invalid value ends the start with an {@link
 * InvalidSettingException}. docs/configuration.md lists all of them.
 */
@ConfigurationProperties("parley")
public record ParleyProperties(
        @DefaultValue("Parley") String name,
        @DefaultValue TcpProperties tcp,
        @DefaultValue History history,
        @DefaultValue Cluster cluster,
        @DefaultValue LimitProperties limits,
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
