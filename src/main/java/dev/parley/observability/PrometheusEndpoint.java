package dev.parley.observability;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/** Serves all meters in the text format of Prometheus, version 0.0.4. */
@WebEndpoint(id = "prometheus")
public final class PrometheusEndpoint {

    private final PrometheusMeterRegistry registry;
    private final ServerMetrics metrics;

    public PrometheusEndpoint(PrometheusMeterRegistry registry, ServerMetrics metrics) {
        this.registry = registry;
        this.metrics = metrics;
    }

    /** Returns the current values. */
    @ReadOperation(produces = "text/plain;version=0.0.4;charset=utf-8")
    String scrape() {
        metrics.updateConnections();
        return registry.scrape();
    }
}
