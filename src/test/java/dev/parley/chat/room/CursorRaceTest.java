package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.TestChatServer;
import dev.parley.chat.session.TestResources;
import dev.parley.text.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

/** Checks delivery with real threads: readers of different speed and writers that overwrite the replay buffer. */
class CursorRaceTest {

    /** More messages than the longest replay buffer holds. */
    private static final long BUFFER_LENGTH = 9_000;

    private static final int MESSAGES = 60_000;

    private final ManualScheduler scheduler = new ManualScheduler();
    private final InMemoryHistory history = new InMemoryHistory(scheduler.clock());
    private final ExecutorService lanes = Executors.newFixedThreadPool(2);
    private final ExecutorService pages = Executors.newFixedThreadPool(2);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ChatServer chatServer = new ChatServer(
            TestChatServer.RULES, TestResources.of(history, history, history, scheduler.clock(), scheduler, lanes));

    @AfterEach
    void shutdownExecutors() {
        lanes.shutdownNow();
        pages.shutdownNow();
        threads.shutdownNow();
    }

    @RepeatedTest(10)
    void readersOfAnySpeedReceiveEveryMessageOnceAndInOrder() throws Exception {
        assertThatAllReadersReceiveAll();
    }

    @RepeatedTest(5)
    void readersReceiveEveryMessageOnceAndInOrderWhileTheReplayBufferShrinks() throws Exception {
        ReplayBuffer replayBuffer =
                chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow().replayBuffer();
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Void> shrinking = CompletableFuture.runAsync(
                () -> {
                    while (!ended.get()) {
                        if (replayBuffer.weight() > 1_024 * 512) {
                            replayBuffer.shrinkTo(64 * 512);
                        }
                        Thread.onSpinWait();
                    }
                },
                threads);
        assertThatAllReadersReceiveAll();
        ended.set(true);
        shrinking.get(60, TimeUnit.SECONDS);
    }

    private void assertThatAllReadersReceiveAll() throws Exception {
        List<Reader> readers = List.of(new Reader(0), new Reader(1), new Reader(2), new Reader(3));
        List<CompletableFuture<List<Long>>> received = new ArrayList<>();
        for (Reader reader : readers) {
            received.add(reader.start());
        }
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            Session session = login("w" + writer, new RecordingSubscriber());
            session.join(RoomName.LOBBY, new ReplayFrom.Last(0));
            writers.add(CompletableFuture.runAsync(() -> publishAll(session), threads));
        }
        for (CompletableFuture<Void> writer : writers) {
            writer.get(60, TimeUnit.SECONDS);
        }
        List<Long> all = LongStream.rangeClosed(1, MESSAGES).boxed().toList();
        for (CompletableFuture<List<Long>> reader : received) {
            assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo(all);
        }
        assertThat(readers.get(3).welcomes)
                .as("number of times the slowest reader fell behind the replay buffer")
                .isGreaterThan(1);
    }

    private static void publishAll(Session session) {
        for (int i = 0; i < MESSAGES / 4; i++) {
            var requestResult =
                    session.publish(RoomName.LOBBY, "m" + i, false, null).toCompletableFuture();
            if (i % 50 == 0) {
                assertThat(requestResult.join()).isInstanceOf(Receipt.class);
            }
        }
    }

    private Session login(String name, Subscriber subscriber) throws Exception {
        LoginRequest loginRequest = LoginRequest.interactive(name, new ClientInfo("terminal", "line", "127.0.0.1"));
        return ((LoginResult.LoggedIn) chatServer
                        .login(loginRequest, subscriber)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .session();
    }

    /** Reads on its own thread; the higher its number, the more slowly. */
    private final class Reader implements Subscriber {
        private final int slowness;
        private final Random random;
        private final Semaphore woken = new Semaphore(0);
        private volatile Cursor cursor;
        private volatile int welcomes;

        private Reader(int slowness) {
            this.slowness = slowness;
            this.random = new Random(slowness);
        }

        private CompletableFuture<List<Long>> start() throws Exception {
            login("r" + slowness, this)
                    .join(RoomName.LOBBY, new ReplayFrom.Last(0))
                    .toCompletableFuture()
                    .join();
            return CompletableFuture.supplyAsync(this::read, threads);
        }

        private List<Long> read() {
            List<Long> numbers = new ArrayList<>();
            int again = 0;
            while (numbers.size() < MESSAGES) {
                woken.acquireUninterruptibly();
                woken.drainPermits();
                if (slowness > 0 && random.nextInt(3) == 0) {
                    // Waits until the replay buffer no longer contains the next message, or until the last message.
                    awaitHead(Math.min(MESSAGES, (numbers.size() / BUFFER_LENGTH + slowness) * BUFFER_LENGTH));
                }
                for (List<Delivery> some = cursor.poll(64); !some.isEmpty(); some = cursor.poll(64)) {
                    for (Delivery delivery : some) {
                        if (delivery.event() instanceof RoomEvent.Said said) {
                            numbers.add(said.message().position().seq());
                        } else if (delivery.event() instanceof RoomEvent.Welcome) {
                            again++;
                        }
                    }
                }
            }
            welcomes = again;
            return numbers;
        }

        private void awaitHead(long seq) {
            ReplayBuffer replayBuffer = cursor.room().replayBuffer();
            Delivery newest = replayBuffer.at(replayBuffer.end() - 1);
            while (newest == null || newest.position() < seq) {
                Thread.onSpinWait();
                newest = replayBuffer.at(replayBuffer.end() - 1);
            }
        }

        @Override
        public void wake(Cursor next) {
            cursor = next;
            woken.release();
        }

        @Override
        public void onDirectMessage(DirectMessage directMessage) {}

        @Override
        public void disconnect(DisconnectReason disconnectReason) {}
    }
}
