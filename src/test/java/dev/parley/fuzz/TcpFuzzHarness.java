package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.TestChatServer;
import dev.parley.tcp.Dialect;
import dev.parley.tcp.OpenPort;
import dev.parley.tcp.TestClient;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Strangers on the terminal port, without sockets, one after the other: whatever one sends, it is answered, or closed, or
 * waited for no longer than the port waits for anybody; nothing is left of it; and people talk on.
 */
public final class TcpFuzzHarness implements AutoCloseable {

    /** A buffer for the longest incomplete line or frame, which doubles as it grows, and what is read at once. */
    private static final long MOST_HELD = (2 * 64 + 2 * 16) * 1024;

    /** A person at a prompt has this long to say who it is. */
    private static final Duration PROMPT = Duration.ofMinutes(2);

    /** For each so many bytes, so that work that grows faster than they do is noticed. */
    private static final Duration MOST_WORK = Duration.ofSeconds(1);

    private static final int BYTES_OF_WORK = 64 * 1024;
    private static final int STRANGERS_IN_A_HOUSE = 100;

    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofSeconds(1));

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final FuzzLog fuzzLog = new FuzzLog();

    private long done;
    private long closed;
    private long mostHeld;
    private long mostWork;

    /** Lets them all come. */
    public TcpFuzzHarness lay(LongStream seeds) {
        long[] all = seeds.toArray();
        for (int from = 0; from < all.length; from += STRANGERS_IN_A_HOUSE) {
            TestChatServer house = new TestChatServer();
            List<Dialect> dialects = OpenPort.dialects(house.chatServer);
            TestChatServer.TestSession witness = house.joinLobby("witness");
            for (int i = from; i < Math.min(all.length, from + STRANGERS_IN_A_HOUSE); i++) {
                Input input = Input.ofAnyDialect(all[i]);
                long began = threads.getCurrentThreadCpuTime();
                try {
                    stranger(house, TestClient.of(house, dialects), input);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("Input " + input, e);
                }
                long work = threads.getCurrentThreadCpuTime() - began;
                mostWork = Math.max(mostWork, work);
                assertThat(Duration.ofNanos(work)).as("work for %s", input).isLessThan(mostWork(input));
                fuzzLog.assertNoWarnings(input);
                // Whoever was given a token may come back within this time.
                house.advanceTime(house.chatServer.limits().grace().plusSeconds(1));
                assertThat(house.chatServer.users())
                        .as("people after %s", input)
                        .containsExactly(witness.session().user());
                done++;
            }
            ordinaryPersonTalks(house, dialects, witness);
        }
        return this;
    }

    private static Duration mostWork(Input input) {
        long bytes = input.pieces().stream().mapToLong(piece -> piece.length).sum();
        return MOST_WORK.multipliedBy(1 + bytes / BYTES_OF_WORK);
    }

    private void stranger(TestChatServer house, TestClient testClient, Input input) {
        Random chance = Input.random(~input.seed());
        boolean isDeaf = chance.nextInt(8) == 0;
        if (isDeaf) {
            testClient.stopReading();
        }
        for (byte[] piece : input.pieces()) {
            send(house, testClient, piece);
            // What has gone out already is the stranger's.
            byte[] unused = testClient.receivedBytes();
            mostHeld = Math.max(mostHeld, testClient.bufferedBytes());
            assertThat(testClient.bufferedBytes()).as("bytes held").isLessThan(MOST_HELD);
            if (chance.nextInt(6) == 0) {
                wait(house, testClient, PAUSES.get(chance.nextInt(PAUSES.size())));
            }
        }
        if (isDeaf && !testClient.isClosed()) {
            testClient.resumeReading();
        }
        if (chance.nextBoolean()) {
            waitsInVain(house, testClient);
        }
        closed += testClient.isClosed() ? 1 : 0;
        if (chance.nextBoolean()) {
            testClient.closeOutput();
            for (int second = 0; second < 10 && !testClient.isClosed(); second++) {
                wait(house, testClient, Duration.ofSeconds(1));
            }
        } else if (!testClient.isClosed()) {
            testClient.reset();
        }
        assertThat(testClient.isClosed()).as("closed").isTrue();
        // Whoever guessed at a token is let in late, and may be gone by then.
        wait(house, testClient, LoginThrottle.PAUSE);
        testClient.assertNoLeaks();
    }

    private static void send(TestChatServer house, TestClient testClient, byte[] piece) {
        int sent = testClient.sendRequested(piece, 0);
        for (int i = 0; i < 50 && sent < piece.length && !testClient.isClosed(); i++) {
            wait(house, testClient, Duration.ofMillis(100));
            sent = testClient.sendRequested(piece, sent);
        }
    }

    /** Time passes for both: in the house somebody may be let in late. */
    private static void wait(TestChatServer house, TestClient testClient, Duration time) {
        house.advanceTime(time);
        testClient.advanceTime(time);
    }

    /** Only who has a name may say nothing for ever. */
    private static void waitsInVain(TestChatServer house, TestClient testClient) {
        Duration step = Duration.ofSeconds(2);
        for (Duration waited = Duration.ZERO;
                waited.compareTo(PROMPT.plus(step)) < 0
                        && !testClient.isClosed()
                        && house.chatServer.users().size() == 1;
                waited = waited.plus(step)) {
            wait(house, testClient, step);
        }
        assertThat(testClient.isClosed() || house.chatServer.users().size() == 2)
                .as("closed or somebody")
                .isTrue();
    }

    private static void ordinaryPersonTalks(
            TestChatServer house, List<Dialect> dialects, TestChatServer.TestSession witness) {
        TestClient ada = TestClient.of(house, dialects);
        ada.send("ada\nstill here\n");
        assertThat(witness.recordingSubscriber().texts()).endsWith("still here");
        house.publish(witness, "so am I");
        ada.settle();
        assertThat(ada.received()).contains("You are in lobby").contains("<witness> so am I");
        ada.reset();
        ada.assertNoLeaks();
    }

    /** The figures. */
    @Override
    public String toString() {
        return String.format(
                "%,d inputs; %,d ended by the server before their sender went; at most %,d bytes held for one, %,d ms of work"
                        + " for one",
                done, closed, mostHeld, Duration.ofNanos(mostWork).toMillis());
    }

    /** How many have come. */
    public long done() {
        return done;
    }

    /** How many of them the server has sent off. */
    public long closed() {
        return closed;
    }

    @Override
    public void close() {
        fuzzLog.close();
    }
}
