package dev.parley.observability;

import dev.parley.chat.room.Room;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.TransportEndpoint;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Binds the gauges of the server, and the counter of deliveries, which each connection counts by itself. Their values are
 * computed when the registry is read. Thread-safe after {@link #bindTo}.
 */
public final class ServerMetrics implements MeterBinder {

    private final ChatServer chatServer;
    private final Supplier<List<TransportEndpoint>> transportEndpoints;
    private final Map<String, Integer> dialects = new TreeMap<>(); // guarded by this
    private @Nullable MultiGauge connections; // guarded by this

    /**
     * Creates the binder.
     *
     * @param transportEndpoints the transports; asked at each reading
     */
    public ServerMetrics(ChatServer server, Supplier<List<TransportEndpoint>> transportEndpoints) {
        this.chatServer = server;
        this.transportEndpoints = transportEndpoints;
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        connections = MultiGauge.builder("parley.connections")
                .description("Open connections, by dialect.")
                .register(registry);
        Gauge.builder("parley.users", chatServer, ChatServer::userCount)
                .description("Users that are logged in or within their resume window.")
                .register(registry);
        Gauge.builder(
                        "parley.rooms",
                        chatServer,
                        server -> server.roomRegistry().all().size())
                .description("Rooms.")
                .register(registry);
        Gauge.builder(
                        "parley.storage.up",
                        chatServer,
                        server ->
                                server.roomRegistry().storageHealth().problem().isEmpty() ? 1 : 0)
                .description("1 while messages can be stored, 0 while they cannot.")
                .register(registry);
        Gauge.builder(
                        "parley.room.executor.queue.depth",
                        this,
                        metrics -> metrics.queuedTasks().sum())
                .description("Tasks that wait in the executors of all rooms.")
                .register(registry);
        Gauge.builder(
                        "parley.room.executor.queue.depth.max",
                        this,
                        metrics -> metrics.queuedTasks().max().orElse(0))
                .description("Tasks that wait in the executor of the room with the longest queue.")
                .register(registry);
        Gauge.builder("parley.cursor.lag.max", chatServer, ChatServer::maxCursorLag)
                .description("Deliveries that the slowest connection has yet to take from a room.")
                .register(registry);
        Gauge.builder(
                        "parley.hook.lag.max",
                        chatServer,
                        server -> server.webhooks().maxLag())
                .description("Entries that the slowest hook has yet to deliver.")
                .register(registry);
        Gauge.builder(
                        "parley.search.lag.seconds",
                        chatServer,
                        server -> server.messageSearches().lag().toMillis() / 1_000.0)
                .description("The time for which a change of a room has not been in the search index.")
                .register(registry);
        FunctionCounter.builder("parley.deliveries", transportEndpoints, ServerMetrics::deliveries)
                .description("Events of rooms handed to connections.")
                .register(registry);
    }

    private IntStream queuedTasks() {
        return chatServer.roomRegistry().all().stream().mapToInt(Room::queuedTasks);
    }

    private static double deliveries(Supplier<List<TransportEndpoint>> transportEndpoints) {
        return transportEndpoints.get().stream()
                .mapToLong(TransportEndpoint::delivered)
                .sum();
    }

    /** Updates the gauge of each dialect. A dialect that was seen once and has no connection any more is reported as 0. */
    synchronized void updateConnections() {
        if (connections == null) {
            throw new IllegalStateException("The meters are bound to no registry.");
        }
        dialects.replaceAll((dialect, before) -> 0);
        for (TransportEndpoint endpoint : transportEndpoints.get()) {
            endpoint.dialects().forEach((dialect, open) -> dialects.merge(dialect, open, Integer::sum));
        }
        connections.register(
                dialects.entrySet().stream()
                        .map(open -> MultiGauge.Row.of(Tags.of("dialect", open.getKey()), open.getValue()))
                        .toList(),
                true);
    }
}
