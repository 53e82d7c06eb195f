package dev.parley.config;

import dev.parley.chat.room.ChatMetrics;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ReplyBudget;
import dev.parley.chat.session.TransportEndpoint;
import dev.parley.files.UploadedFiles;
import dev.parley.observability.HeapMonitor;
import dev.parley.observability.LivenessIndicator;
import dev.parley.observability.MicrometerChatMetrics;
import dev.parley.observability.PrometheusEndpoint;
import dev.parley.observability.ReadinessIndicator;
import dev.parley.observability.RoomExecutorWatchdog;
import dev.parley.observability.ServerMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Declares health indicators, and metrics if they are exposed. */
@Configuration(proxyBeanMethods = false)
class ObservabilityConfiguration {

    @Bean
    RoomExecutorWatchdog roomExecutorWatchdog(
            ThreadPoolScheduler alarms, @Qualifier(ExecutorConfiguration.ROOM_EXECUTOR) Executor roomExecutor) {
        return new RoomExecutorWatchdog(alarms, roomExecutor, System::nanoTime);
    }

    @Bean
    HeapMonitor heapMonitor() {
        return HeapMonitor.start();
    }

    /** Replaces Spring Boot's indicator, which has this name. */
    @Bean
    ReadinessIndicator readinessStateHealthIndicator(ApplicationAvailability availability, ChatServer server) {
        return new ReadinessIndicator(availability, server);
    }

    /** Replaces Spring Boot's indicator, which has this name. */
    @Bean
    LivenessIndicator livenessStateHealthIndicator(
            ApplicationAvailability availability, RoomExecutorWatchdog watchdog, HeapMonitor heap) {
        return new LivenessIndicator(availability, watchdog, heap);
    }

    /** The chat records nothing unless the Prometheus endpoint is exposed. */
    @Bean
    ChatMetrics chatMetrics(ObjectProvider<PrometheusMeterRegistry> registry) {
        PrometheusMeterRegistry exposed = registry.getIfAvailable();
        return exposed == null ? ChatMetrics.NONE : new MicrometerChatMetrics(exposed);
    }

    private static MeterBinder queuedReplies(ReplyBudget budget) {
        return registry -> Gauge.builder("parley.replies.queued", budget, ReplyBudget::used)
                .baseUnit(BaseUnits.BYTES)
                .description("Bytes of the replies that wait for their clients.")
                .register(registry);
    }

    private static MeterBinder storedFiles(ObjectProvider<UploadedFiles> files) {
        return registry -> Gauge.builder("parley.files.stored", files, provider -> {
                    UploadedFiles enabled = provider.getIfAvailable();
                    return enabled == null ? 0 : enabled.storedBytes();
                })
                .baseUnit(BaseUnits.BYTES)
                .description("Bytes of the files of messages and of their thumbnails.")
                .register(registry);
    }

    /** Creates the registry, its meters and the endpoint, if the endpoint is exposed. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnAvailableEndpoint(endpoint = PrometheusEndpoint.class)
    static class PrometheusConfiguration {

        @Bean(destroyMethod = "close")
        PrometheusMeterRegistry prometheusMeterRegistry() {
            return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        }

        @Bean(destroyMethod = "close")
        JvmGcMetrics jvmGcMetrics() {
            return new JvmGcMetrics();
        }

        @Bean
        PrometheusEndpoint prometheusEndpoint(
                PrometheusMeterRegistry registry,
                JvmGcMetrics collections,
                ChatServer server,
                ReplyBudget replyBudget,
                ObjectProvider<UploadedFiles> files,
                ObjectProvider<TransportEndpoint> transportEndpoints) {
            ServerMetrics metrics = new ServerMetrics(
                    server, () -> transportEndpoints.orderedStream().toList());
            List<MeterBinder> binders = List.of(
                    metrics,
                    ObservabilityConfiguration.queuedReplies(replyBudget),
                    ObservabilityConfiguration.storedFiles(files),
                    collections,
                    new JvmMemoryMetrics(),
                    new JvmThreadMetrics(),
                    new ProcessorMetrics(),
                    new FileDescriptorMetrics(),
                    new UptimeMetrics());
            binders.forEach(binder -> binder.bindTo(registry));
            return new PrometheusEndpoint(registry, metrics);
        }
    }
}
