package dev.parley.observability;

import dev.parley.Spread;
import dev.parley.chat.room.Chronicle;
import dev.parley.chat.room.Counts;
import dev.parley.chat.room.Histogram;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.TransportEndpoint;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The figures of the house and its doors, and those of the process, as meters. Nothing is told to a meter while people
 * are served: each looks when somebody asks. docs/operator.md lists them. Safe from any thread.
 */
public final class ServerMetrics implements AutoCloseable {

    private static final double NANOS = 1e9;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final ChatServer chatServer;
    private final Supplier<List<TransportEndpoint>> transportEndpoints;
    private final MultiGauge connections;
    private final Map<String, Integer> dialects = new TreeMap<>(); // guarded by this

    /**
     * All meters.
     *
     * @param transportEndpoints by which people are connected
     */
    public ServerMetrics(ChatServer chatServer, Supplier<List<TransportEndpoint>> transportEndpoints) {
        this.chatServer = chatServer;
        this.transportEndpoints = transportEndpoints;
        this.connections = MultiGauge.builder("parley.connections")
                .description("Connections that are open, by what is spoken.")
                .register(registry);
        Gauge.builder("parley.people", chatServer, ChatServer::userCount)
                .description("People who are here, those who are held a place included.")
                .register(registry);
        Gauge.builder(
                        "parley.rooms",
                        chatServer,
                        here -> here.roomRegistry().all().size())
                .description("Rooms there are.")
                .register(registry);
        Gauge.builder(
                        "parley.storing",
                        chatServer,
                        here -> here.roomRegistry().storageHealth().problem().isEmpty() ? 1 : 0)
                .description("1 while messages can be stored, 0 while they cannot.")
                .register(registry);
        FunctionCounter.builder("parley.deliveries", this, ServerMetrics::delivered)
                .description("Events of rooms handed to connections.")
                .register(registry);
        Chronicle chronicle = chatServer.chronicle();
        spread("parley_receipt_seconds", "From a message's being posted to its receipt.", chronicle.receipts(), NANOS);
        spread("parley_batch_messages", "Messages stored in one transaction.", chronicle.batches(), 1);
        spread("parley_flush_seconds", "A transaction, its flush to disk included.", chronicle.flushes(), NANOS);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    private void spread(String name, String help, Histogram histogram, double unit) {
        registry.getPrometheusRegistry().register(new Spread(name, help, histogram, unit));
    }

    private double delivered() {
        return transportEndpoints.get().stream()
                .mapToLong(TransportEndpoint::delivered)
                .sum();
    }

    /** All figures as they are now, in Prometheus's text format. */
    synchronized String scrape() {
        Chronicle chronicle = chatServer.chronicle();
        kinds("parley.refusals", "code", "Requests that were not granted.", chronicle.refusals());
        kinds("parley.farewells", "code", "Connections that were sent off.", chronicle.farewells());
        kinds("parley.turned.away", "reason", "Connections that were closed as they came.", chronicle.turnedAway());
        kinds("parley.resumes", "result", "Those who came back to a room, whole or with a gap.", chronicle.resumes());
        // What is spoken no longer is shown as 0, rather than not at all.
        dialects.replaceAll((dialect, before) -> 0);
        transportEndpoints
                .get()
                .forEach(transportEndpoint -> transportEndpoint
                        .dialects()
                        .forEach((dialect, open) -> dialects.merge(dialect, open, Integer::sum)));
        connections.register(
                dialects.entrySet().stream()
                        .map(open -> MultiGauge.Row.of(Tags.of("dialect", open.getKey()), open.getValue()))
                        .toList(),
                true);
        return registry.scrape();
    }

    /** A kind is there as soon as it has happened once. */
    private void kinds(String name, String tag, String description, Counts counts) {
        for (String kind : counts.all().keySet()) {
            FunctionCounter.builder(name, counts, counted -> counted.of(kind))
                    .description(description)
                    .tag(tag, kind)
                    .register(registry);
        }
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
