package dev.parley.cluster;

import dev.parley.chat.hook.ScriptedHookSender;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.RelaySignal;
import dev.parley.chat.room.RoomRelay;
import dev.parley.chat.room.RoomResources;
import dev.parley.chat.room.Scheduler;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ServerResources;
import dev.parley.storage.postgres.NodeOpening;
import dev.parley.storage.postgres.PostgresHistory;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A node in this JVM whose notices and periodic tasks a test can suspend, so that it lags behind the other node. */
final class HookedNode implements AutoCloseable {

    private static final ServerLimits LIMITS = new ServerLimits(
            new NicknamePolicy(32), 4_000, 0, 20, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ofMillis(1), 10);

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final ExecutorService writes = Executors.newFixedThreadPool(4);
    private final ExecutorService reads = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final PostgresHistory history;
    private final ChatServer server;
    private final String role;
    private volatile boolean signalsDropped;
    private volatile boolean pollsSkipped;
    private volatile boolean pagesOverlap;

    /** Starts a node that connects with a role of its own. */
    HookedNode(String url, String role, Duration lease, Duration margin) {
        this.role = role;
        history = NodeOpening.open(url, role, lease, margin, writes, reads);
        server = new ChatServer(
                LIMITS,
                new ServerResources(
                        new RoomResources(
                                hookedHistory(),
                                new HookedRelay(),
                                history.presenceRegistry(),
                                history.nodeLease(),
                                Clock.systemUTC(),
                                new HookedScheduler(),
                                threads),
                        history.directMessageStore(),
                        history.nicknameRegistry(),
                        history.tokenStore(),
                        history.sanctionStore(),
                        history.operatorStore(),
                        history.botStore(),
                        history.accessStore(),
                        history.hookStore(),
                        new ScriptedHookSender()));
    }

    /** Returns the history, whose pages begin with 2 messages before the requested ones while a test wants that. */
    private MessageHistory hookedHistory() {
        return (MessageHistory) Proxy.newProxyInstance(
                MessageHistory.class.getClassLoader(), new Class<?>[] {MessageHistory.class}, (self, method, given) -> {
                    if (pagesOverlap && method.getName().equals("after")) {
                        given[1] = Math.max(0, (Long) given[1] - 2);
                    }
                    return method.invoke(history, given);
                });
    }

    private final class HookedRelay implements RoomRelay {
        @Override
        public void publish(RelaySignal signal) {
            history.roomRelay().publish(signal);
        }

        @Override
        public void subscribe(Consumer<RelaySignal> listener) {
            history.roomRelay().subscribe(signal -> {
                if (!signalsDropped) {
                    listener.accept(signal);
                }
            });
        }
    }

    private final class HookedScheduler implements Scheduler {
        @Override
        public Task schedule(Duration delay, Runnable task) {
            ScheduledFuture<?> scheduled = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        }

        @Override
        public Task scheduleWithFixedDelay(Duration delay, Runnable task) {
            return Scheduler.super.scheduleWithFixedDelay(delay, () -> {
                if (!pollsSkipped) {
                    task.run();
                }
            });
        }
    }

    /** Drops the notices that arrive, and skips the polls. */
    void dropSignals(boolean drop) {
        signalsDropped = drop;
        pollsSkipped = drop;
    }

    /** Lets pages of messages begin earlier than requested. */
    void readOverlappingPages(boolean overlap) {
        pagesOverlap = overlap;
    }

    /** Skips the polls. */
    void skipPolls(boolean skip) {
        pollsSkipped = skip;
    }

    ChatServer server() {
        return server;
    }

    PostgresHistory history() {
        return history;
    }

    ExecutorService threads() {
        return threads;
    }

    Scheduler scheduler() {
        return new HookedScheduler();
    }

    /** Returns the role, which also names the node in transcripts. */
    String role() {
        return role;
    }

    /** Ends the node; a second call does nothing. */
    @Override
    public void close() {
        if (timer.isShutdown()) {
            return;
        }
        timer.shutdownNow();
        history.close();
        threads.shutdownNow();
        writes.shutdownNow();
        reads.shutdownNow();
    }
}
