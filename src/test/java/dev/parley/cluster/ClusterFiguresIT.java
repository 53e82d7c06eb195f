package dev.parley.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.integration.ServerProcess;
import dev.parley.integration.StompLibraryClient;
import dev.parley.load.LoadClient;
import dev.parley.load.Measurements;
import dev.parley.load.TestTransport;
import dev.parley.stomp.StompCommand;
import dev.parley.storage.postgres.NeedsPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures two nodes beside one node on PostgreSQL and one on SQLite, over STOMP on TCP. CPU times are those of the processes of the
 * nodes, and apart from them those of PostgreSQL. The system properties {@code test.cluster.rounds} and {@code test.cluster.users}
 * set the number of rounds and of users who join.
 */
@NeedsPostgres
@Tag("soak")
@Timeout(value = 1, unit = TimeUnit.HOURS)
class ClusterFiguresIT {

    private static final int ROUNDS = Integer.getInteger("test.cluster.rounds", 3);
    private static final int USERS = Integer.getInteger("test.cluster.users", 10_000);
    private static final int READERS = 100;
    private static final int SENDERS = 10;
    private static final int MESSAGES_PER_SECOND = 1_000;
    private static final int WINDOW = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration TIME = Duration.ofSeconds(10);
    private static final double TICKS_PER_SECOND = 100;
    private static final String[] OPTIONS = {
        "--parley.limits.messages-per-second=0", "--parley.limits.max-new-users-per-minute=0"
    };

    @TempDir
    private Path folder;

    /** Runs as a user would start it. */
    private static List<String> withDefaults(List<String> command) {
        List<String> changed = new ArrayList<>(command);
        changed.removeAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        return changed;
    }

    /** The CPU time per delivery and the times of deliveries of one round. */
    private record FanOut(double micros, double databaseMicros, List<Long> local, List<Long> other) {}

    @Test
    void fanOut() {
        Measurements measurements = Measurements.of("cluster-fan-out");
        try (ServerProcess sqlite = ServerProcess.start(ClusterFiguresIT::withDefaults, folder, OPTIONS)) {
            print(measurements, "one node, SQLite", rounds("s", READERS, List.of(sqlite), List.of()));
        }
        UnaryOperator<List<String>> wrapper = ClusterFiguresIT::withDefaults;
        try (NodeProcesses nodes = new NodeProcesses(folder, List.of(wrapper, wrapper), OPTIONS[1])) {
            List<Long> database = nodes.postgres().pids();
            assertThat(database).isNotEmpty();
            List<ServerProcess> one = List.of(nodes.node(0));
            List<ServerProcess> two = List.of(nodes.node(0), nodes.node(1));
            print(measurements, "one node, PostgreSQL", rounds("o", READERS, one, List.of(nodes)));
            print(measurements, "two nodes, PostgreSQL", rounds("t", READERS, two, List.of(nodes)));
            print(measurements, "two nodes, a fifth of the readers", rounds("f", READERS / 5, two, List.of(nodes)));
        }
    }

    private static void print(Measurements measurements, String label, List<FanOut> rounds) {
        measurements.add(
                "%s: %.2f µs of CPU per delivery (%s), PostgreSQL %.0f µs per message; delivery on the same node p50 %.1f ms,"
                        + " p99 %.1f ms; on the other node p50 %.1f ms, p99 %.1f ms",
                label,
                median(rounds.stream().map(FanOut::micros).toList()),
                rounds.stream()
                        .map(round -> String.format("%.2f", round.micros()))
                        .toList(),
                median(rounds.stream().map(FanOut::databaseMicros).toList()),
                median(rounds.stream()
                        .map(round -> quantile(round.local(), 0.5))
                        .toList()),
                median(rounds.stream()
                        .map(round -> quantile(round.local(), 0.99))
                        .toList()),
                median(rounds.stream()
                        .map(round -> quantile(round.other(), 0.5))
                        .toList()),
                median(rounds.stream()
                        .map(round -> quantile(round.other(), 0.99))
                        .toList()));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Returns a quantile in milliseconds. */
    private static double quantile(List<Long> nanos, double part) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) ((sorted.size() - 1) * part)) / 1e6;
    }

    /** Measures rounds; the nicknames begin with a name, because those of earlier clients are still held. */
    private static List<FanOut> rounds(
            String name, int readersPerNode, List<ServerProcess> servers, List<NodeProcesses> database) {
        List<FanOut> rounds = new ArrayList<>();
        try (RawStompClients clients = new RawStompClients()) {
            List<RawStompClients.Client> readers = new ArrayList<>();
            List<RawStompClients.Client> senders = new ArrayList<>();
            for (int node = 0; node < servers.size(); node++) {
                int port = servers.get(node).terminalPort();
                for (int i = 0; i < readersPerNode; i++) {
                    readers.add(clients.connect(port, name + "r" + node + "x" + i, "fan", i == 0));
                }
            }
            // All senders are on the first node, so that the first reader there is local and that of the second is not.
            for (int i = 0; i < SENDERS; i++) {
                senders.add(clients.connect(servers.get(0).terminalPort(), name + "s" + i, "fan", false));
            }
            send(senders, WARM_UP);
            for (int round = 0; round < ROUNDS; round++) {
                readers.forEach(RawStompClients.Client::takeTimes);
                long before = deliveries(readers, senders);
                double nodes = cpuSeconds(pids(servers));
                double postgres = cpuSeconds(databasePids(database));
                long sent = send(senders, TIME);
                double delivered = deliveries(readers, senders) - before;
                rounds.add(new FanOut(
                        (cpuSeconds(pids(servers)) - nodes) * 1e6 / delivered,
                        (cpuSeconds(databasePids(database)) - postgres) * 1e6 / sent,
                        readers.get(0).takeTimes(),
                        readers.get(servers.size() == 1 ? 0 : readersPerNode).takeTimes()));
            }
        }
        return rounds;
    }

    private static long deliveries(List<RawStompClients.Client> readers, List<RawStompClients.Client> senders) {
        return readers.stream().mapToLong(RawStompClients.Client::frames).sum()
                + senders.stream().mapToLong(RawStompClients.Client::frames).sum();
    }

    /** Sends at the rate of all senders; returns the number of messages. */
    private static long send(List<RawStompClients.Client> senders, Duration time) {
        long began = System.nanoTime();
        long sent = 0;
        for (long due = began; due - began < time.toNanos(); due += 1_000_000_000L / MESSAGES_PER_SECOND) {
            LockSupport.parkNanos(due - System.nanoTime());
            senders.get((int) (sent++ % senders.size()))
                    .publish("fan", RawStompClients.timestamp() + "x".repeat(60), "");
        }
        return sent;
    }

    private static List<Long> pids(List<ServerProcess> servers) {
        return servers.stream().map(ServerProcess::pid).toList();
    }

    private static List<Long> databasePids(List<NodeProcesses> database) {
        return database.stream()
                .flatMap(nodes -> nodes.postgres().pids().stream())
                .toList();
    }

    /** Returns the CPU time of processes so far; those that have ended count for nothing. */
    private static double cpuSeconds(List<Long> pids) {
        return pids.stream().mapToLong(ClusterFiguresIT::cpuTicks).sum() / TICKS_PER_SECOND;
    }

    private static long cpuTicks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), UTF_8);
            String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(words[11]) + Long.parseLong(words[12]);
        } catch (NoSuchFileException ignored) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void receiptsAndJoins() {
        Measurements measurements = Measurements.of("cluster-receipts-and-joins");
        UnaryOperator<List<String>> wrapper = ClusterFiguresIT::withDefaults;
        try (NodeProcesses nodes = new NodeProcesses(folder, List.of(wrapper, wrapper), OPTIONS[1])) {
            measurements.add(
                    "Receipts per second over two nodes, each with a room of 5 users who send: %s",
                    receipts(nodes).stream()
                            .map(rate -> String.format("%,.0f", rate))
                            .toList());
            join(nodes, measurements);
        }
    }

    /** Keeps a number of messages in flight on each connection, and returns the receipts per second of each round. */
    private static List<Double> receipts(NodeProcesses nodes) {
        List<Double> rates = new ArrayList<>();
        try (RawStompClients clients = new RawStompClients()) {
            List<RawStompClients.Client> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                int node = i % nodes.size();
                senders.add(clients.connect(nodes.node(node).terminalPort(), "w" + i, "posts" + node, false));
            }
            publishInWindows(senders, WARM_UP);
            for (int round = 0; round < ROUNDS; round++) {
                rates.add(publishInWindows(senders, TIME));
            }
        }
        return rates;
    }

    /** Each connection is in a room with others, so that it receives their messages as well as its receipts. */
    private static double publishInWindows(List<RawStompClients.Client> senders, Duration time) {
        List<CompletableFuture<Long>> running = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        for (int thread = 0; thread < 2; thread++) {
            List<RawStompClients.Client> own = IntStream.iterate(thread, i -> i < senders.size(), i -> i + 2)
                    .mapToObj(senders::get)
                    .toList();
            running.add(CompletableFuture.supplyAsync(() -> publishUntil(own, end)));
        }
        return running.stream().mapToLong(CompletableFuture::join).sum() / (double) time.toSeconds();
    }

    private static long publishUntil(List<RawStompClients.Client> senders, long end) {
        long receipts = 0;
        String text = "x".repeat(80);
        while (System.nanoTime() < end) {
            for (RawStompClients.Client sender : senders) {
                long answered = sender.receipts();
                receipts += answered - sender.counted();
                sender.count(answered);
                for (int i = 0; i < answered + WINDOW - sender.published(); i++) {
                    sender.publishWithReceipt(text);
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
        return receipts;
    }

    private static void join(NodeProcesses nodes, Measurements measurements) {
        List<RawStompClients> groups = Collections.synchronizedList(new ArrayList<>());
        double before = cpuSeconds(nodes.postgres().pids());
        long began = System.nanoTime();
        List<CompletableFuture<Void>> joining = IntStream.range(0, nodes.size())
                .mapToObj(node -> CompletableFuture.runAsync(() -> {
                    RawStompClients clients = new RawStompClients();
                    groups.add(clients);
                    for (int i = 0; i < USERS / nodes.size(); i++) {
                        clients.connect(nodes.node(node).terminalPort(), "u" + node + "x" + i, "crowd", false);
                    }
                }))
                .toList();
        joining.forEach(CompletableFuture::join);
        long joined = System.nanoTime();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> count(nodes, 0) == USERS && count(nodes, 1) == USERS);
        measurements.add(
                "%,d users joined one room over two nodes in %.1f s; counts of both nodes agreed %d ms after the last"
                        + " welcome; PostgreSQL used %.2f s of CPU",
                USERS,
                (joined - began) / 1e9,
                (System.nanoTime() - joined) / 1_000_000,
                cpuSeconds(nodes.postgres().pids()) - before);
        groups.forEach(RawStompClients::close);
    }

    /** Returns the number of users that a node shows to a user who joins, without that one. */
    private static int count(NodeProcesses nodes, int node) {
        try (LoadClient probe = LoadClient.logIn(TestTransport.Kind.TCP, nodes.node(node), "counter" + node, "")) {
            int count = StompLibraryClient.json(probe.join("crowd", "replay", "0"))
                    .path("people")
                    .path("count")
                    .asInt(0);
            probe.sendFrame(StompCommand.DISCONNECT, "receipt", "bye");
            probe.await(StompCommand.RECEIPT);
            return count - 1;
        }
    }
}
