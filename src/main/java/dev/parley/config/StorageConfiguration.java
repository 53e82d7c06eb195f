package dev.parley.config;

import com.zaxxer.hikari.HikariConfig;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.room.NodeLease;
import dev.parley.chat.room.PresenceRegistry;
import dev.parley.chat.room.RoomRelay;
import dev.parley.chat.search.MessageSearch;
import dev.parley.storage.HistoryLimits;
import dev.parley.storage.memory.InMemoryNicknameRegistry;
import dev.parley.storage.memory.InMemoryPresenceRegistry;
import dev.parley.storage.postgres.PostgresHistory;
import dev.parley.storage.postgres.PostgresSettings;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.storage.sqlite.SqliteMessageSearch;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Declares the storage: PostgreSQL if {@code spring.datasource.url} is set, and SQLite otherwise. Spring Boot's own
 * configuration of data sources is not used, because Parley has one pool for writes and one for reads.
 */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

    private static final String URL = "spring.datasource.url";
    private static final String POOL = "spring.datasource.hikari";
    private static final String POOL_SIZE = POOL + ".maximum-pool-size";
    private static final String SEARCH_DISABLED = "The search is turned off on this server.";
    private static final int MIN_CONNECTIONS = 2;
    private static final int MAX_CONNECTIONS = 1_000;
    private static final int MAX_READERS = 4;
    private static final int MIN_READ_THREADS = 2;

    @Bean(name = "history", destroyMethod = "close")
    @Conditional(NoUrl.class)
    SqliteHistory sqliteHistory(
            ParleyProperties properties,
            Clock clock,
            @Qualifier(ExecutorConfiguration.HISTORY_WRITE_EXECUTOR) Executor writes,
            @Qualifier(ExecutorConfiguration.HISTORY_EXECUTOR) Executor reads) {
        NativeLibraries.loadSqlite();
        ParleyProperties.History history = properties.history();
        return SqliteHistory.open(
                new HistorySettings(
                        history.file(),
                        history.retention(),
                        history.maxMessages(),
                        history.restoredFromBackup(),
                        history.confirmDeletion()),
                clock,
                writes,
                reads,
                ExecutorConfiguration::isRoomThread);
    }

    /** The search of messages in SQLite; a file that is no longer kept up to date is deleted. */
    @Bean
    @Conditional(NoUrl.class)
    MessageSearch sqliteSearch(
            ParleyProperties properties,
            SqliteHistory history,
            ThreadPoolScheduler alarms,
            @Qualifier(ExecutorConfiguration.SEARCH_EXECUTOR) Executor searching,
            @Qualifier(ExecutorConfiguration.SEARCH_INDEX_EXECUTOR) Executor indexing) {
        if (properties.search().enabled()) {
            return SqliteMessageSearch.open(history, alarms, searching, indexing);
        }
        SqliteMessageSearch.deleteFile(history);
        return MessageSearch.unavailable(SEARCH_DISABLED);
    }

    @Bean
    @Conditional(Url.class)
    MessageSearch noSearch(ParleyProperties properties) {
        return MessageSearch.unavailable(
                properties.search().enabled()
                        ? "This server stores messages in PostgreSQL, and cannot search them yet."
                        : SEARCH_DISABLED);
    }

    @Bean(name = "history", destroyMethod = "close")
    @Conditional(Url.class)
    PostgresHistory postgresHistory(
            ParleyProperties properties,
            Environment environment,
            Clock clock,
            @Qualifier(ExecutorConfiguration.HISTORY_WRITE_EXECUTOR) Executor writes,
            @Qualifier(ExecutorConfiguration.HISTORY_EXECUTOR) Executor reads) {
        ParleyProperties.History history = properties.history();
        return PostgresHistory.open(
                new PostgresSettings(
                        environment.getRequiredProperty(URL).strip(),
                        listenUrl(properties),
                        properties.cluster().synchronousReplication(),
                        text(environment, "spring.datasource.username"),
                        text(environment, "spring.datasource.password"),
                        pool(environment),
                        writers(environment),
                        readers(environment),
                        new HistoryLimits(history.retention(), history.maxMessages()),
                        history.restoredFromBackup(),
                        history.confirmDeletion()),
                clock,
                writes,
                reads,
                label(properties.name()));
    }

    private static @Nullable String listenUrl(ParleyProperties properties) {
        String url = properties.cluster().listenUrl().strip();
        return url.isEmpty() ? null : url;
    }

    @Bean
    @Conditional(Url.class)
    NodeLease nodeLease(PostgresHistory history) {
        return history.nodeLease();
    }

    @Bean
    @Conditional(Url.class)
    RoomRelay roomRelay(PostgresHistory history) {
        return history.roomRelay();
    }

    @Bean
    @Conditional(Url.class)
    NicknameRegistry nicknameRegistry(PostgresHistory history) {
        return history.nicknameRegistry();
    }

    @Bean
    @Conditional(Url.class)
    PresenceRegistry presenceRegistry(PostgresHistory history) {
        return history.presenceRegistry();
    }

    /** The lease of a node on SQLite, which is the only one. */
    @Bean
    @Conditional(NoUrl.class)
    NodeLease permanentLease() {
        return NodeLease.permanent(UUID.randomUUID().toString());
    }

    @Bean
    @Conditional(NoUrl.class)
    RoomRelay noRelay() {
        return RoomRelay.NONE;
    }

    @Bean
    @Conditional(NoUrl.class)
    NicknameRegistry inMemoryNicknameRegistry() {
        return new InMemoryNicknameRegistry();
    }

    @Bean
    @Conditional(NoUrl.class)
    PresenceRegistry inMemoryPresenceRegistry() {
        return new InMemoryPresenceRegistry();
    }

    /** Returns the value of a setting; null if it is empty. */
    private static @Nullable String text(Environment environment, String name) {
        String value = environment.getProperty(name, "");
        return value.isEmpty() ? null : value;
    }

    private static HikariConfig pool(Environment environment) {
        HikariConfig pool = PostgresSettings.defaultPool();
        try {
            Binder.get(environment).bind(POOL, Bindable.ofInstance(pool));
        } catch (BindException e) {
            ConfigurationProperty property = e.getProperty();
            throw new InvalidSettingException(
                    property == null ? POOL : property.getName().toString(),
                    property == null ? "" : property.getValue(),
                    "the connection pool does not accept it: "
                            + NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        }
        return pool;
    }

    /** Returns the number of threads and connections that write. */
    static int writers(Environment environment) {
        return hasUrl(environment) ? connections(environment) - readers(environment) : 1;
    }

    /** Returns the number of threads that read, for SQLite by the number of cores. */
    static int readThreads(Environment environment) {
        int cores = Runtime.getRuntime().availableProcessors();
        return hasUrl(environment) ? readers(environment) : Math.max(MIN_READ_THREADS, Math.min(MAX_READERS, cores));
    }

    private static int readers(Environment environment) {
        return Math.min(MAX_READERS, connections(environment) / 2);
    }

    private static int connections(Environment environment) {
        String written = environment.getProperty(POOL_SIZE, "10").strip();
        int connections = written.matches("[0-9]{1,4}") ? Integer.parseInt(written) : 0;
        if (connections < MIN_CONNECTIONS || connections > MAX_CONNECTIONS) {
            throw new InvalidSettingException(
                    POOL_SIZE,
                    written,
                    "it has to be a number from " + MIN_CONNECTIONS + " to " + MAX_CONNECTIONS
                            + ": connections for writes and for reads together");
        }
        return connections;
    }

    /** Returns whether a database is named. */
    static boolean hasUrl(Environment environment) {
        return !environment.getProperty(URL, "").isBlank();
    }

    /** Returns a text that names this node to the operator of another one on the same database. */
    private static String label(String server) {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException ignored) {
            host = "unknown host";
        }
        return server + " (process " + ProcessHandle.current().pid() + " on " + host + ")";
    }

    /** Matches if a database is named. */
    static final class Url implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return hasUrl(context.getEnvironment());
        }
    }

    /** Matches if no database is named. */
    static final class NoUrl implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !hasUrl(context.getEnvironment());
        }
    }
}
