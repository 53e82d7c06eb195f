package dev.parley.observability;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/** The figures for Prometheus, in its text format, version 0.0.4. */
@WebEndpoint(id = "prometheus")
public final class PrometheusEndpoint {

    private final ServerMetrics serverMetrics;

    public PrometheusEndpoint(ServerMetrics serverMetrics) {
        this.serverMetrics = serverMetrics;
    }

    /** All figures as they are now. */
    @ReadOperation(produces = "text/plain;version=0.0.4;charset=utf-8")
    String figures() {
        return serverMetrics.scrape();
    }
}
