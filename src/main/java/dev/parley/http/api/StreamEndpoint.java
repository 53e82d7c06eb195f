package dev.parley.http.api;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.TransportEndpoint;
import dev.parley.protocol.api.RefusalCodes;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * The open streams: bounds their number, writes them on threads of their own, and ends those whose clients lose access.
 * Streams are no sessions, and are counted as connections of the dialect {@code stream}. Thread-safe.
 */
@Component
final class StreamEndpoint implements TransportEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(StreamEndpoint.class);

    /** The silence after which a heart-beat is written. */
    static final Duration HEARTBEAT = Duration.ofSeconds(20);

    /** The time between two checks of the access and the silence of streams. */
    static final Duration CHECK = Duration.ofSeconds(1);

    private static final int THREADS = 2;

    private final ConnectionLimiter limiter;
    private final AccessWatch access;
    private final StreamClock clock;
    private final Map<StreamFormat, EventEncoder<byte[]>> encoders = new EnumMap<>(StreamFormat.class);
    private final Set<RoomStream> streams = ConcurrentHashMap.newKeySet();
    private final AtomicLong deliveredByEnded = new AtomicLong();
    private final AtomicInteger threads = new AtomicInteger();
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(THREADS, this::thread);
    private final ScheduledFuture<?> beats;
    private volatile boolean isClosed;

    StreamEndpoint(ChatServer server, ApiSettings settings, AccessWatch access, ObjectProvider<StreamClock> clock) {
        this.access = access;
        this.clock = clock.getIfAvailable(() -> StreamClock.STANDARD);
        this.limiter = new ConnectionLimiter(settings.maxStreams(), settings.maxStreamsPerAddress());
        for (StreamFormat format : StreamFormat.values()) {
            encoders.put(format, format.newEncoder(server.operators()::isByOperator));
        }
        server.addListener(new ChatEventListener() {
            @Override
            public void onRoomClosed(Room room) {
                each(stream -> {
                    if (stream.isOf(room)) {
                        stream.end();
                    }
                });
            }
        });
        beats = executor.scheduleWithFixedDelay(this::beat, CHECK.toMillis(), CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "parley-stream-" + threads.incrementAndGet());
        thread.setDaemon(true);
        thread.setContextClassLoader(StreamEndpoint.class.getClassLoader());
        return thread;
    }

    /** Other nodes revoke bots and impose bans as well, so that access is checked now and then. */
    void beat() {
        try {
            each(stream -> stream.beat(HEARTBEAT.toNanos()));
            access.checkAll();
        } catch (RuntimeException e) {
            LOG.error("The heart-beats of streams failed; they are tried again in a second.", e);
        }
    }

    private void each(Consumer<RoomStream> action) {
        streams.forEach(action);
    }

    /** Returns the encoder of a format. */
    EventEncoder<byte[]> encoder(StreamFormat format) {
        return Objects.requireNonNull(encoders.get(format));
    }

    /** Returns the time, in nanoseconds. */
    long nanoTime() {
        return clock.nanoTime().getAsLong();
    }

    /** Returns the executor that writes streams. */
    Executor executor() {
        return executor;
    }

    /**
     * Counts a stream of an address; {@link #release} must follow.
     *
     * @throws RefusedRequestException if there are too many
     */
    void acquire(String address) {
        if (isClosed) {
            throw RefusedRequestException.of(Refusal.shuttingDown());
        }
        ConnectionLimiter.Decision decision = limiter.tryAcquire(address, IpAddresses.isLoopback(address));
        if (decision != ConnectionLimiter.Decision.ENTERED) {
            throw new RefusedRequestException(
                    HttpStatus.TOO_MANY_REQUESTS,
                    new Refusal(
                            RefusalCodes.TOO_MANY_STREAMS,
                            decision == ConnectionLimiter.Decision.FULL
                                    ? "There are too many streams, see parley.http.max-streams. Try again later."
                                    : "There are too many streams from your address. Close one of them.",
                            List.of(),
                            HEARTBEAT));
        }
    }

    /** Ends the count of a stream. */
    void release(String address) {
        limiter.release(address);
    }

    /** Adds a stream that is about to start. */
    void add(RoomStream stream) {
        streams.add(stream);
    }

    /** Ends a stream that has started when its client may not read any more. */
    void watch(RoomStream stream) {
        access.add(stream);
    }

    /** Removes a stream that has ended. */
    void remove(RoomStream stream) {
        access.remove(stream);
        if (streams.remove(stream)) {
            deliveredByEnded.addAndGet(stream.delivered());
        }
    }

    @Override
    public List<String> connectInstructions() {
        return List.of();
    }

    @Override
    public int openConnections() {
        return limiter.open();
    }

    @Override
    public Map<String, Integer> dialects() {
        return Map.of("stream", limiter.open());
    }

    @Override
    public long delivered() {
        return deliveredByEnded.get()
                + streams.stream().mapToLong(RoomStream::delivered).sum();
    }

    @Override
    public void close() {
        isClosed = true;
    }

    @PreDestroy
    void shutdown() {
        isClosed = true;
        beats.cancel(false);
        executor.shutdownNow();
    }
}
