package dev.parley.observability;

import dev.parley.chat.room.ChatMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * Records the measurements of the chat in Micrometer meters. Timers and summaries are registered once; a counter with a
 * code or a reason is registered when it is first needed and then kept, so that recording looks up no meter in the
 * registry. Thread-safe.
 */
public final class MicrometerChatMetrics implements ChatMetrics {

    private static final Duration[] DURATION_BUCKETS = LongStream.of(
                    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
                    2_500_000, 5_000_000)
            .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
            .toArray(Duration[]::new);

    private static final double[] MESSAGE_BUCKETS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048};

    private final Timer acknowledgements;
    private final Timer commits;
    private final DistributionSummary committedMessages;
    private final TaggedCounters refusals;
    private final TaggedCounters disconnects;
    private final TaggedCounters refusedConnections;
    private final Counter recoveredResumes;
    private final Counter unrecoveredResumes;
    private final Counter historyPages;
    private final Counter hookDeliveries;
    private final Counter hookFailures;

    public MicrometerChatMetrics(MeterRegistry registry) {
        this.acknowledgements = timer("parley.message.ack.duration")
                .description("From accepting a message to its receipt.")
                .register(registry);
        this.commits = timer("parley.storage.commit.duration")
                .description("One transaction that stores messages, disk flush included.")
                .register(registry);
        this.committedMessages = DistributionSummary.builder("parley.storage.commit.messages")
                .description("Messages stored in one transaction.")
                .serviceLevelObjectives(MESSAGE_BUCKETS)
                .register(registry);
        this.refusals = new TaggedCounters(code -> Counter.builder("parley.refusals")
                .description("Requests that the server refused.")
                .tag("code", code)
                .register(registry));
        this.disconnects = new TaggedCounters(reason -> Counter.builder("parley.disconnects")
                .description("Connections that ended for a reason the server knows.")
                .tag("reason", reason)
                .register(registry));
        this.refusedConnections = new TaggedCounters(reason -> Counter.builder("parley.connections.refused")
                .description("Connections that the server closed right after accepting them.")
                .tag("reason", reason)
                .register(registry));
        this.recoveredResumes = resumes(registry, true);
        this.unrecoveredResumes = resumes(registry, false);
        this.historyPages = Counter.builder("parley.history.pages")
                .description("Pages of messages read from the history.")
                .register(registry);
        this.hookDeliveries = Counter.builder("parley.hook.deliveries")
                .description("Entries that addresses of hooks have accepted.")
                .register(registry);
        this.hookFailures = Counter.builder("parley.hook.failures")
                .description("Attempts to deliver to addresses of hooks that failed.")
                .register(registry);
    }

    private static Timer.Builder timer(String name) {
        return Timer.builder(name).serviceLevelObjectives(DURATION_BUCKETS);
    }

    private static Counter resumes(MeterRegistry registry, boolean recovered) {
        return Counter.builder("parley.resumes")
                .description("Joins at a position, by whether the room delivers every message after it.")
                .tag("recovered", String.valueOf(recovered))
                .register(registry);
    }

    @Override
    public void messageAcknowledged(long nanos) {
        acknowledgements.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void committed(int messages, long nanos) {
        committedMessages.record(messages);
        commits.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void refused(String code) {
        refusals.increment(code);
    }

    @Override
    public void disconnected(String reason) {
        disconnects.increment(reason);
    }

    @Override
    public void connectionRefused(String reason) {
        refusedConnections.increment(reason);
    }

    @Override
    public void resumed(boolean recovered) {
        (recovered ? recoveredResumes : unrecoveredResumes).increment();
    }

    @Override
    public void historyPageRead() {
        historyPages.increment();
    }

    @Override
    public void hookDelivered() {
        hookDeliveries.increment();
    }

    @Override
    public void hookFailed() {
        hookFailures.increment();
    }

    /** One counter for each value of a tag. */
    private static final class TaggedCounters {

        private final ConcurrentMap<String, Counter> counters = new ConcurrentHashMap<>();
        private final Function<String, Counter> register;

        TaggedCounters(Function<String, Counter> register) {
            this.register = register;
        }

        void increment(String value) {
            counters.computeIfAbsent(value, register).increment();
        }
    }
}
