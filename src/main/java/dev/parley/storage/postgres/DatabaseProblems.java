package dev.parley.storage.postgres;

import dev.parley.storage.HistoryUnavailableException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The problems of a database, each as a sentence with its remedy. No sentence contains a password. */
final class DatabaseProblems {

    /** The oldest version of PostgreSQL that is supported. */
    static final int OLDEST_VERSION = 14;

    private final String location;
    private final String setting;

    /**
     * Creates the problems of a database.
     *
     * @param location the database as the operator knows it, without password
     * @param setting the setting that names it
     */
    DatabaseProblems(String location, String setting) {
        this.location = location;
        this.setting = setting;
    }

    private HistoryUnavailableException of(String problem, String remedy, @Nullable Throwable cause) {
        return new HistoryUnavailableException(location, setting, problem, remedy, cause);
    }

    static HistoryUnavailableException invalidUrl() {
        return new HistoryUnavailableException(
                "the database of spring.datasource.url",
                "the setting is not the address of a PostgreSQL database",
                "write jdbc:postgresql://HOST:5432/DATABASE, or leave the setting out to use SQLite");
    }

    static HistoryUnavailableException invalidListenUrl() {
        return new HistoryUnavailableException(
                "the database of parley.cluster.listen-url",
                "the setting is not the address of a PostgreSQL database, or contains a user before the host",
                "write jdbc:postgresql://HOST:5432/DATABASE, or leave the setting out to use spring.datasource.url");
    }

    static HistoryUnavailableException passwordInAddress() {
        return new HistoryUnavailableException(
                "the database of spring.datasource.url",
                "the setting contains a user before the host",
                "write user and password to spring.datasource.username and spring.datasource.password");
    }

    HistoryUnavailableException restoredInUse(String node) {
        return of(
                "it is in use by another node (" + node
                        + "), while parley.history.restored-from-backup begins new histories",
                "stop all nodes, wait 15 seconds, and start one of them with that setting",
                null);
    }

    HistoryUnavailableException noNotifications() {
        return of(
                "a notice that was sent by NOTIFY did not arrive by LISTEN, as behind a connection pooler in transaction mode",
                "set parley.cluster.listen-url to an address of the same database without the pooler",
                null);
    }

    HistoryUnavailableException transactionPooler() {
        return of(
                "a connection pooler in transaction mode is in front of it",
                "set parley.cluster.listen-url to an address of the same database without the pooler, or use session mode",
                null);
    }

    HistoryUnavailableException otherDatabase() {
        return of(
                "it is not the database of spring.datasource.url",
                "set parley.cluster.listen-url to an address of the same database without the pooler",
                null);
    }

    HistoryUnavailableException roleWithoutSettings(String role, String database) {
        String alter = "ALTER ROLE \"" + role + "\" IN DATABASE \"" + database + "\" SET ";
        return of(
                "a connection pooler in transaction mode is in front of it, which does not keep the settings of a session",
                "run " + alter + "search_path = parley; " + alter + "statement_timeout = '2s'; " + alter
                        + "synchronous_commit = on; and let the pooler reconnect",
                null);
    }

    HistoryUnavailableException foreignSchema() {
        return of(
                "its schema “parley” contains tables of another program",
                "name another database, or rename that schema",
                null);
    }

    HistoryUnavailableException older() {
        return of(
                "it was written by an older version of Parley",
                "start this version once with it, which updates it, and stop it again",
                null);
    }

    HistoryUnavailableException noTables() {
        return of("it contains no tables of Parley", "name the database of a server that is stopped", null);
    }

    HistoryUnavailableException notEmpty() {
        return of(
                "it contains rooms, messages or other data",
                "name an empty database, or remove the data with DROP SCHEMA parley CASCADE",
                null);
    }

    HistoryUnavailableException nodeRuns(String node) {
        return of(
                "a node uses it (" + node + ")",
                "stop all nodes; one that was killed counts as running for 11 seconds",
                null);
    }

    HistoryUnavailableException migrationRuns() {
        return of("parley migrate uses it at present", "wait until that has ended", null);
    }

    HistoryUnavailableException migrationInterrupted() {
        return of(
                "a migration to it did not end",
                "run parley migrate again, which begins anew, or run DROP SCHEMA parley CASCADE",
                null);
    }

    HistoryUnavailableException newer() {
        return of("it was written by a newer version of Parley", "start that version, or name another database", null);
    }

    HistoryUnavailableException replica() {
        return of(
                "it is a replica in recovery, which stores nothing",
                "name the primary server, or several hosts with a comma so that the primary is found",
                null);
    }

    /** The driver finds no server that accepts writes; it cannot tell the two causes apart. */
    HistoryUnavailableException noPrimary() {
        return of(
                "it accepts no writes, as a replica in recovery or with default_transaction_read_only=on",
                "name the primary server, or several hosts with a comma so that the primary is found, or turn that setting off",
                null);
    }

    HistoryUnavailableException tooOld(String version) {
        return of(
                "it is PostgreSQL " + version,
                "use version " + OLDEST_VERSION + " or later, which Parley supports",
                null);
    }

    HistoryUnavailableException wrongEncoding(String encoding) {
        return of("its encoding is " + encoding, "create the database with ENCODING 'UTF8' TEMPLATE template0", null);
    }

    HistoryUnavailableException noRights(@Nullable String role, String reason, @Nullable Throwable cause) {
        return of(
                user(role) + " has no right to it (" + reason + ")",
                "let the owner of the database run CREATE SCHEMA parley AUTHORIZATION with this user",
                cause);
    }

    HistoryUnavailableException noRightsToTables(@Nullable String role) {
        return of(
                user(role) + " has no right to the tables of its schema “parley”",
                "set spring.datasource.username to the owner of the tables, or let the owner grant this user USAGE on the"
                        + " schema, and ALL on all tables and sequences in it",
                null);
    }

    private static String user(@Nullable String role) {
        return role == null ? "the user" : "the user “" + role + "”";
    }

    /** Translates an error on connecting or opening. */
    HistoryUnavailableException failing(@Nullable String role, Throwable failure) {
        String user = user(role);
        String state = SqlStates.of(failure);
        SQLException exception = SqlStates.exception(failure);
        String reason = String.valueOf((exception == null ? failure : exception).getMessage())
                .replaceAll("\\s+", " ")
                .strip();
        return switch (state) {
            case "28P01" ->
                of(
                        "the password for " + user + " is wrong or missing",
                        setting.startsWith("--")
                                ? "set --user, and PGPASSWORD in the environment or --password-file"
                                : "set spring.datasource.username and spring.datasource.password",
                        failure);
            case "28000" ->
                of(
                        "the server does not accept " + user + " from here (" + reason + ")",
                        "allow the connection in pg_hba.conf, or set spring.datasource.username",
                        failure);
            case "3D000" -> of("the database does not exist", "create it, or name another one", failure);
            case "25006" -> noPrimary();
            case "55000" -> replica();
            case "42501" -> noRights(role, reason, failure);
            case SqlStates.TOO_MANY_CONNECTIONS ->
                of(
                        "the server has no connection left",
                        "increase max_connections of PostgreSQL or the limit of the user, or reduce"
                                + " spring.datasource.hikari.maximum-pool-size; a node needs 3 connections more",
                        failure);
            case "57P03" ->
                of("the server does not accept connections yet (" + reason + ")", "try again soon", failure);
            case "08001", "08004", "08006" ->
                isAboutReplica(reason)
                        ? noPrimary()
                        : of(
                                "it cannot be reached (" + reason + ")",
                                "check host, port, sslmode and the firewall, and whether PostgreSQL runs",
                                failure);
            default -> of("it cannot be opened (" + reason + ")", "see to that, or name another database", failure);
        };
    }

    private static boolean isAboutReplica(String reason) {
        return reason.contains("targetServerType");
    }
}
