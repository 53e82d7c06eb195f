package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bridge.Dialect;
import dev.parley.bridge.OpenPort;
import dev.parley.bridge.Peer;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.TestChatServer;
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
public final class TerminalSiege implements AutoCloseable {

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
    private final Log log = new Log();

    private long done;
    private long closed;
    private long mostHeld;
    private long mostWork;

    /** Lets them all come. */
    public TerminalSiege lay(LongStream seeds) {
        long[] all = seeds.toArray();
        for (int from = 0; from < all.length; from += STRANGERS_IN_A_HOUSE) {
            TestChatServer house = new TestChatServer();
            List<Dialect> dialects = OpenPort.dialects(house.chatServer);
            TestChatServer.TestSession witness = house.inLobby("witness");
            for (int i = from; i < Math.min(all.length, from + STRANGERS_IN_A_HOUSE); i++) {
                Input input = Input.ofAnyDialect(all[i]);
                long began = threads.getCurrentThreadCpuTime();
                try {
                    stranger(house, Peer.of(house, dialects), input);
                } catch (RuntimeException | AssertionError fault) {
                    throw new AssertionError("Input " + input, fault);
                }
                long work = threads.getCurrentThreadCpuTime() - began;
                mostWork = Math.max(mostWork, work);
                assertThat(Duration.ofNanos(work)).as("work for %s", input).isLessThan(mostWork(input));
                log.isQuiet(input);
                // Whoever was given a token may come back within this time.
                house.pass(house.chatServer.limits().grace().plusSeconds(1));
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

    private void stranger(TestChatServer house, Peer peer, Input input) {
        Random chance = Input.chance(~input.seed());
        boolean isDeaf = chance.nextInt(8) == 0;
        if (isDeaf) {
            peer.takesNothing();
        }
        for (byte[] piece : input.pieces()) {
            send(house, peer, piece);
            // What has gone out already is the stranger's.
            byte[] unused = peer.receivedBytes();
            mostHeld = Math.max(mostHeld, peer.held());
            assertThat(peer.held()).as("bytes held").isLessThan(MOST_HELD);
            if (chance.nextInt(6) == 0) {
                wait(house, peer, PAUSES.get(chance.nextInt(PAUSES.size())));
            }
        }
        if (isDeaf && !peer.isClosed()) {
            peer.takesAgain();
        }
        if (chance.nextBoolean()) {
            waitsInVain(house, peer);
        }
        closed += peer.isClosed() ? 1 : 0;
        if (chance.nextBoolean()) {
            peer.hangsUp();
            for (int second = 0; second < 10 && !peer.isClosed(); second++) {
                wait(house, peer, Duration.ofSeconds(1));
            }
        } else if (!peer.isClosed()) {
            peer.breaks();
        }
        assertThat(peer.isClosed()).as("closed").isTrue();
        // Whoever guessed at a token is let in late, and may be gone by then.
        wait(house, peer, LoginThrottle.PAUSE);
        peer.leaksNothing();
    }

    private static void send(TestChatServer house, Peer peer, byte[] piece) {
        int sent = peer.sendsWhatIsRead(piece, 0);
        for (int i = 0; i < 50 && sent < piece.length && !peer.isClosed(); i++) {
            wait(house, peer, Duration.ofMillis(100));
            sent = peer.sendsWhatIsRead(piece, sent);
        }
    }

    /** Time passes for both: in the house somebody may be let in late. */
    private static void wait(TestChatServer house, Peer peer, Duration time) {
        house.pass(time);
        peer.waits(time);
    }

    /** Only who has a name may say nothing for ever. */
    private static void waitsInVain(TestChatServer house, Peer peer) {
        Duration step = Duration.ofSeconds(2);
        for (Duration waited = Duration.ZERO;
                waited.compareTo(PROMPT.plus(step)) < 0
                        && !peer.isClosed()
                        && house.chatServer.users().size() == 1;
                waited = waited.plus(step)) {
            wait(house, peer, step);
        }
        assertThat(peer.isClosed() || house.chatServer.users().size() == 2)
                .as("closed or somebody")
                .isTrue();
    }

    private static void ordinaryPersonTalks(
            TestChatServer house, List<Dialect> dialects, TestChatServer.TestSession witness) {
        Peer ada = Peer.of(house, dialects);
        ada.sends("ada\nstill here\n");
        assertThat(witness.recordingSubscriber().texts()).endsWith("still here");
        house.say(witness, "so am I");
        ada.settle();
        assertThat(ada.received()).contains("You are in lobby").contains("<witness> so am I");
        ada.breaks();
        ada.leaksNothing();
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
        log.close();
    }
}
