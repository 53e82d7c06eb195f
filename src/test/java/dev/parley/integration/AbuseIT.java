package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fuzz.FuzzStats;
import dev.parley.fuzz.Input;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two people talk while others do what they can to disturb them: what 99 of 100 messages take may rise by a fifth or by
 * five milliseconds.
 */
@Tag("soak")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AbuseIT {

    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Duration ALLOWED = Duration.ofMillis(5);
    private static final int DEAF = 2 * Runtime.getRuntime().availableProcessors() + 1;
    private static final Duration GONE_WITHIN = Duration.ofSeconds(60);

    /** Two kilobytes a message, so that those who do not read are soon full. */
    private static final String LONG = "\ud83d\ude42".repeat(470);

    @TempDir
    private Path folder;

    private ServerProcess server;
    private StompLibraryClient ada;
    private StompLibraryClient bob;
    private volatile boolean over;
    private final AtomicLong done = new AtomicLong();

    @BeforeEach
    void start() {
        server = ServerProcess.start(
                folder, "--parley.limits.messages-per-second=60", "--parley.limits.message-burst=60");
        ada = StompLibraryClient.connect(server.pagePort()).logIn("ada").join("lobby");
        bob = StompLibraryClient.connect(server.pagePort()).logIn("bob").join("lobby");
        // What is measured is a server that has warmed up.
        Latency.measure(ada, bob, "warming up", TIME);
    }

    @AfterEach
    void stop() {
        ada.close();
        bob.close();
        assertThat(server.errors()).isEmpty();
        server.close();
    }

    private interface Deed {
        void done() throws IOException;
    }

    /** Somebody who does it again and again, so many times a second, until all is over. */
    private Thread again(int perSecond, Deed deed) {
        Thread thread = new Thread(() -> {
            long next = System.nanoTime();
            while (!over) {
                try {
                    deed.done();
                    done.incrementAndGet();
                } catch (IOException | RuntimeException ignored) {
                    // Whoever besieges is to be refused.
                }
                next += TimeUnit.SECONDS.toNanos(1) / perSecond;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void measure(String what, Runnable siege) throws InterruptedException {
        Latency before = Latency.measure(ada, bob, "before " + what, TIME);
        siege.run();
        long began = System.nanoTime();
        Latency during = Latency.measure(ada, bob, "during " + what, TIME);
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        over = true;
        FuzzStats.write(
                "abuse",
                what + " (" + done.get() + " times in " + seconds + " s): before " + before + "; during " + during);
        assertThat(done.get()).isPositive();
        assertLittleSlower(what, before, during);
    }

    private static void assertLittleSlower(String what, Latency before, Latency during) {
        Duration most = before.p99().multipliedBy(6).dividedBy(5);
        assertThat(during.p99())
                .as("%s: before %s", what, before)
                .isLessThan(
                        most.compareTo(before.p99().plus(ALLOWED)) > 0
                                ? most
                                : before.p99().plus(ALLOWED));
    }

    @Test
    void aFloodOfMessagesIsRefusedAtLittleCost() throws InterruptedException {
        measure("A flood of 500 messages/s by one person", () -> {
            StompLibraryClient eve =
                    StompLibraryClient.connect(server.pagePort()).logIn("eve").join("lobby", "replay", "0");
            again(500, () -> {
                eve.send("/app/rooms/nowhere", "{\"text\":\"x\"}");
                eve.drain();
            });
        });
    }

    @Test
    void aFloodOfCommandsIsRefusedAtLittleCost() throws InterruptedException {
        measure("A flood of 500 commands/s by one person", () -> {
            StompLibraryClient eve =
                    StompLibraryClient.connect(server.pagePort()).logIn("eve").join("lobby", "replay", "0");
            again(500, () -> {
                eve.send("/app/commands", "{\"line\":\"/last 200\",\"room\":\"lobby\"}");
                eve.drain();
            });
        });
    }

    @Test
    void aFloodOfConnectionsDisturbsNobody() throws InterruptedException {
        InetAddress address = outside();
        List<Socket> held = Collections.synchronizedList(new ArrayList<>());
        measure(
                "100 connections/s from one address that holds all it can",
                () -> again(100, () -> {
                    Socket socket = new Socket();
                    socket.connect(new InetSocketAddress(address, server.terminalPort()), 2_000);
                    held.add(socket);
                }));
        // Some wait in line for the system, those beyond the limit are closed again.
        assertThat(held).hasSizeGreaterThan(500);
        held.forEach(AbuseIT::close);
    }

    @Test
    void mutatedInputDisturbsNobody() throws InterruptedException {
        AtomicLong seed = new AtomicLong(1);
        measure(
                "100 mutated inputs/s on the terminal port",
                () -> again(100, () -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.terminalPort())) {
                        for (byte[] piece :
                                Input.ofAnyDialect(seed.incrementAndGet()).pieces()) {
                            socket.getOutputStream().write(piece);
                        }
                    }
                }));
    }

    /** With the usual times: whoever takes nothing is cut after 30 s, and within 60. */
    @Test
    void readersThatNeverReadDisturbNobodyAndAreGoneWithinAMinute() throws Exception {
        List<Socket> deaf = new ArrayList<>();
        Latency before = Latency.measure(ada, bob, LONG + " before", TIME);
        for (int i = 0; i < DEAF; i++) {
            deaf.add(deaf("deaf" + i));
        }
        long began = System.nanoTime();
        CompletableFuture<Duration> gone = CompletableFuture.supplyAsync(() -> {
            Awaitility.await()
                    .atMost(GONE_WITHIN.multipliedBy(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> deaf.stream().allMatch(AbuseIT::isReset));
            return Duration.ofNanos(System.nanoTime() - began);
        });
        Latency during = Latency.measure(ada, bob, LONG + " during", GONE_WITHIN);
        Duration goneAfter = gone.get();
        FuzzStats.write(
                "abuse",
                DEAF + " readers that never read, on the terminal port: before " + before + "; during " + during
                        + "; gone " + goneAfter.toSeconds() + " s after the first message");
        deaf.forEach(AbuseIT::close);
        assertThat(goneAfter).isLessThan(GONE_WITHIN);
        assertLittleSlower("the deaf", before, during);
    }

    private Socket deaf(String name) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.terminalPort()));
        socket.getOutputStream().write((name + "\n").getBytes(UTF_8));
        ada.receive(frame -> StompLibraryClient.isEvent(frame, "joined"));
        return socket;
    }

    /** Writing to what was reset fails, at the latest the second time. */
    private static boolean isReset(Socket socket) {
        try {
            socket.getOutputStream().write('\n');
            return false;
        } catch (IOException ignored) {
            return true;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // So much the better.
        }
    }

    /** An address of this machine that is not loopback, which has no limit. */
    private static InetAddress outside() {
        try {
            Optional<InetAddress> found = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .findFirst();
            Assumptions.assumeTrue(found.isPresent(), "no address but loopback");
            return found.orElseThrow();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }
}
