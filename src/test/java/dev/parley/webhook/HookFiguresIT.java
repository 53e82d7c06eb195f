package dev.parley.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.parley.chat.hook.Hook;
import dev.parley.chat.hook.HookProgress;
import dev.parley.chat.hook.HookSender;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageState;
import dev.parley.chat.room.Scheduler;
import dev.parley.load.Measurements;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Measures the entries that hooks deliver to receivers on the loopback interface, each hook one after another. */
@Tag("soak")
class HookFiguresIT {

    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long MEASURED_NANOS = TimeUnit.SECONDS.toNanos(8);
    private static final int HOOKS = 50;
    private static final int HANGING = 10;
    private static final Measurements FIGURES = Measurements.of("hooks");

    private final ExecutorService executor = Executors.newFixedThreadPool(8);
    private final ExecutorService receivers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer receiver;
    private HookServer silent;
    private HttpHookSender sender;

    @BeforeEach
    void start() throws Exception {
        // Otherwise it delays the answers on kept connections by 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        receiver.setExecutor(receivers);
        receiver.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        silent = HookServer.start();
        silent.answer(out -> awaitEnd());
        Scheduler scheduler = (delay, task) -> {
            var scheduled = timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> scheduled.cancel(false);
        };
        sender = new HttpHookSender(
                true,
                InetAddress::getAllByName,
                HttpHookSenderTest::defaultTls,
                executor,
                scheduler,
                Clock.systemUTC());
    }

    private void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() throws Exception {
        ended.countDown();
        sender.close();
        receiver.stop(0);
        silent.close();
        executor.shutdownNow();
        receivers.shutdownNow();
        timer.shutdownNow();
    }

    /** Delivers entry after entry for one hook until the end. */
    private CompletableFuture<Void> deliver(int number, int port, AtomicInteger delivered, long end) {
        Position position = new Position("abc", delivered.get() + 1);
        Hook hook = new Hook(
                number,
                new RoomName("dev"),
                "http://127.0.0.1:" + port + "/",
                "secret",
                null,
                "ada",
                Instant.EPOCH,
                HookProgress.after(number, position));
        Message message = new Message(
                position, Instant.EPOCH, "1", "ada", "websocket", "x".repeat(80), false, null, MessageState.PLAIN);
        return sender.send(hook, message).toCompletableFuture().thenComposeAsync(attempt -> {
            if (attempt instanceof HookSender.Delivered) {
                delivered.incrementAndGet();
            }
            return System.nanoTime() < end
                    ? deliver(number, port, delivered, end)
                    : CompletableFuture.completedFuture(null);
        });
    }

    private List<AtomicInteger> run(int hooks, int hanging, long nanos) {
        long end = System.nanoTime() + nanos;
        List<AtomicInteger> delivered = new ArrayList<>();
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < hanging; i++) {
            var unused = deliver(1_000 + i, silent.port(), new AtomicInteger(), end);
        }
        for (int i = 0; i < hooks; i++) {
            AtomicInteger count = new AtomicInteger();
            delivered.add(count);
            running.add(deliver(i, receiver.getAddress().getPort(), count, end));
        }
        running.forEach(CompletableFuture::join);
        return delivered;
    }

    private static double perSecond(int entries) {
        return entries / (MEASURED_NANOS / 1e9);
    }

    @Test
    void oneHook() {
        run(1, 0, WARM_UP_NANOS);

        int delivered = run(1, 0, MEASURED_NANOS).get(0).get();

        FIGURES.add("1 hook: %.0f entries/s", perSecond(delivered));
        assertThat(delivered).isPositive();
    }

    @Test
    void manyHooksOfWhichSomeReceiversNeverAnswer() {
        run(HOOKS - HANGING, 0, WARM_UP_NANOS);
        List<AtomicInteger> free = run(HOOKS - HANGING, 0, MEASURED_NANOS);
        List<AtomicInteger> delivered = run(HOOKS - HANGING, HANGING, MEASURED_NANOS);

        FIGURES.add("%d hooks: %s", HOOKS - HANGING, text(free));
        FIGURES.add("%d hooks, and %d that hang: %s", HOOKS - HANGING, HANGING, text(delivered));
        assertThat(delivered).allSatisfy(count -> assertThat(count.get()).isPositive());
    }

    private static String text(List<AtomicInteger> delivered) {
        return String.format(
                Locale.ROOT,
                "%.0f entries/s, the slowest hook %.0f",
                perSecond(delivered.stream().mapToInt(AtomicInteger::get).sum()),
                perSecond(delivered.stream().mapToInt(AtomicInteger::get).min().orElse(0)));
    }
}
