package dev.parley.config;

import dev.parley.Household;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.TransportEndpoint;
import dev.parley.observability.LivenessIndicator;
import dev.parley.observability.PrometheusEndpoint;
import dev.parley.observability.ReadinessIndicator;
import dev.parley.observability.RoomExecutorWatchdog;
import dev.parley.observability.ServerMetrics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What whoever runs the server sees from outside: health always, figures only where that is asked for. */
@Configuration(proxyBeanMethods = false)
class ObservabilityConfiguration {

    @Bean
    RoomExecutorWatchdog roomExecutorWatchdog(ThreadPoolScheduler alarms, Household household) {
        return new RoomExecutorWatchdog(alarms, household.lanes(), System::nanoTime);
    }

    /** Its name is what puts it in the place of Spring Boot's own. */
    @Bean
    ReadinessIndicator readinessIndicatorStateHealthIndicator(
            ApplicationAvailability availability, ChatServer chatServer) {
        return new ReadinessIndicator(availability, chatServer);
    }

    /** The same. */
    @Bean
    LivenessIndicator livenessIndicatorStateHealthIndicator(
            ApplicationAvailability availability, RoomExecutorWatchdog roomExecutorWatchdog) {
        return new LivenessIndicator(availability, roomExecutorWatchdog);
    }

    /** Nothing of it is there, meters included, unless the endpoint is opened. */
    @Bean
    @ConditionalOnAvailableEndpoint
    PrometheusEndpoint prometheusEndpoint(ChatServer chatServer, ObjectProvider<TransportEndpoint> transportEndpoints) {
        return new PrometheusEndpoint(new ServerMetrics(
                chatServer, () -> transportEndpoints.orderedStream().toList()));
    }
}
