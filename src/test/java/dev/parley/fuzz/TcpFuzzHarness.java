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
 * Sends mutated input to the TCP port, without sockets, one client after the other. Checks that the server answers each
 * client, or closes it, or lets it time out; that no state of it remains; and that other users still send and receive.
 */
public final class TcpFuzzHarness implements AutoCloseable {

    /** A buffer for the longest incomplete line or frame, which doubles as it grows, and the bytes of one read. */
    private static final long MAX_BUFFERED_BYTES = (2 * 64 + 2 * 16) * 1024;

    /** The time in which a client has to send its nickname. */
    private static final Duration PROMPT_TIMEOUT = Duration.ofMinutes(2);

    /** The limit for each {@link #BYTES_OF_WORK}, so that the test detects work that grows faster than the input. */
    private static final Duration MAX_WORK = Duration.ofSeconds(1);

    private static final int BYTES_OF_WORK = 64 * 1024;
    private static final int INPUTS_PER_SERVER = 100;

    /** A longer step would let a dialect that pauses between its lines write one line per step. */
    private static final Duration PAUSE_OF_A_DIALECT = Duration.ofMillis(50);

    private static final int MAX_STEPS = 10_000;

    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofSeconds(1));

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final FuzzLog fuzzLog = new FuzzLog();

    private long inputs;
    private long closed;
    private long mostBuffered;
    private long mostWork;

    /** Sends the inputs of these seeds. */
    public TcpFuzzHarness run(LongStream seeds) {
        long[] all = seeds.toArray();
        for (int from = 0; from < all.length; from += INPUTS_PER_SERVER) {
            TestChatServer server = new TestChatServer();
            List<Dialect> dialects = OpenPort.dialects(server.chatServer);
            TestChatServer.TestSession witness = server.joinLobby("witness");
            for (int i = from; i < Math.min(all.length, from + INPUTS_PER_SERVER); i++) {
                Input input = Input.ofAnyDialect(all[i]);
                long began = threads.getCurrentThreadCpuTime();
                try {
                    runInput(server, TestClient.of(server, dialects), input);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("Input " + input, e);
                }
                long work = threads.getCurrentThreadCpuTime() - began;
                mostWork = Math.max(mostWork, work);
                assertThat(Duration.ofNanos(work)).as("work for %s", input).isLessThan(maxWork(input));
                fuzzLog.assertNoWarnings(input);
                // The input may have started a session, which can be resumed within this time.
                server.advanceTime(server.chatServer.limits().grace().plusSeconds(1));
                assertThat(server.chatServer.users())
                        .as("users after %s", input)
                        .containsExactly(witness.session().user());
                inputs++;
            }
            assertServesOrdinaryClient(server, dialects, witness);
        }
        return this;
    }

    private static Duration maxWork(Input input) {
        long bytes = input.pieces().stream().mapToLong(piece -> piece.length).sum();
        return MAX_WORK.multipliedBy(1 + bytes / BYTES_OF_WORK);
    }

    private void runInput(TestChatServer server, TestClient testClient, Input input) {
        Random random = Input.random(~input.seed());
        boolean isSlow = random.nextInt(8) == 0;
        if (isSlow) {
            testClient.stopReading();
        }
        for (byte[] piece : input.pieces()) {
            send(server, testClient, piece);
            // Bytes that were already sent do not count as buffered.
            byte[] unused = testClient.receivedBytes();
            mostBuffered = Math.max(mostBuffered, testClient.bufferedBytes());
            assertThat(testClient.bufferedBytes()).as("bytes held").isLessThan(MAX_BUFFERED_BYTES);
            if (random.nextInt(6) == 0) {
                advance(server, testClient, PAUSES.get(random.nextInt(PAUSES.size())));
            }
        }
        if (isSlow && !testClient.isClosed()) {
            testClient.resumeReading();
        }
        if (random.nextBoolean()) {
            awaitTimeout(server, testClient);
        }
        closed += testClient.isClosed() ? 1 : 0;
        if (random.nextBoolean()) {
            testClient.closeOutput();
        } else if (!testClient.isClosed()) {
            testClient.reset();
        }
        // The server processes the input that arrived before, as fast as the limits and the pauses of the dialect
        // allow.
        for (int step = 0; step < MAX_STEPS && !testClient.isClosed(); step++) {
            advance(server, testClient, PAUSE_OF_A_DIALECT);
        }
        assertThat(testClient.isClosed()).as("closed").isTrue();
        // The server delays the login of a client with a wrong token, and the client may be closed by then.
        advance(server, testClient, LoginThrottle.PAUSE);
        testClient.assertNoLeaks();
    }

    private static void send(TestChatServer server, TestClient testClient, byte[] piece) {
        int sent = testClient.sendRequested(piece, 0);
        for (int i = 0; i < 50 && sent < piece.length && !testClient.isClosed(); i++) {
            advance(server, testClient, Duration.ofMillis(100));
            sent = testClient.sendRequested(piece, sent);
        }
    }

    /** Advances the time of the server and of the client. The server may have delayed a login. */
    private static void advance(TestChatServer server, TestClient testClient, Duration time) {
        server.advanceTime(time);
        testClient.advanceTime(time);
    }

    /** Checks that only a client with a nickname may stay idle. */
    private static void awaitTimeout(TestChatServer server, TestClient testClient) {
        Duration step = Duration.ofSeconds(2);
        for (Duration waited = Duration.ZERO;
                waited.compareTo(PROMPT_TIMEOUT.plus(step)) < 0
                        && !testClient.isClosed()
                        && server.chatServer.users().size() == 1;
                waited = waited.plus(step)) {
            advance(server, testClient, step);
        }
        assertThat(testClient.isClosed() || server.chatServer.users().size() == 2)
                .as("closed or logged in")
                .isTrue();
    }

    private static void assertServesOrdinaryClient(
            TestChatServer server, List<Dialect> dialects, TestChatServer.TestSession witness) {
        TestClient ada = TestClient.of(server, dialects);
        ada.send("ada\nstill here\n");
        assertThat(witness.recordingSubscriber().texts()).endsWith("still here");
        server.publish(witness, "so am I");
        ada.settle();
        assertThat(ada.received()).contains("You are in lobby").contains("<witness> so am I");
        ada.reset();
        ada.assertNoLeaks();
    }

    /** Returns the figures in one line. */
    @Override
    public String toString() {
        return String.format(
                "%,d inputs; %,d closed by the server first; at most %,d bytes held for one, %,d ms of work"
                        + " for one",
                inputs, closed, mostBuffered, Duration.ofNanos(mostWork).toMillis());
    }

    /** Returns how many inputs were sent. */
    public long inputCount() {
        return inputs;
    }

    /** Returns how many clients the server closed. */
    public long closedCount() {
        return closed;
    }

    @Override
    public void close() {
        fuzzLog.close();
    }
}
