package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.ServerResources;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.TestChatServer;
import dev.parley.text.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

/** The same promises with real threads: readers of every speed beside writers, on a tail that laps them. */
class CursorRaceTest {

    /** More than the longest tail. */
    private static final long LAP = 9_000;

    private static final int MESSAGES = 60_000;

    private final ManualScheduler alarms = new ManualScheduler();
    private final InMemoryHistory history = new InMemoryHistory(alarms.clock());
    private final ExecutorService lanes = Executors.newFixedThreadPool(2);
    private final ExecutorService pages = Executors.newFixedThreadPool(2);
    private final ExecutorService others = Executors.newCachedThreadPool();
    private final ChatServer chatServer = new ChatServer(
            TestChatServer.RULES, new ServerResources(history, history, history, alarms.clock(), alarms, lanes, pages));

    @AfterEach
    void endThreads() {
        lanes.shutdownNow();
        pages.shutdownNow();
        others.shutdownNow();
    }

    @RepeatedTest(10)
    void everyReaderHearsEveryMessageOnceAndInOrderHoweverSlowItReads() throws Exception {
        List<Reader> readers = List.of(new Reader(0), new Reader(1), new Reader(2), new Reader(3));
        List<CompletableFuture<List<Long>>> heard = new ArrayList<>();
        for (Reader reader : readers) {
            heard.add(reader.begin());
        }
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            Session session = session("w" + writer, new RecordingSubscriber());
            session.join(RoomName.LOBBY, new ReplayFrom.Last(0));
            writers.add(CompletableFuture.runAsync(() -> write(session), others));
        }
        for (CompletableFuture<Void> writer : writers) {
            writer.get(60, TimeUnit.SECONDS);
        }
        List<Long> all = LongStream.rangeClosed(1, MESSAGES).boxed().toList();
        for (CompletableFuture<List<Long>> reader : heard) {
            assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo(all);
        }
        assertThat(readers.get(3).welcomes)
                .as("times the slowest reader fell behind the tail and began again")
                .isGreaterThan(1);
    }

    private static void write(Session session) {
        for (int i = 0; i < MESSAGES / 4; i++) {
            var requestResult =
                    session.publish(RoomName.LOBBY, "m" + i, false, null).toCompletableFuture();
            if (i % 50 == 0) {
                assertThat(requestResult.join()).isInstanceOf(Receipt.class);
            }
        }
    }

    private Session session(String name, Subscriber subscriber) throws Exception {
        LoginRequest loginRequest = LoginRequest.interactive(name, new ClientInfo("terminal", "line", "127.0.0.1"));
        return ((LoginResult.LoggedIn) chatServer
                        .login(loginRequest, subscriber)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .session();
    }

    /** Reads on a thread of its own, the higher its number the more slowly. */
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

        private CompletableFuture<List<Long>> begin() throws Exception {
            session("r" + slowness, this)
                    .join(RoomName.LOBBY, new ReplayFrom.Last(0))
                    .toCompletableFuture()
                    .join();
            return CompletableFuture.supplyAsync(this::read, others);
        }

        private List<Long> read() {
            List<Long> numbers = new ArrayList<>();
            int again = 0;
            while (numbers.size() < MESSAGES) {
                woken.acquireUninterruptibly();
                woken.drainPermits();
                if (slowness > 0 && random.nextInt(3) == 0) {
                    // Waits until so many more messages have come by that the tail has lapped it, or the end.
                    awaitHead(Math.min(MESSAGES, (numbers.size() / LAP + slowness) * LAP));
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
