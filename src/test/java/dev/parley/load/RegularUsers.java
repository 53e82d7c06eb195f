package dev.parley.load;

import dev.parley.integration.ServerProcess;
import dev.parley.stomp.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Users over all transports who publish once per second and wait for the receipt, and a browser that loads the page and the
 * readiness 4 times per second. Each has a thread of its own.
 */
final class RegularUsers implements AutoCloseable {

    private static final int USERS = 20;
    private static final List<TestTransport.Kind> KINDS = List.of(TestTransport.Kind.values());
    private static final Duration PUBLISH_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LOAD_INTERVAL = Duration.ofMillis(250);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ServerProcess server;
    private final AtomicReference<Samples> samples = new AtomicReference<>(new Samples());
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    /** The nanoseconds that receipts and pages took. */
    record Samples(Queue<Long> receipts, Queue<Long> pages) {
        private Samples() {
            this(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
        }

        /** Returns a percentile in milliseconds. */
        static double millis(Queue<Long> nanos, double fraction) {
            long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
            return sorted[(int) ((sorted.length - 1) * fraction)] / 1e6;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d receipts, median %.1f ms, p99 %.1f ms; %d pages, median %.1f ms, longest %.0f ms",
                    receipts.size(),
                    millis(receipts, 0.5),
                    millis(receipts, 0.99),
                    pages.size(),
                    millis(pages, 0.5),
                    millis(pages, 1));
        }
    }

    RegularUsers(ServerProcess server) {
        this.server = server;
        for (int i = 0; i < USERS; i++) {
            TestTransport.Kind kind = KINDS.get(i % KINDS.size());
            LoadClient client = LoadClient.logIn(kind, server, "user" + i, "");
            client.join("team" + i % 4, "replay", "0");
            String name = "user" + i;
            start(name, () -> publishUntilStopped(client, name));
        }
        start("browser", this::loadUntilStopped);
    }

    private void start(String name, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        failures.add(name + ": " + e);
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void publishUntilStopped(LoadClient client, String name) {
        String room = "team" + Integer.parseInt(name.substring(4)) % 4;
        try (client) {
            for (int number = 0; !stopped; number++) {
                TestMessage message = new TestMessage(name, number);
                Samples current = samples.get();
                long began = System.nanoTime();
                client.publish(room, message);
                if (!receivesReceipt(client, message.reference())) {
                    failures.add(name + " received no receipt for " + message.reference());
                    return;
                }
                current.receipts().add(System.nanoTime() - began);
                LockSupport.parkNanos(began + PUBLISH_INTERVAL.toNanos() - System.nanoTime());
            }
        }
    }

    private static boolean receivesReceipt(LoadClient client, String reference) {
        long until = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < until && !client.isClosedAndDrained()) {
            Frame frame = client.poll(TIMEOUT);
            if (frame != null
                    && LoadClient.isReceipt(frame)
                    && reference.equals(frame.headers().get("receipt-id"))) {
                return true;
            }
        }
        return false;
    }

    private void loadUntilStopped() {
        for (int number = 0; !stopped; number++) {
            Samples current = samples.get();
            long began = System.nanoTime();
            @Nullable String failure = load(number % 2 == 0 ? "/" : "/actuator/health/readiness");
            if (failure != null) {
                failures.add(failure);
            }
            current.pages().add(System.nanoTime() - began);
            LockSupport.parkNanos(began + LOAD_INTERVAL.toNanos() - System.nanoTime());
        }
    }

    private @Nullable String load(String path) {
        try {
            URLConnection connection = URI.create("http://localhost:" + server.pagePort() + path)
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout((int) TIMEOUT.toMillis());
            connection.setReadTimeout((int) TIMEOUT.toMillis());
            try (InputStream in = connection.getInputStream()) {
                return in.readAllBytes().length > 0 ? null : path + " was empty";
            }
        } catch (IOException e) {
            return path + ": " + e;
        }
    }

    /** Starts a new measurement; returns the samples of the requests that began since the last call. */
    Samples takeSamples() {
        return samples.getAndSet(new Samples());
    }

    /** Measures for this time. */
    Samples measure(Duration time) {
        takeSamples();
        LockSupport.parkNanos(time.toNanos());
        return takeSamples();
    }

    /** Returns descriptions of all users who were disconnected or received no answer, and of all failed requests. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        stopped = true;
        threads.forEach(LockSupport::unpark);
    }
}
