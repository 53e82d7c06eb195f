package dev.parley.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The clients that are connected to one server, and their event loops. Used by one thread; its methods block until the
 * event loops are done.
 */
public final class ClientPool implements AutoCloseable {

    /** The most clients that connect and log in at the same time. */
    private static final int MAX_LOGINS_IN_PROGRESS = 64;

    private static final Duration JOIN_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration PROBE_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration DISCONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long PROBE_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /** The number of nicknames used so far. None is used twice, because a server may reserve it after a disconnect. */
    private static final AtomicInteger NICKNAMES = new AtomicInteger();

    private final ClientLayout layout;
    private final LoadTarget target;
    private final List<EventLoop> loops = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private int runs;

    /**
     * Creates a pool without connections.
     *
     * @param threads the number of event loops
     */
    public ClientPool(ClientLayout layout, LoadTarget target, int threads) {
        this.layout = layout;
        this.target = target;
        for (int i = 0; i < threads; i++) {
            loops.add(new EventLoop(target));
        }
    }

    /**
     * Connects all clients and waits until each has joined its room.
     *
     * @throws LoadFailedException if a client cannot join within 2 minutes
     */
    public void connect() {
        int started = 0;
        int joined = 0;
        long deadline = System.nanoTime() + JOIN_TIMEOUT.toNanos();
        while (joined < layout.readers()) {
            while (started < layout.readers() && started - joined < MAX_LOGINS_IN_PROGRESS) {
                startClient(started++);
            }
            pause();
            while (joined < started
                    && (clients.get(joined).isJoined() || clients.get(joined).closeReason() != null)) {
                requireJoined(clients.get(joined++));
            }
            if (System.nanoTime() > deadline) {
                throw new LoadFailedException("Only " + joined + " of " + layout.readers() + " clients joined within "
                        + JOIN_TIMEOUT.toSeconds() + " s.");
            }
        }
    }

    private void startClient(int number) {
        try {
            Client client = new Client(
                    number,
                    String.format(Locale.ROOT, "p%07d", NICKNAMES.incrementAndGet()),
                    number % layout.rooms(),
                    number < layout.senders(),
                    number >= layout.readers() - layout.stalled());
            clients.add(client);
            EventLoop loop = loop(client);
            loop.execute(() -> loop.connect(client, target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EventLoop loop(Client client) {
        return loops.get(client.number() % loops.size());
    }

    /**
     * Sends probe messages to each room until every reader has received one.
     *
     * @throws LoadFailedException if a reader receives none within 1 minute
     */
    public void verifyDelivery() {
        long deadline = System.nanoTime() + PROBE_TIMEOUT.toNanos();
        int attempt = 0;
        while (!clients.stream().allMatch(Client::isVerified)) {
            if (System.nanoTime() > deadline) {
                throw new LoadFailedException(
                        clients.stream().filter(client -> !client.isVerified()).count()
                                + " readers received no probe message within " + PROBE_TIMEOUT.toSeconds() + " s.");
            }
            for (int room = 0; room < layout.rooms(); room++) {
                // Two senders alternate, because some protocols do not send a client its own messages.
                Client sender = clients.get((room + attempt % 2 * layout.rooms()) % layout.senders());
                sender.write(loop(sender).protocol().template(sender, false).fill(0, MessageText.PROBE));
            }
            attempt++;
            await(PROBE_INTERVAL_NANOS, () -> clients.stream().allMatch(Client::isVerified));
        }
        sleep(PROBE_INTERVAL_NANOS);
    }

    /** Creates a run of at most this many messages, and resets the metrics and the received messages of all clients. */
    LoadRun startRun(int maxMessages) {
        LoadRun run = new LoadRun(++runs, layout.rooms(), layout.senders(), maxMessages);
        runOnLoops(loop -> loop.metrics().reset());
        runOnLoops(loop -> clients.stream()
                .filter(client -> loop(client) == loop && !client.isStalled())
                .forEach(client -> client.setReceivedMessages(new ReceivedMessages(run))));
        return run;
    }

    /** Runs the task on each event loop, one loop after the other, and waits until it is done. */
    void runOnLoops(Consumer<EventLoop> task) {
        loops.forEach(loop -> loop.executeAndWait(() -> task.accept(loop)));
    }

    /** Returns the message templates of the senders; the index is the number of the client. */
    MessageTemplate[] templates(boolean receipts) {
        return clients.stream()
                .limit(layout.senders())
                .map(client -> loop(client).protocol().template(client, receipts))
                .toArray(MessageTemplate[]::new);
    }

    Client client(int number) {
        return clients.get(number);
    }

    List<Client> clients() {
        return clients;
    }

    boolean echoesOwnMessages() {
        return loops.get(0).protocol().echoesOwnMessages();
    }

    /** Returns the number of clients. */
    public int size() {
        return layout.readers();
    }

    ClientLayout layout() {
        return layout;
    }

    /** Returns the messages that all clients received in this run. */
    long deliveries() {
        long sum = 0;
        for (EventLoop loop : loops) {
            sum += loop.metrics().deliveries();
        }
        return sum;
    }

    /** Returns the receipts that all clients received in this run. */
    long receipts() {
        long sum = 0;
        for (EventLoop loop : loops) {
            sum += loop.metrics().receipts();
        }
        return sum;
    }

    /** Returns why the first of the closed connections of readers was closed, or null if all are open. */
    @Nullable
    String firstCloseReason() {
        return clients.stream()
                .filter(client -> !client.isStalled() && client.closeReason() != null)
                .map(Client::closeReason)
                .findFirst()
                .orElse(null);
    }

    private static void requireJoined(Client client) {
        if (client.closeReason() != null && !client.isJoined()) {
            throw new LoadFailedException("A client could not join: " + client.closeReason() + ".");
        }
    }

    /** Polls the condition until it holds or the timeout expires, and returns whether it held. */
    static boolean await(long timeoutNanos, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeoutNanos;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** Waits for this time. */
    static void sleep(long nanos) {
        await(nanos, () -> false);
    }

    private static void pause() {
        LockSupport.parkNanos(POLL_INTERVAL_NANOS);
    }

    /** Disconnects all clients, closes connections that are still open after 5 seconds, and stops the event loops. */
    @Override
    public void close() {
        runOnLoops(loop -> clients.stream()
                .filter(client -> loop(client) == loop && client.closeReason() == null)
                .forEach(loop.protocol()::disconnect));
        await(
                DISCONNECT_TIMEOUT.toNanos(),
                () -> clients.stream().allMatch(client -> client.isStalled() || client.closeReason() != null));
        runOnLoops(loop -> clients.stream()
                .filter(client -> loop(client) == loop && client.closeReason() == null)
                .forEach(client -> client.close(Client.DISCONNECTED)));
        loops.forEach(EventLoop::close);
    }
}
