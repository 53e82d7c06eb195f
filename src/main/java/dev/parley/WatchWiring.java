package dev.parley;

import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.TransportEndpoint;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What whoever runs the server sees from outside: health always, figures only where that is asked for. */
@Configuration(proxyBeanMethods = false)
class WatchWiring {

    @Bean
    Pulse pulse(ScheduledAlarms alarms, Household household) {
        return new Pulse(alarms, household.lanes(), System::nanoTime);
    }

    /** Its name is what puts it in the place of Spring Boot's own. */
    @Bean
    Readiness readinessStateHealthIndicator(ApplicationAvailability availability, ChatServer chatServer) {
        return new Readiness(availability, chatServer);
    }

    /** The same. */
    @Bean
    Liveness livenessStateHealthIndicator(ApplicationAvailability availability, Pulse pulse) {
        return new Liveness(availability, pulse);
    }

    /** Nothing of it is there, meters included, unless the endpoint is opened. */
    @Bean
    @ConditionalOnAvailableEndpoint
    PrometheusEndpoint prometheusEndpoint(ChatServer chatServer, ObjectProvider<TransportEndpoint> transportEndpoints) {
        return new PrometheusEndpoint(
                new Meters(chatServer, () -> transportEndpoints.orderedStream().toList()));
    }
}
