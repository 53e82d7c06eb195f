package dev.parley.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.hook.Hook;
import dev.parley.chat.hook.HookProgress;
import dev.parley.chat.hook.HookSender;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageState;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks which connections to the addresses of hooks are kept, and which are made anew. */
class HookConnectionsTest {

    private static final Instant AT = Instant.parse("2026-11-30T08:00:00Z");
    private static final HookSender.Attempt DELIVERED = new HookSender.Delivered();

    private final ManualScheduler scheduler = new ManualScheduler();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final AtomicInteger resolved = new AtomicInteger();
    private HookServer server;
    private HttpHookSender sender;

    @BeforeEach
    void start() throws Exception {
        server = HookServer.start();
        server.keepConnections();
        sender = new HttpHookSender(
                true, this::resolve, HttpHookSenderTest::defaultTls, executor, scheduler, scheduler.clock());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        sender.close();
        executor.shutdownNow();
    }

    private InetAddress[] resolve(String host) {
        resolved.incrementAndGet();
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    private CompletableFuture<HookSender.Attempt> sendLater(long number, int port) {
        Position position = new Position("abc", 7);
        Hook hook = new Hook(
                number,
                new RoomName("dev"),
                "http://hooks.example:" + port + "/",
                "secret",
                null,
                "ada",
                AT,
                HookProgress.after(number, position));
        Message message = new Message(position, AT, "1", "ada", "websocket", "hello", false, null, MessageState.PLAIN);
        return sender.send(hook, message).toCompletableFuture();
    }

    private HookSender.Attempt send() {
        return sendLater(1, server.port()).join();
    }

    @Test
    void connectionIsKeptForTheNextEntryOfTheHook() {
        for (int i = 0; i < 5; i++) {
            assertThat(send()).isEqualTo(DELIVERED);
        }

        assertThat(server.requests()).hasSize(5);
        assertThat(server.connections()).isEqualTo(1);
        assertThat(resolved).hasValue(1);
    }

    @Test
    void eachHookHasAConnectionOfItsOwn() {
        sendLater(1, server.port()).join();
        sendLater(2, server.port()).join();

        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void nameIsResolvedAgainAMinuteAfterTheConnectionWasMade() {
        send();
        scheduler.advanceTime(Duration.ofSeconds(59));
        send();
        assertThat(resolved).hasValue(1);
        scheduler.advanceTime(Duration.ofSeconds(1));
        send();

        assertThat(resolved).hasValue(2);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void connectionWhoseAnswerClosesItIsNotKept() {
        server.answer(HookServer.text("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        send();

        assertThat(send()).isEqualTo(DELIVERED);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void requestIsSentAgainWhenTheReceiverClosesTheKeptConnectionWithoutAnAnswer() {
        send();
        AtomicInteger asked = new AtomicInteger();
        server.answer(out -> {
            if (asked.getAndIncrement() == 0) {
                throw new IOException("closes the connection");
            }
            HookServer.status(200).write(out);
        });

        assertThat(send()).isEqualTo(DELIVERED);
        assertThat(server.requests()).hasSize(3);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void requestOnANewConnectionIsNotSentAgain() {
        server.answer(out -> {
            throw new IOException("closes the connection");
        });

        assertThat(send()).isEqualTo(new HookSender.Failed("the connection ended without a response"));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void answerWithoutItsEndCountsAndTheConnectionIsNotKept() {
        CountDownLatch ended = new CountDownLatch(1);
        server.answer(out -> {
            HookServer.text("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok").write(out);
            awaitEnd(ended);
        });
        assertThat(send()).isEqualTo(DELIVERED);
        server.answer(HookServer.status(200));

        assertThat(send()).isEqualTo(DELIVERED);
        assertThat(server.connections()).isEqualTo(2);
        ended.countDown();
    }

    @Test
    void bytesThatAnswerNoRequestAreNoAnswerToTheNextOne() {
        server.answer(HookServer.text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".repeat(2)));
        send();
        server.answer(HookServer.status(500));

        assertThat(send()).isEqualTo(new HookSender.Failed("the answer was the status 500"));
    }

    @Test
    void receiversThatNeverAnswerDelayNoOtherHook() throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        try (HookServer silent = HookServer.start()) {
            silent.answer(out -> awaitEnd(ended));
            List<CompletableFuture<HookSender.Attempt>> hanging = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                hanging.add(sendLater(100 + i, silent.port()));
            }
            await().until(() -> silent.requests().size() == 50);

            assertThat(send()).isEqualTo(DELIVERED);
            assertThat(hanging).noneMatch(CompletableFuture::isDone);
            scheduler.advanceTime(Duration.ofSeconds(10));
            assertThat(hanging)
                    .allSatisfy(attempt -> assertThat(attempt.join())
                            .isEqualTo(new HookSender.Failed("no response within 10 seconds")));
            ended.countDown();
        }
    }

    private static void awaitEnd(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
