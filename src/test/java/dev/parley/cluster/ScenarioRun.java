package dev.parley.cluster;

import dev.parley.chat.room.RequestResult;
import dev.parley.text.RoomName;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Runs scenarios on two nodes in this JVM, and writes transcripts. It may be loaded by a class loader with a defect, so that its
 * interface is a type of the JDK. The keys of its argument are {@link #URL}, {@link #FOLDER}, {@link #MARGIN} (in milliseconds)
 * and {@link #SCENARIOS} (separated by commas). Each scenario has a folder and a room of its own.
 */
public final class ScenarioRun implements Consumer<Map<String, String>> {

    static final String URL = "url";
    static final String FOLDER = "folder";
    static final String MARGIN = "margin";
    static final String SCENARIOS = "scenarios";

    static final String FIRST = "node_first";
    static final String SECOND = "node_second";

    private static final Duration LEASE = Duration.ofMillis(1_500);

    /** Longer than the time after a start of PostgreSQL in which no node is ended. */
    private static final long FREE_MILLIS = 20_000;

    private String url = "";
    private TcpProxy proxy;
    private Runnable start;
    private HookedNode first;
    private HookedNode second;
    private TranscriptFolder transcripts;
    private RoomName room;

    @Override
    public void accept(Map<String, String> arguments) {
        url = arguments.getOrDefault(URL, "");
        URI database = URI.create(url.substring("jdbc:".length()));
        Duration margin = Duration.ofMillis(Long.parseLong(arguments.getOrDefault(MARGIN, "")));
        try (TcpProxy link = new TcpProxy(database.getPort())) {
            proxy = link;
            start = () -> {
                first = new HookedNode(
                        url.replace(":" + database.getPort() + "/", ":" + link.port() + "/"), FIRST, LEASE, margin);
                second = new HookedNode(url, SECOND, LEASE, margin);
            };
            start.run();
            for (String scenario : arguments.getOrDefault(SCENARIOS, "").split(",", -1)) {
                try (TranscriptFolder folder =
                        new TranscriptFolder(Path.of(arguments.getOrDefault(FOLDER, ""), scenario))) {
                    transcripts = folder;
                    room = new RoomName(scenario.toLowerCase(Locale.ROOT).replace('_', '-'));
                    run(Scenario.valueOf(scenario));
                }
            }
        } finally {
            close();
        }
    }

    private void close() {
        first.close();
        second.close();
    }

    private void run(Scenario scenario) {
        switch (scenario) {
            case LAGGING_SENDER -> runLaggingSender();
            case OVERLAPPING_PAGE -> runOverlappingPage();
            case AHEAD -> runAhead();
            case SLOW_COMMIT -> runSlowCommit();
            case LOST_ANSWER -> runLostAnswer();
            case EXPIRED_LEASE -> runExpiredLease();
            case LATE_COMMIT -> runLateCommit();
            case FAILOVER -> runFailover();
        }
    }

    private HookedClient client(String name) {
        return new HookedClient(transcripts, name, name, room);
    }

    private void runLaggingSender() {
        HookedClient ada = client("ada1").join(first);
        HookedClient bob = client("bob1").join(second);
        second.dropSignals(true);
        IntStream.range(0, 3).forEach(i -> ada.publish("a" + i));
        bob.publish("b");
        bob.awaitMessages(4, 1_000);
        second.dropSignals(false);
        ada.awaitMessages(4, 3_000);
        ada.quit();
        bob.quit();
    }

    private void runOverlappingPage() {
        HookedClient ada = client("ada2").join(first);
        HookedClient bob = client("bob2").join(second);
        IntStream.range(0, 3).forEach(i -> ada.publish("before" + i));
        bob.awaitMessages(3, 3_000);
        second.dropSignals(true);
        second.readOverlappingPages(true);
        IntStream.range(0, 3).forEach(i -> ada.publish("a" + i));
        bob.publish("b");
        bob.awaitMessages(7, 3_000);
        second.readOverlappingPages(false);
        second.dropSignals(false);
        ada.awaitMessages(7, 3_000);
        ada.quit();
        bob.quit();
    }

    private void runAhead() {
        HookedClient bob = client("bob3").join(second);
        HookedClient ada = client("ada3").join(first);
        second.dropSignals(true);
        ada.publish("a");
        ada.awaitMessages(1, 1_000);
        ada.lose();
        ada.join(second);
        second.dropSignals(false);
        ada.publish("b");
        ada.awaitMessages(2, 3_000);
        bob.awaitMessages(2, 3_000);
        ada.quit();
        bob.quit();
    }

    private void runSlowCommit() {
        HookedClient ada = client("ada4").join(first);
        HookedClient bob = client("bob4").join(second);
        ada.publish("before");
        bob.awaitMessages(1, 3_000);
        first.skipPolls(true);
        second.skipPolls(true);
        ada.publish("slow");
        bob.awaitMessages(2, 1_200);
        first.skipPolls(false);
        second.skipPolls(false);
        bob.awaitMessages(2, 3_000);
        ada.quit();
        bob.quit();
    }

    private void runLostAnswer() {
        HookedClient ada = client("ada5").join(first);
        HookedClient bob = client("bob5").join(second);
        CompletionStage<RequestResult> result = ada.send("held", null);
        // The database has the message. Before, the pool may ask whether its connection is alive, and needs the answer.
        await(
                3_000,
                () -> "1"
                        .equals(query("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND query LIKE '%append(%' AND wait_event = 'PgSleep'")));
        proxy.pauseAnswers();
        await(3_000, () -> "1".equals(query("SELECT head FROM parley.room WHERE name = '" + room.text() + "'")));
        proxy.cut();
        proxy.resume();
        HookedClient.get(result);
        bob.publish("after");
        ada.awaitMessages(2, 3_000);
        bob.awaitMessages(2, 3_000);
        ada.quit();
        bob.quit();
    }

    private void runExpiredLease() {
        HookedClient ada = client("ada6").join(first);
        Instant suspended = Instant.now();
        suspendRenewals(true);
        HookedClient other = another("ada6");
        other.publish("of-the-new-user");
        ada.publish("of-the-old-user");
        resumeRenewals(suspended, ada, other);
    }

    private void runLateCommit() {
        HookedClient ada = client("ada7");
        await(FREE_MILLIS, () -> ada.tryJoin(first));
        Instant suspended = Instant.now();
        suspendRenewals(true);
        await(
                3_000,
                () -> "t"
                        .equals(query("SELECT until - clock_timestamp() < interval '400 ms' FROM parley.node"
                                + " WHERE label = '" + FIRST + "' AND gone IS NULL")));
        CompletionStage<RequestResult> result = ada.send("held", "held");
        HookedClient other = another("ada7");
        HookedClient.get(result);
        other.publish("of-the-new-user");
        resumeRenewals(suspended, ada, other);
    }

    private void resumeRenewals(Instant suspended, HookedClient... clients) {
        suspendRenewals(false);
        for (HookedClient client : clients) {
            client.quit();
        }
        transcripts.addPause(FIRST, suspended, Instant.now());
    }

    private void runFailover() {
        String name = url.substring(url.lastIndexOf('/') + 1);
        HookedClient ada = client("ada8");
        await(FREE_MILLIS, () -> ada.tryJoin(first));
        HookedClient bob = client("bob8").join(second);
        ada.publish("kept");
        bob.awaitMessages(1, 3_000);
        lose(ada, bob);
        execute("CREATE DATABASE older_" + name + " TEMPLATE " + name);
        start.run();
        ada.join(first);
        ada.publish("lost1");
        ada.publish("lost2");
        ada.awaitMessages(3, 3_000);
        lose(ada);
        execute("ALTER DATABASE " + name + " RENAME TO lost_" + name);
        execute("ALTER DATABASE older_" + name + " RENAME TO " + name);
        execute("UPDATE parley.server SET timeline = 0"); // a promoted replica is on another timeline than its data
        start.run();
        bob.join(second);
        bob.publish("new1");
        bob.publish("new2");
        bob.awaitMessages(3, 3_000);
        ada.join(first);
        bob.publish("new3");
        ada.awaitMessages(6, 3_000);
        ada.quit();
        bob.quit();
    }

    /** Ends both nodes with the connections of clients. */
    private void lose(HookedClient... clients) {
        for (HookedClient client : clients) {
            client.lose();
        }
        close();
    }

    /** Claims a nickname on the second node until it is free, for a client with a transcript of its own. */
    private HookedClient another(String name) {
        HookedClient other = new HookedClient(transcripts, name + "-of-another", name, room);
        await(FREE_MILLIS, () -> other.tryJoin(second));
        return other;
    }

    private void suspendRenewals(boolean suspended) {
        execute(suspended ? "INSERT INTO parley.suspended VALUES ('" + FIRST + "')" : "DELETE FROM parley.suspended");
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(long millis, Condition condition) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("The condition did not hold within " + millis + " ms.");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private void execute(String sql) {
        String address = sql.contains(" DATABASE ") ? url.substring(0, url.lastIndexOf('/')) + "/postgres" : url;
        try (Connection connection = DriverManager.getConnection(address + "?user=postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String query(String sql) {
        try (Connection connection = DriverManager.getConnection(url + "?user=postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
